"""Every form of a publication date that the field has shown: visible, structured, contradicting, and only a day."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tests.processors.forms.own_page import AUTHOR, BRIDGE, OwnPage, address, document

DAY = "2025-08-13"
AT = f"{DAY}T11:08+07:00"


@dataclass(frozen=True)
class Dated:
    """`visible` stands under the title, `ld` and `meta` in the head; `path` in the address."""

    name: str
    published: str
    visible: str = ""
    ld: str = ""
    meta: str = ""
    path: str = ""


DATES = (
    Dated("short-month", AT, "Rabu, 13 Agu 2025 11:08 WIB"),
    Dated("capitals-and-bar", "2025-08-23T12:52+07:00", "SABTU, 23 AGUSTUS 2025 | 12:52 WIB"),
    Dated("slash-before-time", "2024-10-28T20:19+07:00", "Senin, 28 Oktober 2024 / 20:19 WIB"),
    Dated("comma-before-time", AT, "Rabu, 13 Agustus 2025, 11:08 WIB"),
    Dated("dash-before-time", AT, "Rabu, 13 Agustus 2025 - 11:08 WIB"),
    Dated("time-with-point", AT, "Rabu, 13 Agustus 2025 11.08 WIB"),
    Dated("pukul", AT, "Rabu, 13 Agustus 2025 pukul 11.08 WIB"),
    Dated("numbers", "2025-07-13T06:39+07:00", "13/7/2025 06:39"),
    Dated("numbers-and-zone", "2025-09-03T15:35+07:00", "03/09/2025, 15:35 WIB"),
    Dated("numbers-with-dashes", AT, "13-08-2025 11:08 WIB"),
    Dated("small-zone", "2025-04-30T08:42+07:00", "Tanggal: 30 Apr 2025 08:42 wib."),
    Dated("english-october", "2025-10-11T10:02+07:00", "11 October 2025 10:02"),
    Dated("english-august", "2025-08-15T13:12+07:00", "15 August 2025 13:12"),
    Dated("wita", "2025-08-13T11:08+08:00", "Rabu, 13 Agustus 2025 11:08 WITA"),
    Dated("wit", "2025-08-13T11:08+09:00", "Rabu, 13 Agustus 2025 11:08 WIT"),
    Dated("apostrophe", "2025-08-15T11:08+08:00", "Jum'at, 15 Agustus 2025 11:08 WITA"),
    Dated("curly-apostrophe", "2025-08-15T11:08+07:00", "Jum’at, 15 Agustus 2025 11:08 WIB"),
    Dated("pebruari", "2016-02-05T20:19+07:00", "Jumat, 5 Pebruari 2016 | 20:19 WIB"),
    Dated("nopember", "2015-11-04T21:04+07:00", "Rabu, 4 Nopember 2015 21:04 WIB"),
    Dated("day-only", "2024-06-19", "Rabu, 19 Juni 2024"),
    Dated("day-without-comma", "2025-04-28", "Senin 28 April 2025"),
    Dated("day-in-brackets", "2025-04-28", "Senin (28/4/2025)"),
    Dated("two-digit-year", "2025-07-13", "13/7/25"),
    Dated("day-in-address", DAY, path="2025/08/13/"),
    Dated("published-and-updated", AT, "Terbit 13 Agustus 2025, 11:08 WIB - Diperbarui 14 Agustus 2025, 09:30 WIB"),
    Dated("weekday-and-event", AT, "Rabu, 13/08/2025, 11:08 WIB"),
    Dated("time-first", AT, "11:08 WIB, Rabu 13 Agustus 2025"),
    Dated("ld-zone", AT, ld="2025-08-13T11:08:27+07:00"),
    Dated("ld-zone-without-colon", AT, ld="2025-08-13T11:08:27+0700"),
    Dated("ld-utc", AT, ld="2025-08-13T04:08:00Z"),
    Dated("ld-utc-next-day", "2025-11-07T00:30+07:00", ld="2025-11-06T17:30:00Z"),
    Dated("ld-milliseconds", AT, ld="2025-08-13T04:08:00.000Z"),
    Dated("ld-space", AT, ld="2025-08-13 11:08:27"),
    Dated("ld-malformed", "2022-12-10T13:19+07:00", "Sabtu, 10 Desember 2022 13:19 WIB", "2022-12-10T13-19-56Z"),
    Dated("ld-z-that-means-jakarta", AT, "Rabu, 13 Agustus 2025 | 11:08 WIB", "2025-08-13T11:08:00Z"),
    Dated("ld-month-first", "2015-03-30T09:15+07:00", "Senin, 30 Maret 2015 09:15 WIB", "Maret 30, 2015"),
    Dated("ld-free-text", AT, ld="Rabu, 13 Agustus 2025 11:08 WIB"),
    Dated("ld-english", "2017-02-17", ld="17 February 2017"),
    Dated("ld-day-and-visible-time", AT, "Rabu, 13 Agustus 2025 11:08 WIB", DAY),
    Dated("meta-zone", AT, meta="2025-08-13T11:08:00+07:00"),
    Dated("meta-bare", AT, meta="2025/08/13 11:08:00"),
    Dated("meta-utc-that-means-jakarta", AT, "13/08/2025, 11:08 WIB", meta="2025-08-13T11:08:00+00:00"),
)  # fmt: skip


def dated_pages() -> Iterator[OwnPage]:
    """The text tells of another day, which is none of the publication."""
    for dated in DATES:
        yield OwnPage(
            name=f"date-{dated.name}",
            url=address(f"{dated.path}date-{dated.name}"),
            html=document(BRIDGE, _body(dated), _head(dated)),
            title=BRIDGE.title,
            paragraphs=_lines(),
            published=dated.published,
            authors=(AUTHOR,),
            must_not=(dated.visible,) if dated.visible else (),
        )


def _lines() -> tuple[str, ...]:
    return (*BRIDGE.lines[:-1], "Jembatan lama hanyut dalam banjir pada Selasa (22/7/2014) dan tidak pernah diganti.")


def _head(dated: Dated) -> str:
    stated = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": BRIDGE.title}
    ld = f"<script type='application/ld+json'>{json.dumps(stated | {'datePublished': dated.ld})}</script>"
    meta = f"<meta property='article:published_time' content='{dated.meta}'>"
    return (ld if dated.ld else "") + (meta if dated.meta else "")


def _body(dated: Dated) -> str:
    visible = f"<div class='waktu'>{dated.visible}</div>" if dated.visible else ""
    text = "".join(f"<p>{line}</p>" for line in _lines())
    byline = f"<div class='penulis'>Penulis: {AUTHOR}</div>"
    return f"<main><h1>{BRIDGE.title}</h1>{visible}{byline}<div class='isi'>{text}</div></main>"
