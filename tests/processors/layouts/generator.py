"""Lays an invented article out as a page: one kind of each dimension, drawn by seed; the same seed, the same page."""

from collections.abc import Mapping, Sequence
from random import Random

from tests.processors.layouts import facts
from tests.processors.layouts import kinds as of
from tests.processors.layouts.articles import Article, Pen, passages, write_article
from tests.processors.layouts.boxes import Text
from tests.processors.layouts.forms import Form
from tests.processors.layouts.held_texts import LAST_OF_ALL
from tests.processors.layouts.inlines import dress_all
from tests.processors.layouts.laid_out import Attr, Chunk, LaidOut, Passage, Piece, joined
from tests.processors.layouts.surroundings import ANYWHERE, FOOTER, MENU


def generate(seed: int) -> LaidOut:
    """A page of the kinds that the cleaner is built on."""
    dice = Random(f"layouts {seed}")
    return lay_out(seed, of.draw(dice), dice)


def generate_held(seed: int) -> LaidOut:
    """A page with kinds that the cleaner was not built on."""
    dice = Random(f"held layouts {seed}")
    return lay_out(seed, of.draw_held(dice), dice, family="held")


def generate_with(seed: int, odd: Mapping[str, str]) -> LaidOut:
    """An ordinary page but for the kinds that are given, by dimension: what one kind does by itself."""
    return lay_out(seed, of.chosen(odd), Random(f"layouts {seed}"))


def lay_out(seed: int, kinds: Mapping[str, str], dice: Random, *, family: str = "layout") -> LaidOut:
    pen = Pen(dice)
    attr = of.NAMES[kinds["names"]](dice)
    article = write_article(pen, paragraphs=dice.randint(*of.LENGTHS[kinds["length"]]))
    special = of.CONTENTS[kinds["content"]](pen, attr)
    told = _told(pen, article, special, last=kinds["content"] in LAST_OF_ALL)
    inside = of.INSIDE[kinds["inside"]](pen, article)
    prose, glued = _prose(told, article, kinds, dice)
    chunks = _chunks(told, prose, of.FORMS[kinds["form"]], attr)
    opening, end = of.OPENING[kinds["opening"]](pen, article), of.END[kinds["end"]](pen, article)
    text = _text(_with(chunks, inside, dice), opening, end, kinds, attr, dice)
    paragraphs = _gold(told, article, kinds["dateline"])
    body = _body(kinds, pen, article, attr, joined(text, Piece("", (*inside.marks, *glued))))
    head = facts.document_head(article, paragraphs, kinds["facts"])
    name = f"{family}-{seed}"
    return LaidOut(
        seed=seed,
        name=name,
        url=f"https://www.kabarmuara.id/daerah/{name}",
        html=f"<!doctype html><html lang='id'>{head}<body>{body.html}</body></html>",
        title=article.title,
        paragraphs=paragraphs,
        optional=(),
        must_not=tuple(dict.fromkeys((*body.marks, *of.INLINE_MARKS.get(kinds["inline"], ())))),
        published=article.published.isoformat(timespec="minutes"),
        authors=(article.author,),
        kinds=dict(kinds),
    )


def _told(pen: Pen, article: Article, special: Sequence[Passage], *, last: bool) -> list[Passage]:
    """The prose with what is special amid it: prose stands before, and after it where it is not what ends a text."""
    prose = passages(pen, article)
    if last:
        return [*prose, *special]
    at = pen.dice.randint(2, max(len(prose) - 1, 2))
    at -= 1 if prose[at - 1].heading else 0
    return [*prose[:at], *special, *prose[at:]]


def _prose(
    told: Sequence[Passage], article: Article, kinds: Mapping[str, str], dice: Random
) -> tuple[list[str], tuple[str, ...]]:
    """Each line of prose as HTML with what is glued to it, and the strings that are none of the article."""
    inline = kinds["inline"]
    lines = [passage.lines[0] for passage in told if not passage.html and not passage.heading]
    prose = dress_all(lines, of.INLINES[inline], dice, first_alone=inline.startswith("drop_cap"))
    prose[0] = _dateline(article, kinds["dateline"]) + prose[0]
    amid, last = of.AMID[kinds["amid"]](article, dice), of.LAST[kinds["last"]](article, dice)
    prose[dice.randrange(1, len(prose) - 1)] += amid.html
    prose[-1] += last.html
    return prose, (*amid.marks, *last.marks)


def _chunks(told: Sequence[Passage], prose: Sequence[str], form: Form, attr: Attr) -> list[Chunk]:
    left = iter(prose)
    return [
        Chunk(passage.html)
        if passage.html
        else form.chunk(passage.lines[0] if passage.heading else next(left), attr, heading=passage.heading)
        for passage in told
    ]


def _dateline(article: Article, kind: str) -> str:
    if kind == "none":
        return ""
    place = article.dateline.removesuffix(" - ")
    return article.dateline if kind == "plain" else f"<strong>{place}</strong> - "


def _gold(told: Sequence[Passage], article: Article, dateline: str) -> tuple[str, ...]:
    lines = [line for passage in told for line in passage.lines]
    return (f"{article.dateline if dateline != 'none' else ''}{lines[0]}", *lines[1:])


def _with(chunks: Sequence[Chunk], inside: Piece, dice: Random) -> list[Chunk]:
    """The chunks with a piece of the frame between two that the form wrote, never after a heading."""
    if not inside.html:
        return list(chunks)
    fit = [
        index
        for index in range(2, len(chunks))
        if chunks[index].loose and chunks[index - 1].loose and not chunks[index - 1].heading
    ]
    at = dice.choice(fit) if fit else len(chunks)
    return [*chunks[:at], Chunk(inside.html), *chunks[at:]]


def _text(
    chunks: Sequence[Chunk], opening: Piece, end: Piece, kinds: Mapping[str, str], attr: Attr, dice: Random
) -> Piece:
    """The text in its box, with what opens and ends it beside it or in it; nothing comes before a lead apart."""
    box, form = of.BOXES[kinds["box"]], of.FORMS[kinds["form"]]
    within = kinds["edges"] == "in_box"
    first = within and not kinds["box"].startswith("lead_")
    before = [Chunk(opening.html)] if first and opening.html else []
    after = [Chunk(end.html)] if within and end.html else []
    laid = box(Text([*before, *chunks, *after], form, attr, dice))
    return joined(Piece("", opening.marks) if first else opening, laid, Piece("", end.marks) if within else end)


def _body(kinds: Mapping[str, str], pen: Pen, article: Article, attr: Attr, text: Piece) -> Piece:
    """Menus, what is above, the article with its end, what is below, the side column, the footer."""
    after = {"apart": Piece(""), "in_main": Piece(""), "in_article": Piece("")}
    place = kinds["place"]
    after[place] = of.BELOW[kinds["below"]](pen, article)
    closing = of.CLOSING[kinds["closing"]](pen, article)
    where = place if kinds["closing"] in ANYWHERE or place != "in_article" else "in_main"
    after[where] = joined(after[where], closing)
    site, title = of.HEADLINES[kinds["headline"]](article, attr)
    return joined(
        Piece(site + MENU), of.ABOVE[kinds["above"]](pen, article),
        Piece(f"<main{attr('main')}><article{attr('article')}>{title}{facts.byline(article, attr)}"),
        text,
        after["in_article"], Piece("</article>"), after["in_main"],
        Piece("</main>"), after["apart"], of.SIDE[kinds["side"]](pen, article), Piece(FOOTER, ("Pedoman Media Siber",)),
    )  # fmt: skip
