"""Tables of an article's own: facts, standings with links, lists and lines in cells, with their source."""

from collections.abc import Callable, Mapping

from tests.processors.layouts.articles import Pen
from tests.processors.layouts.laid_out import Attr, Passage
from tests.processors.layouts.words import FACTS, PLACES, POINTS

Content = Callable[[Pen, Attr], list[Passage]]
SOURCE = "Sumber: BPS, diolah"
CLUBS = ("Persatuan Muara", "Putra Danau", "Laskar Lereng", "Garuda Pesisir", "Bintang Teluk")


def facts(row: str, *, tags: tuple[str, str] = ("<table>", "</table>"), source: bool = False) -> Content:
    """A name and a value a row; `row` has `{a}` and `{b}`."""

    def write(pen: Pen, _attr: Attr) -> list[Passage]:
        chosen = pen.dice.sample(FACTS, 4)
        rows = "".join(row.format(a=a, b=b) for a, b in chosen)
        table = Passage(tuple(f"{a} | {b}" for a, b in chosen), f"{tags[0]}{rows}{tags[1]}")
        return [table, Passage((SOURCE,), f"<p>{SOURCE}</p>"), _after(pen)] if source else [table]

    return write


def broken(pen: Pen, _attr: Attr) -> list[Passage]:
    """Cells whose lines are parted by `<br>`."""
    chosen = pen.dice.sample(FACTS, 3)
    rows = "".join(f"<tr><td>{a}</td><td>{b}<br>menurut panitia</td></tr>" for a, b in chosen)
    return [Passage(tuple(f"{a} | {b} menurut panitia" for a, b in chosen), f"<table>{rows}</table>")]


def listing(pen: Pen, _attr: Attr) -> list[Passage]:
    """Cells with a list in each."""
    days = ("Senin", "Selasa", "Rabu")
    hours = ("06.00 sampai 18.00", "Tutup untuk pembersihan", "05.30 sampai 20.00")
    rows = "".join(f"<tr><td>{d}</td><td><ul><li>{h}</li></ul></td></tr>" for d, h in zip(days, hours, strict=True))
    gold = tuple(f"{d} | {h}" for d, h in zip(days, hours, strict=True))
    return [Passage(gold, f"<table class='jam'>{rows}</table>")]


def standings(pen: Pen, _attr: Attr) -> list[Passage]:
    """Clubs that are links to their pages, with figures."""
    points = [(club, pen.dice.randint(3, 20), pen.dice.randint(3, 60)) for club in CLUBS]
    rows = "".join(
        f'<tr><td><a href="/klub/{n}">{c}</a></td><td>{m}</td><td>{p}</td></tr>' for n, (c, m, p) in enumerate(points)
    )
    head = "<tr><th>Klub</th><th>Main</th><th>Poin</th></tr>"
    gold = ("Klub | Main | Poin", *(f"{c} | {m} | {p}" for c, m, p in points))
    return [Passage(gold, f"<table>{head}{rows}</table>")]


def downloads(pen: Pen, _attr: Attr) -> list[Passage]:
    """Every cell a link to a document of the article."""
    intro = "Dokumen yang dirujuk dalam tulisan ini dapat dibuka lewat tabel berikut:"
    names = [f"Daftar pengunjung {place}" for place in pen.dice.sample(PLACES, 3)]
    rows = "".join(f"<tr><td><a href='/{n}.pdf'>{name}</a></td></tr>" for n, name in enumerate(names))
    return [Passage((intro,), f"<p>{intro}</p>"), Passage(tuple(names), f"<table>{rows}</table>")]


def long_rows(pen: Pen, _attr: Attr) -> list[Passage]:
    """A table whose cells hold sentences."""
    rows = [(point, pen.paragraph()) for point in POINTS]
    laid = "".join(f"<tr><td><b>{point}</b></td><td>{text}</td></tr>" for point, text in rows)
    return [Passage(tuple(f"{point} | {text}" for point, text in rows), f"<table><tbody>{laid}</tbody></table>")]


def caption_of_table(pen: Pen, _attr: Attr) -> list[Passage]:
    name = f"Tabel pengunjung {pen.town} per bulan"
    months = [(month, pen.dice.randint(100, 900)) for month in ("Januari", "Februari", "Maret")]
    rows = "".join(f"<tr><td>{month}</td><td>{count} orang</td></tr>" for month, count in months)
    gold = (name, *(f"{month} | {count} orang" for month, count in months))
    return [Passage(gold, f"<h4>{name}</h4><table>{rows}</table>")]


def _after(pen: Pen) -> Passage:
    return Passage((text := pen.paragraph(),), f"<p>{text}</p>")


TABLES: Mapping[str, Content] = {
    "table": facts("<tr><td>{a}</td><td>{b}</td></tr>"),
    "table_heads": facts(
        "<tr><th>{a}</th><td>{b}</td></tr>", tags=('<figure class="wp-block-table"><table>', "</table></figure>")
    ),
    "table_source": facts("<tr><td>{a}</td><td>{b}</td></tr>", source=True),
    "table_p": facts("<tr><td><p>{a}</p></td><td><p>{b}</p></td></tr>"),
    "table_br": broken,
    "table_lists": listing,
    "table_standings": standings,
    "table_downloads": downloads,
    "long_rows": long_rows,
    "table_named": caption_of_table,
    "definitions": facts("<dt>{a}</dt><dd>{b}</dd>", tags=("<dl>", "</dl>")),
}
