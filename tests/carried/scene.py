"""The pages of the pipeline that was frozen: which were read to the end, which lay unread when it stopped."""

from collections.abc import Sequence
from datetime import UTC, datetime

from schemas.ids import url_key
from schemas.link import Link
from schemas.page import Page
from tests.pipeline.pages import fetched

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
FERRY, BRIDGE, MARKET = (f"https://kabar.example/berita/{name}" for name in ("kapal-latih", "jembatan", "pasar-induk"))
# Fetched under addresses that are other forms of one address; the second form of PADDY was never met.
PADDY, GARDEN = "https://kabar.example/berita/panen-padi", "https://kabar.example/berita/kebun-teh"
PADDY_ON_A_PHONE, GARDEN_FROM_A_FRIEND = f"{PADDY}?m=1", f"{GARDEN}?fb_source=teman"
# Published by a list, never fetched.
LISTED = "https://kabar.example/berita/pelabuhan-baru"
TEXTS = {
    FERRY: (
        "Kapal latih itu bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari dari Surabaya.",
        "Sekitar 1.250 orang naik ke geladak pada hari pertama, kata kementerian pelayaran setempat.",
    ),
    BRIDGE: (
        "Jembatan gantung di hulu sungai dibuka lagi setelah papan lantainya diganti oleh warga dua desa.",
        "Anak sekolah tidak perlu lagi memutar lewat jalan raya yang jauhnya tujuh kilometer.",
    ),
    MARKET: (
        "Pedagang sayur di pasar induk menurunkan harga cabai setelah pasokan dari lereng gunung kembali lancar.",
        "Mereka berharap harga bertahan sampai panen berikutnya, kata seorang pedagang di blok timur.",
    ),
}
TEXTS[PADDY_ON_A_PHONE] = (
    "Petani di tiga desa memanen padi dua minggu lebih awal karena hujan datang sebelum waktunya.",
    "Hasilnya sekitar 4.300 ton, kata kepala dinas pertanian setempat pada hari Selasa.",
)
TEXTS[GARDEN] = TEXTS[GARDEN_FROM_A_FRIEND] = (
    "Kebun teh di lereng utara dibuka bagi pengunjung pada akhir pekan setelah jalannya diperbaiki.",
    "Pengelola membatasi 250 orang sehari supaya tanaman muda tidak terinjak.",
)
CORRECTED = "Sekitar 1.520 orang naik ke geladak pada hari pertama, kata kementerian pelayaran setempat."


def page(url: str, *paragraphs: str, hours: int) -> Page:
    """As it was fetched so many hours after noon."""
    name = url.rpartition("/")[2].partition("?")[0]
    return fetched(url, f"Kabar dari {name.replace('-', ' ').title()} Hari Ini", *paragraphs, hours=hours)


def read_to_the_end() -> Sequence[Page]:
    return [
        page(FERRY, *TEXTS[FERRY], hours=0),
        page(BRIDGE, *TEXTS[BRIDGE], hours=0),
        page(FERRY, *TEXTS[FERRY], hours=1),
        *(page(url, *TEXTS[url], hours=0) for url in (PADDY_ON_A_PHONE, GARDEN, GARDEN_FROM_A_FRIEND)),
    ]


def unread() -> Sequence[Page]:
    """A correction of an article that is stored, an article that is new, one that says nothing new."""
    return [
        page(FERRY, TEXTS[FERRY][0], CORRECTED, hours=2),
        page(MARKET, *TEXTS[MARKET], hours=2),
        page(BRIDGE, *TEXTS[BRIDGE], hours=2),
    ]


def listed(*urls: str) -> list[Link]:
    return [
        Link(url=url, url_key=url_key(url), source="kabar", channel="feed", found_at=NOON, slot="noon") for url in urls
    ]
