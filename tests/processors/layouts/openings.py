"""What sites put between the headline and the text: summaries, pictures, players, credits, dates."""

# Markup keeps its lines.

from collections.abc import Mapping

from tests.processors.layouts.articles import Article, Pen
from tests.processors.layouts.frames import Frame, nothing
from tests.processors.layouts.inserts import credit, fixed
from tests.processors.layouts.laid_out import Piece

CAPTION = "Suasana di tepi sungai menjelang sore"
POINTS = (
    "Perbaikan selesai lebih awal", "Warga ikut menyumbang tenaga", "Tarif pelajar digratiskan", "Jam layanan ditambah",
)  # fmt: skip


def summary(template: str) -> Frame:
    """Points that say the article again; `template` has `{points}`."""

    def lay(pen: Pen, _article: Article) -> Piece:
        points = pen.dice.sample(POINTS, 3)
        return Piece(template.format(points="".join(f"<li>{point}</li>" for point in points)), tuple(points))

    return lay


def dated(template: str) -> Frame:
    def lay(_pen: Pen, article: Article) -> Piece:
        at = article.published
        text = template.format(day=f"{at.day}/{at.month}/{at.year}", clock=f"{at:%H:%M}", author=article.author)
        return Piece(f"<p>{text}</p>", (text,))

    return lay


OPENING: Mapping[str, Frame] = {
    "none": nothing,
    "summary": summary("<div><b>Ringkasan</b><ul>{points}</ul></div>"),
    "summary_short": summary("<div><p>Intinya sih...</p><ul>{points}</ul></div>"),
    "summary_named": summary('<div class="key-points"><ul>{points}</ul></div>'),
    "contents": summary("<div><h4>Daftar Isi</h4><ol>{points}</ol></div>"),
    "picture": fixed(f'<figure><img src="/u.jpg"><figcaption>{CAPTION}</figcaption></figure>', CAPTION),
    "picture_div": fixed(f'<div><img src="/u.jpg" alt=""><div>{CAPTION}. (Foto: Dok. Panitia)</div></div>', CAPTION),
    "picture_named": fixed(f'<img src="/u.jpg"><div class="photo__caption">{CAPTION}</div>', CAPTION),
    "picture_apart": fixed(f'<div><img src="/u.jpg"></div><p>{CAPTION}. Foto: Dok. Panitia</p>', CAPTION),
    "picture_agency": fixed(f'<img src="/u.jpg"><p>{CAPTION}. KABAR FOTO/Agus Salim</p>', CAPTION),
    "caption_credit": fixed(f"<p>{CAPTION}. (Foto: Dok. Panitia)</p>", CAPTION),
    "caption_agency": fixed(f"<p>{CAPTION}. REUTERS/Sari Dewanti</p>", CAPTION),
    "credit_photo": fixed("<p>Foto: Dok. Pengelola</p>", "Foto: Dok. Pengelola"),
    "credit_label": fixed("<p>Ilustrasi/Istimewa</p>", "Ilustrasi/Istimewa"),
    "correspondent": credit(
        "<p>Laporan Wartawan KabarMuara.id, {author}</p>", "Laporan Wartawan KabarMuara.id, {author}"
    ),
    "byline_outlet": credit("<p>{author} - Kabar Muara</p>", "{author} - Kabar Muara"),
    "contributor": fixed("<p>Kontributor Kupang, Sari Dewanti</p>", "Kontributor Kupang, Sari Dewanti"),
    "byline_agency": fixed("<p>dwi, KabarMuara.id</p>", "dwi, KabarMuara.id"),
    "byline_short": fixed("<p>Rep: Sari Dewanti/ Red: Wawan Giri</p>", "Rep: Sari Dewanti/ Red: Wawan Giri"),
    "byline_plain": credit("<p>Oleh {author}</p>", "Oleh {author}"),
    "byline_named": credit(
        '<div class="post-author">Disusun dari lapangan oleh tim liputan</div>',
        "Disusun dari lapangan oleh tim liputan",
    ),
    "date": dated("Diperbarui {day} {clock} WIB"),
    "day": dated("{day}"),
    "date_author": dated("{author} - {day} | {clock} WIB"),
    "reading_time": fixed("<p>3 menit membaca</p>", "3 menit membaca"),
    "relative_time": fixed('<div><span class="post-date">sejak kemarin malam</span></div>', "sejak kemarin malam"),
    "breadcrumb": fixed('<p><a href="/">Beranda</a> » <a href="/d">Daerah</a></p>', "Beranda » Daerah"),
    "breadcrumb_plain": fixed("<p>Beranda » Daerah » Kota</p>", "Beranda » Daerah » Kota"),
    "topic": fixed("<p>Topik: Kota, Warga</p>", "Topik: Kota, Warga"),
    "answers": fixed("<p>2 Komentar</p>", "2 Komentar"),
    "listen": fixed("<p>Dengarkan Artikel</p>", "Dengarkan Artikel"),
    "player": fixed("<p>0:00 0:02:14 0:00</p>", "0:00 0:02:14 0:00"),
    "sizes": fixed("<p>A+ A-</p>", "A+ A-"),
    "skip": fixed("<p>Lewati bagian berikutnya Topik terkait</p>", "Lewati bagian berikutnya Topik terkait"),
}
