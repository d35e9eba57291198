"""Kinds that the cleaner was not built on, by text: what an article holds and what stands around it, reported apart."""

# Markup and sentences keep their lines.
# ruff: noqa: E501

from collections.abc import Mapping

from tests.processors.layouts.articles import Article, Pen
from tests.processors.layouts.contents import Content
from tests.processors.layouts.frames import Frame, cards, headlines
from tests.processors.layouts.inserts import fixed, headline
from tests.processors.layouts.laid_out import Attr, Passage, Piece

POINTS = ("Jam buka lebih pagi", "Tiket terusan untuk keluarga", "Ruang menyusui di lantai dasar")
SCORES = ("Persatuan Muara 2-1 Putra Danau", "Garuda Pesisir 0-0 Elang Rawa", "Hiu Selat 3-2 Merpati Bukit")
LETTER = (
    "Kepada Bapak Camat,",
    "Bersama ini kami sampaikan tiga permohonan warga.",
    "Hormat kami,",
    "Warga tepi sungai",
)


def live_entries(pen: Pen, _attr: Attr) -> list[Passage]:
    """Entries under the minute at which each was written."""
    laid = [(f"{hour:02}.{pen.dice.randint(10, 59)} WIB", pen.paragraph()) for hour in (11, 10, 9)]
    return [Passage(entry, f'<div class="entri"><h4>{entry[0]}</h4><p>{entry[1]}</p></div>') for entry in laid]


def sublists(_pen: Pen, _attr: Attr) -> list[Passage]:
    """A list in a list."""
    lines = ("Usulan warga", *POINTS)
    items = "".join(f"<li>{point}</li>" for point in POINTS)
    return [Passage(lines, f"<ul><li>{lines[0]}<ul>{items}</ul></li></ul>")]


def points(pen: Pen, _attr: Attr) -> list[Passage]:
    """Numbers written by hand, each point with a sentence."""
    laid = [(f"{n}. {point}", pen.paragraph()) for n, point in enumerate(POINTS, 1)]
    return [Passage(pair, f"<p><b>{pair[0]}</b><br>{pair[1]}</p>") for pair in laid]


def two_columns(pen: Pen, _attr: Attr) -> list[Passage]:
    """What speaks for it and what against it, side by side."""
    first, second = ("Kelebihan", pen.paragraph()), ("Kekurangan", pen.paragraph())
    cells = "".join(f'<div class="kolom"><h4>{head}</h4><p>{text}</p></div>' for head, text in (first, second))
    return [Passage((*first, *second), f'<div class="baris">{cells}</div>')]


def long_rows(pen: Pen, _attr: Attr) -> list[Passage]:
    """A table whose cells hold sentences."""
    rows = [(point, pen.paragraph()) for point in POINTS]
    laid = "".join(f"<tr><td><b>{point}</b></td><td>{text}</td></tr>" for point, text in rows)
    return [Passage(tuple(f"{point} | {text}" for point, text in rows), f"<table><tbody>{laid}</tbody></table>")]


def scores(_pen: Pen, _attr: Attr) -> list[Passage]:
    return [Passage(SCORES, f"<p>{'<br>'.join(SCORES)}</p>")]


def letter(_pen: Pen, _attr: Attr) -> list[Passage]:
    return [Passage(LETTER, "".join(f'<p style="margin-left:2em"><em>{line}</em></p>' for line in LETTER))]


def caption_of_table(pen: Pen, _attr: Attr) -> list[Passage]:
    name = f"Tabel pengunjung {pen.town} per bulan"
    months = [(month, pen.dice.randint(100, 900)) for month in ("Januari", "Februari", "Maret")]
    rows = "".join(f"<tr><td>{month}</td><td>{count} orang</td></tr>" for month, count in months)
    gold = (name, *(f"{month} | {count} orang" for month, count in months))
    return [Passage(gold, f"<h4>{name}</h4><table>{rows}</table>")]


def poll(_pen: Pen, _article: Article) -> Piece:
    question = "Menurut Anda, layanan apa yang paling perlu dibenahi?"
    answers = ("Angkutan umum", "Air bersih", "Penerangan jalan umum")
    options = "".join(f'<label><input type="radio" name="p"> {answer}</label>' for answer in answers)
    return Piece(
        f'<form class="jajak"><h4>Jajak Pendapat</h4><p>{question}</p>{options}<button>Kirim</button></form>',
        (question,),
    )


def excerpts(pen: Pen, _article: Article) -> Piece:
    """Other articles with an excerpt that leads on to the rest."""
    heads = headlines(pen.dice, 4)
    text = "Laporan lengkap dari lapangan, disertai foto dan wawancara dengan saksi mata yang berada di lokasi sejak pagi [...]"
    laid = "".join(
        f'<section><h3><a href="/x/{n}">{head}</a></h3><p>{text} <a href="/x/{n}">Selengkapnya</a></p></section>'
        for n, head in enumerate(heads)
    )
    return Piece(f"<div><h2>Kabar dari daerah lain</h2>{laid}</div>", (*heads, text))


def archive(pen: Pen, _article: Article) -> Piece:
    heads = headlines(pen.dice, 6)
    rows = "".join(
        f'<tr><td>{n}/6/2019</td><td><a href="/x/{n}">{head}</a></td></tr>' for n, head in enumerate(heads, 1)
    )
    return Piece(f"<div><h3>Arsip</h3><table>{rows}</table></div>", heads)


WEATHER = "Prakiraan cuaca Muara Tiga: cerah berawan, 24 sampai 31 derajat"
APPEAL = (
    "Jurnalisme yang mandiri membutuhkan dukungan Anda. Dengan menyumbang mulai sepuluh ribu rupiah, Anda membantu Kabar "
    "Muara tetap dapat dibaca semua orang. Klik tombol donasi di bawah ini."
)
PODCAST = "Dengarkan siniar Kabar Muara setiap Jumat sore di semua aplikasi pemutar siniar kesayangan Anda."
CONTENTS: Mapping[str, Content] = {
    "live_entries": live_entries,
    "sublists": sublists,
    "points": points,
    "two_columns": two_columns,
    "long_rows": long_rows,
    "scores": scores,
    "letter": letter,
    "table_named": caption_of_table,
}
INSIDE: Mapping[str, Frame] = {
    "poll": poll,
    "also_arrow": headline('<p>&raquo; Baca juga <em><a href="/read/1">{head}</a></em></p>'),
    "also_cell": headline(
        '<table border="0"><tr><td><b>BACA JUGA</b></td><td><a href="/read/1">{head}</a></td></tr></table>'
    ),
    "weather": fixed(f'<div class="cuaca"><img src="/c.png"><span>{WEATHER}</span></div>', WEATHER),
}
BELOW: Mapping[str, Frame] = {
    "excerpts": excerpts,
    "archive": archive,
    "cards_definition": cards(
        '<dt><a href="/x/{n}">{head}</a></dt><dd>{stamp} {teaser}</dd>', count=8, opening="<dl{box}>", closing="</dl>"
    ),
    "cards_rows": cards(
        '<tr><td><img src="/{n}.jpg"></td><td><a href="/x/{n}">{head}</a><br>{teaser}</td></tr>',
        count=8,
        opening="<table{box}>",
        closing="</table>",
    ),
}
CLOSING: Mapping[str, Frame] = {
    "appeal": fixed(f'<div class="donasi"><p>{APPEAL}</p><button>Donasi</button></div>', APPEAL),
    "podcast": fixed(f"<div><h4>Siniar</h4><p>{PODCAST}</p></div>", PODCAST),
}
