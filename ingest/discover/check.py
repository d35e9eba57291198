"""Asks one list of an outlet once, on demand: `list_check` judges what came."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ingest.discover.read_list import Get, ListRead, read_list
from schemas.frontier import DuePoll, PollEntry, result_of
from schemas.outlet import Channel, Outlet


@dataclass(frozen=True)
class CheckedList:
    """The row for the history, and what was read."""

    entry: PollEntry
    read: ListRead


async def check_list(outlet: Outlet, channel: Channel, url: str, *, get: Get, now: datetime) -> CheckedList:
    """Never raises for anything the web may answer."""
    poll = DuePoll(url=url, source=outlet.id, channel=channel.value, slot="check", due_at=now)
    read = await read_list(poll, outlet, get=get, zone=ZoneInfo(outlet.timezone), now=now)
    entry = PollEntry(
        url=url,
        source=outlet.id,
        channel=channel.value,
        at=now,
        result=result_of(read.reason),
        reason=read.reason.value if read.reason else None,
        detail=read.detail,
        found=read.found,
    )
    return CheckedList(entry, read)
