"""`warta disk`: what takes the room, how fast it grows, how long it is kept, and how long the disk will do."""

import shutil
from collections.abc import Mapping
from datetime import datetime

from commands.options import Config, Data, Json, settings_of_pipeline
from commands.showing import console, print_json, table
from pipeline.measuring import LOOK_BACK, days_left, held
from pipeline.settings import Settings
from pipeline.wiring.stores import open_operations
from runtime.clock import utc_now
from runtime.state import StoreUnavailableError


def disk(data: Data = None, config: Config = None, as_lines: Json = False) -> None:
    """Tell the bytes of every store, topic and the archive, their growth a day, and the days that are left."""
    settings = settings_of_pipeline(data=data, config=config)
    now = utc_now()
    rows = held(settings, _remembered(settings, now), now)
    free, left = shutil.disk_usage(settings.data_dir).free, days_left(settings, rows)
    if as_lines:
        print_json([vars(row) for row in rows])
        print_json({"free_bytes": free, "days_left": left})
        return
    shown = table("Disk", "what", "MB", "MB a day", "kept", right=("MB", "MB a day"))
    for row in rows:
        growth = "-" if row.a_day is None else f"{row.a_day / 1e6:+,.1f}"
        shown.add_row(row.name, f"{row.bytes / 1e6:,.1f}", growth, row.keeps)
    console.print(shown)
    until = f"{left:,.0f} days at this growth" if left is not None else "no growth is remembered yet, or none there is"
    console.print(f"free: {free / 1e9:,.1f} GB, {until}", highlight=False, soft_wrap=True)
    if settings.log == "kafka":
        console.print("topics are on Kafka's brokers: see their own disks", highlight=False)


def _remembered(settings: Settings, now: datetime) -> Mapping[str, tuple[datetime, int]]:
    try:
        return open_operations(settings, to_read=True).first_sizes(now - LOOK_BACK)
    except StoreUnavailableError:
        # Sizes are told all the same.
        return {}
