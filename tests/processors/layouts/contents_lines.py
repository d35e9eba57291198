"""Lines of an article that are short or look like furniture, and boxes of facts of its own."""

from collections.abc import Callable, Mapping
from itertools import islice

from tests.processors.layouts import words
from tests.processors.layouts.articles import Pen
from tests.processors.layouts.laid_out import Attr, Passage

Content = Callable[[Pen, Attr], list[Passage]]


def each(
    lines: tuple[str, ...], template: str = "<p{para}>{text}</p>", *, intro: str = "", shuffled: bool = False
) -> Content:
    """Every line in an element of its own; some of them where they need no order."""

    def write(pen: Pen, attr: Attr) -> list[Passage]:
        chosen = tuple(pen.dice.sample(lines, 4)) if shuffled else lines
        head = (intro,) if intro else ()
        return [Passage((text,), template.format(text=text, para=attr("para"))) for text in (*head, *chosen)]

    return write


def in_one(lines: tuple[str, ...], opening: str, between: str, closing: str) -> Content:
    """All lines in one element, parted by something."""

    def write(_pen: Pen, _attr: Attr) -> list[Passage]:
        return [Passage(lines, f"{opening}{between.join(lines)}{closing}")]

    return write


def days(pen: Pen, _attr: Attr) -> list[Passage]:
    """Match days with their games."""
    laid: list[Passage] = []
    games = iter(words.SCHEDULE)
    for day in ("Jumat, 2 Mei 2025", "Sabtu, 3 Mei 2025"):
        two = tuple(islice(games, 2))
        items = "".join(f"<li>{game}</li>" for game in two)
        laid.append(Passage((day, *two), f"<h3>{day}</h3><ul>{items}</ul>"))
    return laid


def rings(pen: Pen, _attr: Attr) -> list[Passage]:
    """Subheadings in capitals that could be a reporter's name."""
    laid: list[Passage] = []
    for ring in words.RINGS:
        laid.append(Passage((ring, text := pen.paragraph()), f"<p><strong>{ring}</strong></p><p>{text}</p>"))
    return laid


def fact_box(tag: str, name: str) -> Content:
    """A short box of facts that is the article's own."""

    def write(pen: Pen, _attr: Attr) -> list[Passage]:
        head = f"Fakta tentang {pen.town}"
        facts = [f"{what}: {value.lower()}" for what, value in pen.dice.sample(words.FACTS, 3)]
        items = "".join(f"<li>{fact}</li>" for fact in facts)
        return [Passage((head, *facts), f'<{tag} class="{name}"><h4>{head}</h4><ul>{items}</ul></{tag}>')]

    return write


def correction(pen: Pen, _attr: Attr) -> list[Passage]:
    text = (
        f"Ralat: Dalam versi sebelumnya, nama {pen.person()} ditulis keliru. Jumlah peserta yang benar adalah "
        f"{pen.dice.randint(120, 480)} orang. Redaksi mohon maaf."
    )
    return [Passage((text,), f'<aside class="ralat"><p>{text}</p></aside>')]


def sections(pen: Pen, _attr: Attr) -> list[Passage]:
    """Sections whose ids are made of their headings, which hold words of furniture."""
    laid: list[Passage] = []
    for head in ("Menu andalan kantin", "Modal usaha pedagang", "Komentar wali kota"):
        text, id_ = pen.paragraph(), head.lower().replace(" ", "-")
        laid.append(Passage((head, text), f'<h2 class="wp-block-heading" id="h-{id_}">{head}</h2><p>{text}</p>'))
    return laid


def live_entries(pen: Pen, _attr: Attr) -> list[Passage]:
    """Entries under the minute at which each was written."""
    laid = [(f"{hour:02}.{pen.dice.randint(10, 59)} WIB", pen.paragraph()) for hour in (11, 10, 9)]
    return [Passage(entry, f'<div class="entri"><h4>{entry[0]}</h4><p>{entry[1]}</p></div>') for entry in laid]


def points(pen: Pen, _attr: Attr) -> list[Passage]:
    """Numbers written by hand, each point with a sentence."""
    laid = [(f"{n}. {point}", pen.paragraph()) for n, point in enumerate(words.POINTS, 1)]
    return [Passage(pair, f"<p><b>{pair[0]}</b><br>{pair[1]}</p>") for pair in laid]


def scores(_pen: Pen, _attr: Attr) -> list[Passage]:
    return [Passage(words.SCORES, f"<p>{'<br>'.join(words.SCORES)}</p>")]


def letter(_pen: Pen, _attr: Attr) -> list[Passage]:
    return [Passage(words.LETTER, "".join(f'<p style="margin-left:2em"><em>{line}</em></p>' for line in words.LETTER))]


LINES: Mapping[str, Content] = {
    "notices": each(words.NOTICES, shuffled=True),
    "dialog": each(words.DIALOG),
    "laws": each(words.LAWS),
    "film": each(words.FILM, intro="Berikut data film yang diputar pada malam pembukaan itu:"),
    "vacancy": each(words.VACANCY, intro="Koperasi juga membuka lowongan berikut:"),
    "chronology": each(words.EVENTS, intro="Kronologi pembukaan"),
    "chronology_list": each(words.EVENTS, "<ul><li>{text}</li></ul>"),
    "recipe": in_one(words.STEPS, "<p>", "<br>", "</p>"),
    "recipe_list": in_one(words.STEPS, "<ol><li>", "</li><li>", "</li></ol>"),
    "poem": in_one(words.POEM, "<blockquote><p>", "<br>", "</p></blockquote>"),
    "schedule": each(words.SCHEDULE, intro="Jadwal pertandingan akhir pekan ini:"),
    "schedule_days": days,
    "rings": rings,
    "heading_ids": sections,
    "fact_aside": fact_box("aside", "kotak-fakta"),
    "fact_div": fact_box("div", "infobox"),
    "correction": correction,
    "live_entries": live_entries,
    "points": points,
    "scores": scores,
    "letter": letter,
}
