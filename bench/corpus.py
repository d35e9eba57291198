"""Pages to measure with: made of our own sentences and seeded numbers, or saved ones multiplied under new addresses."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.imports.saved_pages import SavedPage, read_saved_pages
from schemas.ids import url_key
from schemas.page import Page

SITE = "https://uji.warta.example"
PLACES = ("Kursk", "Wonsan", "Pyongyang", "Moskow", "Vladivostok", "Beijing", "Seoul")
SPEAKERS = ("Vladimir Putin", "Kim Jong Un", "Sergei Lavrov", "Choe Son Hui", "Dmitry Peskov")
CUES = ("kata", "ujar", "ucap", "tegas", "tutur")
SENTENCES = (
    "Presiden Rusia {speaker} menyampaikan terima kasih kepada pasukan Korea Utara yang bertempur di {place}.",
    "Sedikitnya {figure} tentara Korea Utara dilaporkan tewas atau terluka dalam pertempuran di {place}.",
    '"Kami tidak akan melupakan bantuan itu," {cue} {speaker} dalam pernyataan yang dimuat kantor berita KCNA.',
    "Badan intelijen Korea Selatan memperkirakan {figure} prajurit telah dikirim ke {place} sejak Oktober lalu.",
    "Perjanjian kemitraan strategis kedua negara memuat pasal bantuan timbal balik bila salah satu pihak diserang.",
    "Menurut laporan itu, {figure} pekerja konstruksi dan ahli ranjau akan menyusul ke {place} pada pekan depan.",
    "Pengamat menilai kerja sama Moskow dan Pyongyang kian erat setelah kunjungan {speaker} ke {place}.",
)
PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title} - Warta Uji</title>
<link rel="canonical" href="{url}"><meta property="og:type" content="article">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{title}",
"datePublished":"{published}","author":{{"@type":"Person","name":"Ratna Wulandari"}}}}</script></head><body>
<header><nav><ul>{nav}</ul></nav></header><main><article><h1>{title}</h1>
<div class="byline">Penulis: Ratna Wulandari | {visible}</div>
<figure><img src="/f.jpg"><figcaption>Foto: KCNA via Rampai</figcaption></figure>
<div class="isi-berita">{paragraphs}
<p class="baca-juga"><strong>Baca juga: <a href="/lain">Kabar lain</a></strong></p>
<p>(rwu/bpm)</p></div><div class="share">Bagikan</div></article>
<aside class="terpopuler"><h3>Terpopuler</h3><ol>{aside}</ol></aside></main>
<footer>Hak cipta Warta Uji</footer></body></html>"""


def made_pages(count: int, *, seed: int, paragraphs: int = 12, first: int = 0) -> list[Page]:
    """The same pages for the same seed; every one is an article of its own, on the topic, numbered from `first` on."""
    dice = random.Random(seed)
    return [_made(number, dice, paragraphs) for number in range(first, first + count)]


def _made(number: int, dice: random.Random, paragraphs: int) -> Page:
    at = datetime(2025, 4, 28, 1, 0, tzinfo=UTC) + timedelta(minutes=number)
    wib = at + timedelta(hours=7)
    url = f"{SITE}/dunia/{wib:%Y/%m/%d}/{number}/pasukan-korea-utara"
    title = f"Pasukan Korea Utara di {dice.choice(PLACES)}: Laporan Nomor uji{number} dari Rusia"
    text = "\n".join(f"<p>{_sentence(dice)} {_sentence(dice)}</p>" for _ in range(paragraphs))
    html = PAGE.format(
        title=title,
        url=url,
        published=f"{wib:%Y-%m-%dT%H:%M:00}+07:00",
        visible=f"{wib:%d/%m/%Y, %H:%M} WIB",
        nav="".join(f'<li><a href="/kanal/{index}">Kanal {index}</a></li>' for index in range(40)),
        aside="".join(f'<li><a href="/p/{index}">Berita populer ke-{index}</a></li>' for index in range(15)),
        paragraphs=text,
    )
    return _page(url, html.encode(), at)


def _sentence(dice: random.Random) -> str:
    return dice.choice(SENTENCES).format(
        speaker=dice.choice(SPEAKERS),
        place=dice.choice(PLACES),
        cue=dice.choice(CUES),
        figure=f"{dice.randrange(1, 99)}.{dice.randrange(100, 999)}",
    )


def multiplied_pages(folder: Path, count: int) -> list[Page]:
    """Saved pages (with urls.tsv) in turn, each under an address of its own and without its canonical link."""
    saved = [
        each.page
        for each in read_saved_pages(folder, outlets=(), fetched_at=datetime.now(UTC))
        if isinstance(each, SavedPage)
    ]
    return [_multiplied(saved, number) for number in range(count)]


def _multiplied(saved: Sequence[Page], number: int) -> Page:
    page = saved[number % len(saved)]
    # An address of its own, and a canonical link that cannot claim it back.
    body = page.body.replace(b'rel="canonical"', b'rel="x-canonical"').replace(b"og:url", b"og:x-url")
    return _page(f"{SITE}/salinan/{number}", body, page.fetched_at)


def _page(url: str, body: bytes, fetched_at: datetime) -> Page:
    return Page(
        url=url,
        final_url=url,
        url_key=url_key(url),
        slot="bench",
        source="uji",
        requested=True,
        headers={"content-type": "text/html; charset=utf-8"},
        fetched_at=fetched_at,
        body=body,
    )
