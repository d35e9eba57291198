"""`warta takedown`: forgets an article everywhere, for good; shows who had what taken down, and why."""

import getpass
from collections.abc import Sequence
from typing import Annotated

import typer

from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, local_time, print_json, table
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.settings import Settings
from pipeline.takedown import StillHeld, order_for, still_held, take_down
from pipeline.wiring.stores import open_articles
from runtime.clock import utc_now
from stores.takedown_log import Audited, TakedownLog

DAY_S = 86_400.0


def takedown(
    what: Annotated[str, typer.Argument(help="An address or an article's id; or `list`, or `show`.", metavar="WHAT")],
    id_: Annotated[str | None, typer.Argument(help="With `show`: a takedown's id.", metavar="[ID]")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; shown to who asks for the article.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who orders it.", show_default="the user")] = "",
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Forget an article in every store, and let it in nowhere again; or list or show what was taken down."""
    settings = settings_of_pipeline(data=data)
    if what == "list":
        _list(settings, as_lines=as_lines)
    elif what == "show":
        _show(settings, id_ or "", as_lines=as_lines)
    else:
        _take_down(settings, what, reason=reason, by=by or getpass.getuser(), as_lines=as_lines)


def _take_down(settings: Settings, what: str, *, reason: str, by: str, as_lines: bool) -> None:
    if not reason.strip():
        raise UsageError("say why with --reason: it is kept, and shown to who asks for the article")
    order = order_for(settings, what, by=by, reason=reason.strip(), at=utc_now())
    done = take_down(settings, order, now=utc_now())
    held = still_held(settings)
    if as_lines:
        print_json(_row(done) | {"still_held": [vars(each) for each in held]})
        return
    _print(done)
    for until, topics in _by_time(held).items():
        console.print(f"may be held {until} by {', '.join(topics)}", highlight=False, soft_wrap=True)


def _by_time(held: Sequence[StillHeld]) -> dict[str, list[str]]:
    """Topics by how long they may hold it; the dead letters of all steps are one word."""
    by_time: dict[str, list[str]] = {}
    for each in held:
        name = "the dead letters" if each.topic.startswith("dead.") else each.topic
        names = by_time.setdefault(_until(each), [])
        if name not in names:
            names.append(name)
    return by_time


def _until(held: StillHeld) -> str:
    return "until it is compacted" if held.until_s is None else f"for {held.until_s / DAY_S:g} days"


def _list(settings: Settings, *, as_lines: bool) -> None:
    done = TakedownLog(open_articles(settings, to_read=True).engine).all()
    if as_lines:
        for each in done:
            print_json(_row(each))
        return
    shown = table("Takedowns", "id", "at", "by", "reason", "asked", "forgotten", right=("forgotten",))
    for each in done:
        forgotten = str(sum(each.forgotten.values())) if each.done_at else "not finished"
        shown.add_row(each.id, local_time(each.at), each.by, each.reason, each.asked, forgotten)
    console.print(shown if done else "nothing was taken down")


def _show(settings: Settings, id_: str, *, as_lines: bool) -> None:
    found = TakedownLog(open_articles(settings, to_read=True).engine).get(id_)
    if found is None:
        console.print(f"no takedown {id_!r}; see `warta takedown list`", highlight=False)
        raise typer.Exit(EXIT_FAILED)
    if as_lines:
        print_json(_row(found))
    else:
        _print(found)


def _print(done: Audited) -> None:
    state = f"done {local_time(done.done_at)}" if done.done_at else "not finished: run it again"
    console.print(f"takedown {done.id} of {done.asked}: {state}", highlight=False, soft_wrap=True)
    console.print(f"by {done.by} at {local_time(done.at)}: {done.reason}", highlight=False, soft_wrap=True)
    for name, count in done.forgotten.items():
        console.print(f"{name:<9} {count}", highlight=False)


def _row(done: Audited) -> dict[str, object]:
    return dict(vars(done))
