"""Versions of stories, for the tests of their store."""

from datetime import date

from schemas.story import (
    Story,
    StoryClaim,
    StoryEvent,
    StoryFigure,
    StoryMember,
    StoryMoment,
    StoryOutlet,
    StoryQuote,
)
from tests.stores.samples import later


def member(number: int, **said: object) -> StoryMember:
    at, title = later(hours=number), f"Prajurit tiba di Kursk, bagian {number}"
    return StoryMember(article=f"a{number}", outlet=f"outlet-{number}", title=title, published_at=at, **said)


def story(
    *numbers: int,
    id_: str = "s-1",
    version: int = 1,
    number: int | None = None,
    event: StoryEvent = StoryEvent.CREATED,
    watch: str = "rusia-korut",
    **said: object,
) -> Story:
    """Of the articles a1, a2 and so on, with a figure and a quote by each."""
    members = tuple(map(member, numbers))
    figure = StoryFigure(
        what="prajurit tiba",
        unit="orang",
        disputed=len(numbers) > 1,
        claims=tuple(
            StoryClaim(value=each * 1000.0, text=str(each), carriers=(f"a{each}",), stand="disagrees")
            for each in numbers
        ),
    )
    quotes = tuple(
        StoryQuote(speaker="Kim", text=f"Kami kirim {each} peleton", outlet="", carriers=(f"a{each}",))
        for each in numbers
    )
    told = {
        "size": len(numbers),
        "headline": members[0].title if members else "",
        "central": members[0].article if members else "",
        "members": members,
        "articles": tuple(each.article for each in members),
        "outlets": tuple(StoryOutlet(outlet=m.outlet, published="", article=m.article) for m in members),
        "timeline": tuple(StoryMoment(day=date(2025, 4, 28), headline=m.title, article=m.article) for m in members[:1]),
        "quotes": quotes,
        "figures": (figure,) if members else (),
        "last_day": date(2025, 4, 28),
        "why": "joined",
    }
    common = {"id": id_, "watch": watch, "version": version, "number": number or version, "event": event}
    return Story(**common, by="kabar.example/1", **told | said)
