"""Kinds that the cleaner was not built on, by what an article holds beside prose, told apart."""

from collections.abc import Mapping

from tests.processors.layouts.articles import Pen
from tests.processors.layouts.contents import Content
from tests.processors.layouts.laid_out import Attr, Passage
from tests.processors.layouts.words import FACTS, QUESTIONS

NOTES = (
    "Angka itu dihitung dari buku tamu yang diisi petugas loket setiap sore.",
    "Istilah titian dipakai warga hulu untuk jalan papan di atas rawa.",
    "Naskah perjanjian tahun 1927 tersimpan di arsip kabupaten.",
)
INGREDIENTS = (("200", "gram", "beras ketan putih"), ("3", "lembar", "daun pandan"), ("1", "sendok teh", "garam laut"))
STEPS = (
    "Cuci beras ketan sampai airnya jernih, lalu rendam semalaman.",
    "Kukus bersama daun pandan selama dua puluh menit.",
    "Siram dengan santan hangat dan diamkan sebelum dibentuk.",
)
LINEUPS = (
    "Persatuan Muara (4-3-3): Darto; Anwar, Sakti, Yoga, Beni; Ilham, Rudi, Tomi; Samsul, Krisna, Adit.",
    "Putra Danau (4-4-2): Wahid; Fajar, Gito, Imran, Lukas; Nando, Oki, Panji, Reza; Salim, Umar.",
)
PRAYER = (
    "اللهم احفظ قريتنا ونهرنا وأهلنا من كل سوء",
    "Allahummahfazh qaryatana wa nahrana wa ahlana min kulli su'.",
    'Artinya: "Ya Allah, lindungilah kampung kami, sungai kami, dan keluarga kami dari segala keburukan."',
)
YEARS = ("Tahun 1927", "Tahun 1968", "Tahun 2004")


def footnotes(_pen: Pen, _attr: Attr) -> list[Passage]:
    """The author's notes in small letters, with a way back to the text; they end it."""
    items = "".join(f'<li id="fn{n}">{note} <a href="#fnref{n}">↩</a></li>' for n, note in enumerate(NOTES, 1))
    return [Passage(NOTES, f'<hr><section class="footnotes" role="doc-endnotes"><ol>{items}</ol></section>')]


def table_beside(pen: Pen, _attr: Attr) -> list[Passage]:
    """Facts of the article in a table that the text flows around."""
    head, chosen = f"Sekilas {pen.town}", pen.dice.sample(FACTS, 3)
    rows = "".join(f"<tr><td><b>{a}</b></td><td>{b}</td></tr>" for a, b in chosen)
    table = f'<table align="right" width="220" border="1"><tr><th colspan="2">{head}</th></tr>{rows}</table>'
    return [Passage((head, *(f"{a} | {b}" for a, b in chosen)), table)]


def transcript(pen: Pen, _attr: Attr) -> list[Passage]:
    """Speakers in bold before what they say."""
    speakers = ("Pembawa acara", pen.person(), "Pembawa acara", pen.person())
    said = [(speaker, pen.paragraph()) for speaker in speakers]
    return [Passage((f"{who}: {what}",), f"<p><strong>{who}:</strong> {what}</p>") for who, what in said]


def speaker_rows(pen: Pen, _attr: Attr) -> list[Passage]:
    """A talk as two columns: who, and what."""
    said = [(pen.person(), pen.paragraph()) for _ in range(3)]
    laid = "".join(
        f'<div class="bicara"><div class="siapa">{who}</div><div class="kata">{what}</div></div>' for who, what in said
    )
    return [Passage(tuple(line for pair in said for line in pair), f'<div class="percakapan">{laid}</div>')]


def asked_in_bold(pen: Pen, _attr: Attr) -> list[Passage]:
    """A question in bold and its answer after a break, in one paragraph."""
    pairs = [(question, pen.paragraph()) for question in pen.dice.sample(QUESTIONS, 3)]
    return [Passage(pair, f"<p><b>{pair[0]}</b><br>\n{pair[1]}</p>") for pair in pairs]


def asked_by_letter(pen: Pen, _attr: Attr) -> list[Passage]:
    """`T:` and `J:` before questions and answers."""
    pairs = [(f"T: {question}", f"J: {pen.paragraph()}") for question in pen.dice.sample(QUESTIONS, 3)]
    return [Passage(pair, f"<div><div>{pair[0]}</div><div>{pair[1]}</div></div>") for pair in pairs]


def asked_as_items(pen: Pen, _attr: Attr) -> list[Passage]:
    """Questions in microdata."""
    pairs = [(question, pen.paragraph()) for question in pen.dice.sample(QUESTIONS, 3)]
    template = (
        '<div itemscope itemtype="https://schema.org/Question"><h3 itemprop="name">{q}</h3>'
        '<div itemprop="acceptedAnswer" itemscope><div itemprop="text">{a}</div></div></div>'
    )
    return [Passage(pair, template.format(q=pair[0], a=pair[1])) for pair in pairs]


def recipe_card(_pen: Pen, _attr: Attr) -> list[Passage]:
    """A recipe as a plugin lays it out."""
    spans = "".join(f"<li>{' '.join(f'<span>{word}</span>' for word in item)}</li>" for item in INGREDIENTS)
    steps = "".join(f"<li><div><span>{step}</span></div></li>" for step in STEPS)
    gold = ("Bahan", *(" ".join(item) for item in INGREDIENTS), "Cara membuat", *STEPS)
    laid = (
        f'<div class="wprm-recipe-container"><h4>Bahan</h4><ul>{spans}</ul><h4>Cara membuat</h4><ol>{steps}</ol></div>'
    )
    return [Passage(gold, laid)]


def profiles(pen: Pen, _attr: Attr) -> list[Passage]:
    """Persons in a row, each with a portrait, a name and what they say."""
    persons = (("Petrus Wenda", "Juru mudi"), ("Tiur Simatua", "Ketua paguyuban"), ("Maruli Tampubon", "Pedagang"))
    people = [(name, f"{role}. {pen.paragraph()}") for name, role in persons]
    template = '<div class="orang"><img src="/o.jpg" alt="{name}"><h4>{name}</h4><p>{text}</p></div>'
    return [Passage(pair, template.format(name=pair[0], text=pair[1])) for pair in people]


def live_list(pen: Pen, _attr: Attr) -> list[Passage]:
    """A live report: items with a clock, a heading and a text."""
    heads = ("Pintu air mulai dibuka", "Rombongan tiba di dermaga", "Warga berkumpul di balai")
    entries = [(f"{11 - n}.{pen.dice.randint(10, 59)} WIB", head, pen.paragraph()) for n, head in enumerate(heads)]
    laid = "".join(
        f'<li class="liveblog-entry"><div><time>{clock}</time><h3>{head}</h3></div><div><p>{text}</p></div></li>'
        for clock, head, text in entries
    )
    return [Passage(tuple(line for entry in entries for line in entry), f'<ol class="liveblog">{laid}</ol>')]


def years(pen: Pen, _attr: Attr) -> list[Passage]:
    """A line of time: a year on the left, what happened on the right."""
    pairs = [(year, pen.paragraph()) for year in YEARS]
    laid = "".join(
        f'<div class="tl-item"><div class="tl-date">{y}</div><div class="tl-content">{t}</div></div>' for y, t in pairs
    )
    return [Passage(tuple(line for pair in pairs for line in pair), f'<div class="tl">{laid}</div>')]


def prayer(_pen: Pen, _attr: Attr) -> list[Passage]:
    """A prayer in Arabic, in Latin letters, and what it means."""
    tags = ('<p dir="rtl" lang="ar" style="text-align:right">', "<p><em>", "<p>"), ("</p>", "</em></p>", "</p>")
    return [Passage((line,), f"{opening}{line}{closing}") for line, opening, closing in zip(PRAYER, *tags, strict=True)]


def lineups(_pen: Pen, _attr: Attr) -> list[Passage]:
    lines = ("Susunan Pemain", *LINEUPS)
    return [Passage(lines, f"<p><strong>{lines[0]}</strong></p><p>{'<br>'.join(LINEUPS)}</p>")]


def captioned(pen: Pen, _attr: Attr) -> list[Passage]:
    """A table that names itself, and numbers its rows."""
    name = f"Kampung dengan penyumbang terbanyak di {pen.town}"
    rows = [
        (str(n), village, f"{pen.dice.randint(20, 90)} orang")
        for n, village in enumerate(("Hulu", "Tengah", "Hilir"), 1)
    ]
    laid = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return [Passage((name, *map(" | ".join, rows)), f"<table><caption>{name}</caption><tbody>{laid}</tbody></table>")]


CONTENTS: Mapping[str, Content] = {
    "footnotes": footnotes,
    "table_beside": table_beside,
    "transcript": transcript,
    "speaker_rows": speaker_rows,
    "asked_in_bold": asked_in_bold,
    "asked_by_letter": asked_by_letter,
    "asked_as_items": asked_as_items,
    "recipe_card": recipe_card,
    "profiles": profiles,
    "live_list": live_list,
    "years": years,
    "prayer": prayer,
    "lineups": lineups,
    "table_captioned": captioned,
}
# What stands after all prose.
LAST_OF_ALL = frozenset(("footnotes",))
