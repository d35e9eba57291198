"""Every kind of boilerplate the field has shown, each inside or after a story, in three kinds of markup."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.processors.forms.own_page import AUTHOR, BRIDGE, FERRY, OTHERS, OwnPage, Story, address, document

PUBLISHED = "2025-08-13T11:08+07:00"
ONE, TWO, THREE = OTHERS[:3]


@dataclass(frozen=True)
class Form:
    """`lines` stand before the line of that number, or after the text; `end` is glued to the last sentence."""

    name: str
    lines: tuple[str, ...] = ()
    before: int = -1
    end: str = ""
    must_not: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        return self.must_not or tuple(filter(None, (*self.lines, self.end.strip())))


def linked(number: int, title: str) -> str:
    return f"<a href='/dunia/{number}'>{title}</a>"


FORMS = (
    Form("baca-juga", (f"Baca juga: {linked(1, ONE)}",), 2, must_not=(f"Baca juga: {ONE}",)),
    Form("baca-juga-without-space", (f"BACA JUGA:{ONE}",), 3),
    Form("baca-juga-bold", (f"<strong>Baca juga: {linked(1, TWO)}</strong>",), 1, must_not=(f"Baca juga: {TWO}",)),
    Form("baca-juga-with-list", ("Baca juga:", f"- {linked(1, ONE)}", f"- {linked(2, TWO)}"), 4, must_not=(ONE, TWO)),
    Form("baca-juga-empty", ("Baca juga:",), 2),
    Form("baca-juga-at-the-end", (f"Baca Juga : {linked(3, THREE)}",), must_not=(f"Baca Juga : {THREE}",)),
    Form("baca-selengkapnya", (f"Baca selengkapnya: {linked(1, TWO)}",), must_not=(f"Baca selengkapnya: {TWO}",)),
    Form("simak", (f"Simak juga: {linked(2, TWO)}",), 3, must_not=(f"Simak juga: {TWO}",)),
    Form("lihat-juga", (f"Lihat juga: {linked(2, THREE)}",), 2, must_not=(f"Lihat juga: {THREE}",)),
    Form("lihat-juga-video", (f"Lihat juga Video: {ONE}",)),
    Form("tonton-video", (f'Tonton juga video "{TWO}" di sini:', "[Gambas:Video 20detik]")),
    Form("gambas", ("[Gambas:Video CNBC]",), 3),
    Form("gambas-instagram", ("[Gambas:Instagram]",), 2),
    Form("pilihan-editor", (f"Pilihan Editor: {linked(1, ONE)}",), must_not=(f"Pilihan Editor: {ONE}",)),
    Form("artikel-terkait", ("Artikel Terkait", linked(1, ONE), linked(2, TWO)), must_not=("Artikel Terkait", ONE)),
    Form("berita-terkait", ("BERITA TERKAIT:", linked(1, TWO), linked(2, THREE)), must_not=("BERITA TERKAIT", TWO)),
    Form("headline-without-label", (linked(1, THREE),), 3, must_not=(THREE,)),
    Form("next-article", ("Next Article", linked(1, ONE)), must_not=("Next Article", ONE)),
    Form("click-here", ("Klik di sini untuk membaca berita lainnya dari kami",)),
    Form("scroll-ad", ("SCROLL TO CONTINUE WITH CONTENT",), 2),
    Form("scroll-ad-indonesian", ("Iklan - Scroll untuk Melanjutkan",), 2),
    Form("scroll-ad-continue", ("ADVERTISEMENT", "SCROLL TO CONTINUE WITH CONTENT"), 1),
    Form("fewer-ads", ("Baca berita dengan sedikit iklan, klik di sini",), 3),
    Form("no-ads", ("Baca berita tanpa iklan. Gabung Kabar Selatan+",), 2),
    Form("whatsapp-channel", ("Ikuti saluran WhatsApp Kabar Selatan untuk berita terbaru",)),
    Form("google-news", ("Follow Berita Kabar Selatan di Google News",)),
    Form("google-news-long", ("Cek berita dan artikel lainnya dari kami di Google News dan WA Channel",)),
    Form("share", ("Bagikan:", "Facebook", "WhatsApp"), must_not=("Bagikan:", "Facebook")),
    Form("copyright", ("Copyright © Kabar Selatan 2025",)),
    Form("copyright-long", ("Dilarang keras mengambil konten tanpa izin tertulis dari Kantor Berita Selatan.",)),
    Form("tags", ("Tags: Namp'o, feri, Korea Utara",)),
    Form("paging", ("Halaman selanjutnya",)),
    Form("paging-numbers", ("Halaman: 1 2 Lihat Semua",)),
    Form("no-comments", ("Belum ada komentar",)),
    Form("author-label", (f"Author: {AUTHOR}",)),
    Form("writer-and-editor", (f"Penulis: {AUTHOR}", "Editor: Dewa Prakoso")),
    Form("reported-by", (f"Laporan: {AUTHOR}",), 0),
    Form("photo-source", ("Sumber foto: Dok. Dermaga",), 0),
    Form("date-line", ("Tanggal: 13 Agustus 2025 11:08 wib.",), 0),
    Form("source-in-brackets", ("(Sumber: Antara)",)),
    Form("source-line", ("Sumber: Kantor Berita Selatan",)),
    Form("already-published", ("Artikel ini sudah tayang di Kabar Selatan dengan judul yang sama",)),
    Form("source-link", ("Tautan Sumber",)),
    Form("section-head", ("Home > Mancanegara",), 0),
    Form("stars", ("***",)),
    Form("close-button", ("x|close",), 0),
    Form("in-short", ("Intinya sih...",), 0),
    Form("end-code", end=" (swy/dpr)"),
    Form("end-code-own-line", ("(swy/dpr)",)),
    Form("end-code-single", end=" (Z-2)"),
    Form("end-code-star", ("(*)",)),
    Form("caption", ("Foto: Feri bersandar di dermaga (Dok. Dermaga)",), 0),
    Form("caption-agency", ("Suasana pagi di lembah itu (KCNA via KNS / AFP)",), 0),
    Form("caption-enlarge", ("Perbesar", "Penumpang menunggu di ruang tunggu. (Dok. Dermaga)"), 1),
)  # fmt: skip


def paragraphs(lines: tuple[str, ...]) -> str:
    return "<div class='entry-content'>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


def breaks(lines: tuple[str, ...]) -> str:
    return "<div id='isi'>" + "<br><br>".join(lines) + "</div>"


def boxes(lines: tuple[str, ...]) -> str:
    inner = "".join(f"<div class='sc-{number % 3}'><span>{line}</span></div>" for number, line in enumerate(lines))
    return f"<section>{inner}</section>"


MARKUPS: tuple[Callable[[tuple[str, ...]], str], ...] = (paragraphs, breaks, boxes)


def boilerplate_pages() -> Iterator[OwnPage]:
    for number, form in enumerate(FORMS):
        for markup in MARKUPS:
            yield _page(form, (FERRY, BRIDGE)[number % 2], markup)


def _page(form: Form, story: Story, markup: Callable[[tuple[str, ...]], str]) -> OwnPage:
    at = form.before if form.before >= 0 else len(story.lines)
    text = (*story.lines[:-1], story.lines[-1] + form.end)
    lines = (*text[:at], *form.lines, *text[at:])
    name = f"{form.name}-{markup.__name__}"
    byline = f"<div class='byline'>{AUTHOR} - Rabu, 13 Agu 2025 11:08 WIB</div>"
    return OwnPage(
        name=name,
        url=address(name),
        html=document(story, f"<main><h1>{story.title}</h1>{byline}{markup(lines)}</main>"),
        title=story.title,
        paragraphs=story.lines,
        published=PUBLISHED,
        authors=(AUTHOR,),
        must_not=form.marks,
    )
