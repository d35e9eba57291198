"""Lays an invented article out as a page: one kind of each dimension, drawn by seed; the same seed, the same page."""

from collections.abc import Mapping, Sequence
from random import Random

from tests.processors.layouts import facts
from tests.processors.layouts.articles import Article, Pen, passages, write_article
from tests.processors.layouts.boxes import BOXES, Text
from tests.processors.layouts.contents import CONTENTS
from tests.processors.layouts.forms import ENDLESS, FORMS
from tests.processors.layouts.frames import BELOW
from tests.processors.layouts.inlines import INLINE_MARKS, INLINES, dress
from tests.processors.layouts.inserts import END, INSIDE
from tests.processors.layouts.laid_out import Attr, Chunk, LaidOut, Passage, Piece, joined
from tests.processors.layouts.names import NAMES
from tests.processors.layouts.surroundings import ABOVE, CLOSING, FOOTER, MENU, SIDE

# Of paragraphs, the lead among them.
LENGTHS = {"usual": (7, 11), "short": (4, 5), "long": (14, 18)}
# What is drawn, the ordinary kind first. "place" is where what is below stands: after the article, in its element, or
# in the main one.
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "box": tuple(BOXES), "form": tuple(FORMS), "names": tuple(NAMES), "inline": tuple(INLINES),
    "content": tuple(CONTENTS), "inside": tuple(INSIDE), "end": tuple(END), "below": tuple(BELOW),
    "closing": tuple(CLOSING), "above": tuple(ABOVE), "side": tuple(SIDE), "facts": tuple(facts.HEADS),
    "dateline": ("none", "plain", "bold"), "place": ("apart", "in_main", "in_article"), "length": tuple(LENGTHS),
}  # fmt: skip
# So many dimensions of a page are not the ordinary kind, which is the first of each.
ODD = (1, 7)


def generate(seed: int) -> LaidOut:
    """A page whose kinds are drawn by `seed`."""
    dice = Random(f"layouts {seed}")
    return lay_out(seed, draw(dice), dice)


def generate_with(seed: int, **odd: str) -> LaidOut:
    """An ordinary page but for the kinds that are given: what one kind does by itself."""
    kinds = {name: odd.get(name, choices[0]) for name, choices in DIMENSIONS.items()}
    return lay_out(seed, agreeing(kinds), Random(f"layouts {seed}"))


def draw(dice: Random) -> dict[str, str]:
    """Ordinary kinds but for a few dimensions."""
    odd = dice.sample(list(DIMENSIONS), dice.randint(*ODD))
    kinds = {name: dice.choice(rest) if name in odd else first for name, (first, *rest) in DIMENSIONS.items()}
    return agreeing(kinds)


def agreeing(kinds: Mapping[str, str]) -> dict[str, str]:
    """The kinds without what cannot stand together: a link that nothing closes, a lead that is bold already."""
    agreed = dict(kinds)
    if agreed["form"] in ENDLESS and agreed["inline"] == "unclosed_link":
        agreed["inline"] = "link"
    if agreed["box"] == "lead_strong" and agreed["dateline"] == "bold":
        agreed["dateline"] = "plain"
    return agreed


def lay_out(seed: int, kinds: Mapping[str, str], dice: Random) -> LaidOut:
    pen = Pen(dice)
    attr = NAMES[kinds["names"]](dice)
    article = write_article(pen, paragraphs=dice.randint(*LENGTHS[kinds["length"]]))
    told = _told(pen, article, CONTENTS[kinds["content"]](pen, attr))
    inside = INSIDE[kinds["inside"]](pen, article)
    chunks = _chunks(told, article, kinds, attr, dice)
    text = BOXES[kinds["box"]](Text(_with(chunks, inside, dice), FORMS[kinds["form"]], attr, dice))
    paragraphs = _gold(told, article, kinds["dateline"])
    body = _body(kinds, pen, article, attr, joined(text, Piece("", inside.marks)))
    head = facts.document_head(article, paragraphs, kinds["facts"])
    name = f"layout-{seed}"
    return LaidOut(
        seed=seed,
        name=name,
        url=f"https://www.kabarmuara.id/daerah/{name}",
        html=f"<!doctype html><html lang='id'>{head}<body>{body.html}</body></html>",
        title=article.title,
        paragraphs=paragraphs,
        optional=(),
        must_not=tuple(dict.fromkeys((*body.marks, *INLINE_MARKS.get(kinds["inline"], ())))),
        published=article.published.isoformat(timespec="minutes"),
        authors=(article.author,),
        kinds=dict(kinds),
    )


def _told(pen: Pen, article: Article, special: Sequence[Passage]) -> list[Passage]:
    """The prose with what is special amid it: prose stands before, and after it."""
    prose = passages(pen, article)
    at = pen.dice.randint(2, max(len(prose) - 1, 2))
    while at < len(prose) and prose[at - 1].heading:
        at += 1
    return [*prose[:at], *special, *prose[at:]]


def _chunks(
    told: Sequence[Passage], article: Article, kinds: Mapping[str, str], attr: Attr, dice: Random
) -> list[Chunk]:
    form = FORMS[kinds["form"]]
    dressed = iter(dress([p.lines[0] for p in told if not p.html and not p.heading], kinds["inline"], dice))
    chunks: list[Chunk] = []
    for index, passage in enumerate(told):
        if passage.html:
            chunks.append(Chunk(passage.html))
            continue
        text = passage.lines[0] if passage.heading else next(dressed)
        before = _dateline(article, kinds["dateline"]) if index == 0 else ""
        chunks.append(form.chunk(before + text, attr, heading=passage.heading))
    return chunks


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


def _body(kinds: Mapping[str, str], pen: Pen, article: Article, attr: Attr, text: Piece) -> Piece:
    """Menus, what is above, the article with its end, what is below, the side column, the footer."""
    after = joined(BELOW[kinds["below"]](pen, article), CLOSING[kinds["closing"]](pen, article))
    end = END[kinds["end"]](pen, article)
    inner, outer, apart = (
        after if kinds["place"] == place else Piece("") for place in ("in_article", "in_main", "apart")
    )
    return joined(
        Piece(MENU, ("Pedoman Media Siber",)), ABOVE[kinds["above"]](pen, article),
        Piece(f"<main{attr('main')}><article{attr('article')}>{facts.header(article, attr)}"), text, end, inner,
        Piece("</article>"), outer, Piece("</main>"), apart, SIDE[kinds["side"]](pen, article), Piece(FOOTER),
    )  # fmt: skip
