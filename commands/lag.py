"""`warta lag`: how many records each step has yet to read, and which configuration its processes read."""

import time
from datetime import UTC, datetime

from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, print_json, table
from pipeline.config_version import in_force_of, versions_in
from pipeline.wiring.log import names, open_log
from runtime.run_dir import RunDir


def lag(data: Data = None, as_lines: Json = False) -> None:
    """Show how many records each step has yet to read, and since when the oldest waits."""
    settings = settings_of_pipeline(data=data)
    log = open_log(settings, to_read=True)
    lags = log.lag()
    log.close()
    if as_lines:
        print_json(
            [
                vars(lag) | {"behind": lag.behind, "oldest_at": _at(lag.oldest_at), "oldest_s": _age_s(lag.oldest_at)}
                for lag in lags
            ]
        )
        return
    shown = table("Lag", "step", "topic", "partition", "unread", "oldest waits", right=("partition", "unread"))
    for each in lags:
        if each.behind:
            age_s, topic = _age_s(each.oldest_at), names(settings).declared(each.topic)
            waits = "-" if age_s is None else f"{age_s:.0f} s"
            shown.add_row(each.group, topic, str(each.partition), str(each.behind), waits)
    console.print(shown if shown.row_count else "nothing is unread")
    _show_versions(RunDir(settings.run_dir))


def _show_versions(run_dir: RunDir) -> None:
    """Which version of the configuration every process of this data folder reads."""
    found, broken = versions_in(run_dir), in_force_of(run_dir).broken
    if found:
        shown = table("Configuration", "process", "reads")
        for process, versions in found.items():
            shown.add_row(process, ", ".join(f"{part} {version}" for part, version in versions.items()) or "nothing")
        console.print(shown)
    if found and broken:
        console.print(f"the earlier one stays in force: {broken}", highlight=False, soft_wrap=True)


def _at(unix_s: float | None) -> datetime | None:
    return None if unix_s is None else datetime.fromtimestamp(unix_s, UTC)


def _age_s(oldest_at: float | None) -> float | None:
    """The log's clock may be ahead of this machine's."""
    return None if oldest_at is None else round(max(0.0, time.time() - oldest_at), 1)
