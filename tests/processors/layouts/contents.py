"""What an article holds beside prose: lists, tables, questions, quotations, boxes of facts, all of its own text."""

from collections.abc import Callable, Mapping

from tests.processors.layouts.articles import Pen
from tests.processors.layouts.contents_lines import LINES
from tests.processors.layouts.contents_tables import TABLES
from tests.processors.layouts.laid_out import Attr, Passage
from tests.processors.layouts.sentences import QUOTES
from tests.processors.layouts.words import PLACES, POINTS, QUESTIONS

Content = Callable[[Pen, Attr], list[Passage]]


def nothing(_pen: Pen, _attr: Attr) -> list[Passage]:
    return []


def listicle(heading: str) -> Content:
    """Headings that are links, each with a paragraph; `heading` has `{n}` and `{text}`."""

    def write(pen: Pen, _attr: Attr) -> list[Passage]:
        laid: list[Passage] = []
        for n, place in enumerate(pen.dice.sample(PLACES, 4), 1):
            laid.append(Passage((place,), heading.format(n=n, text=place)))
            laid.append(Passage((text := pen.paragraph(),), f"<p>{text}</p>"))
        return laid

    return write


def numbered_listicle(pen: Pen, _attr: Attr) -> list[Passage]:
    laid: list[Passage] = []
    for n, place in enumerate(pen.dice.sample(PLACES, 3), 1):
        line = f"{n}. {place}"
        laid.append(Passage((line,), f'<p><strong><a href="/read/{n}">{line}</a></strong></p>'))
        laid.append(Passage((text := pen.paragraph(),), f"<p>{text}</p>"))
    return laid


def listed(template: str, intro: str, *, more: str = "") -> Content:
    """A list after a line that announces it; `template` has `{n}`, `{text}` and `{more}`, words after each."""

    def write(pen: Pen, attr: Attr) -> list[Passage]:
        places = pen.dice.sample(PLACES, 4)
        items = "".join(template.format(n=n, text=place, more=more) for n, place in enumerate(places))
        first = Passage((intro,), f"<p{attr('para')}>{intro}</p>")
        return [first, Passage(tuple(place + more for place in places), f"<ul>{items}</ul>")]

    return write


def quoted(opening: str, closing: str) -> Content:
    def write(pen: Pen, attr: Attr) -> list[Passage]:
        text = pen.one(QUOTES)
        return [Passage((text,), f"{opening.format(box=attr('box'))}{text}{closing}")]

    return write


def boxed(opening: str, closing: str) -> Content:
    """A paragraph under a heading of its own, in a box."""

    def write(pen: Pen, attr: Attr) -> list[Passage]:
        head, text = f"Kata {pen.person()}", pen.paragraph()
        return [Passage((head, text), f"{opening.format(box=attr('box'))}<h5>{head}</h5><p>{text}</p>{closing}")]

    return write


def questions(template: str, *, label: str = "") -> Content:
    """Questions, each after `label`, with their answers; `template` has `{q}` and `{a}`."""

    def write(pen: Pen, _attr: Attr) -> list[Passage]:
        asked = pen.dice.sample(QUESTIONS, 3)
        pairs = [(label + question, pen.paragraph()) for question in asked]
        return [Passage(pair, template.format(q=pair[0], a=pair[1])) for pair in pairs]

    return write


def pull_quote(pen: Pen, _attr: Attr) -> list[Passage]:
    """A sentence of the text shown again in large letters: it is told once."""
    text = pen.paragraph()
    return [Passage((text,), f"<p>{text}</p>"), Passage((), f'<blockquote class="kutipan">{text}</blockquote>')]


def refrain(pen: Pen, _attr: Attr) -> list[Passage]:
    """A line of a song that stands twice."""
    line = "Oh angin muara, bawalah kami pulang sebelum lampu di dermaga padam, sebelum pagi datang"
    laid = (line, pen.paragraph(), line, pen.paragraph())
    return [Passage((text,), f"<p>{text}</p>") for text in laid]


def sublists(_pen: Pen, _attr: Attr) -> list[Passage]:
    """A list in a list."""
    lines = ("Usulan warga", *POINTS)
    items = "".join(f"<li>{point}</li>" for point in POINTS)
    return [Passage(lines, f"<ul><li>{lines[0]}<ul>{items}</ul></li></ul>")]


def two_columns(pen: Pen, _attr: Attr) -> list[Passage]:
    """What speaks for it and what against it, side by side."""
    first, second = ("Kelebihan", pen.paragraph()), ("Kekurangan", pen.paragraph())
    cells = "".join(f'<div class="kolom"><h4>{head}</h4><p>{text}</p></div>' for head, text in (first, second))
    return [Passage((*first, *second), f'<div class="baris">{cells}</div>')]


def steps_pictured(pen: Pen, _attr: Attr) -> list[Passage]:
    """How to do it: a number, a picture and a sentence a step."""
    pairs = [(f"Langkah {n}", pen.paragraph()) for n in (1, 2, 3)]
    template = (
        '<div class="step"><span class="step__no">{no}</span><img src="/l.jpg" alt="">'
        '<div class="step__text">{text}</div></div>'
    )
    return [Passage(pair, template.format(no=pair[0], text=pair[1])) for pair in pairs]


CONTENTS: Mapping[str, Content] = {
    "prose": nothing,
    "listicle_linked": listicle('<h3><a href="https://peta.example/{n}">{text}</a></h3>'),
    "listicle_anchored": listicle('<h2 id="s{n}">{text}<a href="#s{n}" aria-label="Tautan"></a></h2>'),
    "listicle_boxed": listicle('<div class="tempat"><h3><a href="/tempat/{n}">{text}</a></h3></div>'),
    "listicle_numbered": numbered_listicle,
    "list": listed("<li>{text}</li>", "Berikut tempat yang disiapkan panitia:"),
    "list_p": listed("<li><p>{text}</p></li>", "Tempat yang masuk daftar ialah:"),
    "list_span": listed("<li><span>{text}</span></li>", "Ada empat tempat yang dipilih:"),
    "list_links": listed('<li><a href="/tempat/{n}">{text}</a></li>', "Berikut situs yang memuat jadwal bukanya:"),
    "list_linked_words": listed(
        '<li><a href="/t/{n}">{text}</a>{more}</li>', "Empat tempat lain:", more=", buka setiap hari"
    ),
    "quote": quoted("<blockquote><p>", "</p></blockquote>"),
    "quote_figure": quoted("<figure><blockquote>", "</blockquote></figure>"),
    "quote_box": quoted("<div{box}><p>", "</p></div>"),
    "quote_aside": quoted('<aside class="kutipan"><p>', "</p></aside>"),
    "boxed": boxed("<div{box}>", "</div>"),
    "boxed_section": boxed("<section{box}>", "</section>"),
    "faq_heading": questions("<h3>{q}</h3><p>{a}</p>"),
    "faq_button": questions('<div class="faq"><button aria-expanded="true">{q}</button><div><p>{a}</p></div></div>'),
    "faq_details": questions("<details><summary>{q}</summary><p>{a}</p></details>"),
    "faq_hidden": questions('<div class="faq"><h3>{q}</h3><div style="display:none"><p>{a}</p></div></div>'),
    "faq_accordion": questions('<dl class="accordion"><dt>{q}</dt><dd>{a}</dd></dl>'),
    "interview": questions("<p>{q}</p><p>{a}</p>", label="Wartawan: "),
    "pull_quote": pull_quote,
    "refrain": refrain,
    "sublists": sublists,
    "two_columns": two_columns,
    "steps_pictured": steps_pictured,
    **LINES,
    **TABLES,
}
