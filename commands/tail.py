"""`warta tail`: what is stored, revised, withdrawn and taken down, as it happens."""

import threading
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from commands.filtering import Fields, Filters, Text, access_for, pairs, views_of
from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, local_time, print_json
from runtime.process.signals import stopping_on_signals
from serve.api.changes import Wish, chosen_of, entries_after, told_as
from serve.shown import shape_of
from serve.views import Views
from stores.outbox import Entry

LOOK_S = 0.5
PAGE = 200


def tail(
    filters: Filters = None,
    after: Annotated[
        int | None, typer.Option(min=0, help="From the change behind this number on.", show_default="from now on")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="End where nothing more has happened yet.")] = False,
    fields: Fields = "",
    text: Text = False,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Follow what becomes of articles and stories: a line a change, in the order of the change feed."""
    settings = settings_of_pipeline(data=data)
    wish = Wish(chosen_of(pairs(filters)), shape_of(fields, text=text), access_for(text=text))
    stop = threading.Event()
    with views_of(settings) as views, stopping_on_signals(stop):
        place = views.changes.head().n if after is None else after
        while not stop.is_set():
            found = entries_after(views, place, limit=PAGE)
            _tell(views, wish.chosen.of(found.items), wish, as_lines=as_lines)
            if found.items:
                place = found.items[-1].n
            elif once:
                return
            else:
                stop.wait(LOOK_S)


def _tell(views: Views, entries: Sequence[Entry], wish: Wish, *, as_lines: bool) -> None:
    for entry, told in zip(entries, told_as(views, list(entries), wish), strict=True):
        if as_lines:
            print_json(told)
        else:
            console.print(_line(entry, told), markup=False, highlight=False, soft_wrap=True)


def _line(entry: Entry, told: Mapping[str, Any]) -> str:
    article, story = told["article"], told["story"]
    what = "no more"
    if article is not None:
        what = f"{article.get('title', '')}  {article.get('url', '')}".strip()
    elif story is not None:
        what = f"{story['headline']}  {story['size']} articles"
    where = entry.source or f"{', '.join(entry.watches)} {entry.story_id}"
    return f"{entry.n}  {local_time(entry.at)}  {entry.kind}  {where}  {what}"
