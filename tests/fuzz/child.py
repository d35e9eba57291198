"""One round of damaged pages in a process of its own: hypothesis draws and shrinks, the parent watches the time."""

import resource
import sys
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.corpus import nasty_pages, own_pages, real_pages
from tests.fuzz.invariants import hold
from tests.fuzz.mutations import damage

PAGES_A_ROUND = 200


def run_round(number: int, at: Path) -> None:
    """Writes each page to `at` before it is cleaned and a line after it; the last one of a failure is the smallest."""
    families = [family for family in (own_pages(), nasty_pages(), real_pages()) if family]
    everything = [page for family in families for page in family]

    @seed(number)
    @settings(
        max_examples=PAGES_A_ROUND,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(families).flatmap(st.sampled_from), st.randoms(use_true_random=False))
    def every_page_holds(page: bytes, dice: Random) -> None:
        damaged = damage(page, dice, others=everything)
        at.write_bytes(damaged)
        print("article" if hold(damaged) else "fate", flush=True)  # noqa: T201

    every_page_holds()
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}", flush=True)  # noqa: T201


if __name__ == "__main__":
    run_round(int(sys.argv[1]), Path(sys.argv[2]))
