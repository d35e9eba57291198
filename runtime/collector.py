"""The garbage collector of a process that handles record after record."""

import gc

# Objects made since the last look at the young ones, and looks until older ones are looked at too. With Python's own
# 700 a batch of 500 records was looked through some thirty times: 25 of 165 microseconds a record.
THRESHOLDS = (50_000, 20, 50)


def calm_collector() -> None:
    """What is loaded by now is never looked at again (7 % of a cleaner's time), and what comes is looked at seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
