"""What sites put between an article's paragraphs: read-also, ads, pictures, offers."""

# Markup keeps its lines.

from collections.abc import Mapping

from tests.processors.layouts import frame_sentences as pool
from tests.processors.layouts.articles import Article, Pen
from tests.processors.layouts.frames import ARTICLES, LOOSE, PARAGRAPHS, Frame, cards, headlines, links, nothing
from tests.processors.layouts.laid_out import Piece

CAPTION = "Warga berkumpul di halaman sejak subuh. (Foto: Dok. Panitia)"
PLAIN = "Perahu hias berjajar menunggu giliran berlayar"


def headline(template: str, *, label: str = "") -> Frame:
    """One other article's headline; `template` has `{head}`."""

    def lay(pen: Pen, _article: Article) -> Piece:
        head = headlines(pen.dice, 1)[0]
        return Piece(template.format(head=head), (head, *((label,) if label else ())))

    return lay


def fixed(markup: str, *marks: str) -> Frame:
    return lambda _pen, _article: Piece(markup, marks)


def promo(template: str) -> Frame:
    def lay(pen: Pen, _article: Article) -> Piece:
        text = pen.dice.choice(pool.PROMO)
        return Piece(template.format(text=text), (text,))

    return lay


def credit(template: str, mark: str = "") -> Frame:
    """Who wrote it; `template` has `{author}`, `{capitals}`, `{editor}` and `{code}`."""

    def lay(_pen: Pen, article: Article) -> Piece:
        code = "/".join(name[:3].lower() for name in (article.author, article.editor))
        facts = {"author": article.author, "editor": article.editor, "code": code, "capitals": article.author.upper()}
        return Piece(template.format(**facts), (mark.format(**facts),) if mark else ())

    return lay


def poll(_pen: Pen, _article: Article) -> Piece:
    question = "Menurut Anda, layanan apa yang paling perlu dibenahi?"
    answers = ("Angkutan umum", "Air bersih", "Penerangan jalan umum")
    options = "".join(f'<label><input type="radio" name="p"> {answer}</label>' for answer in answers)
    return Piece(
        f'<form class="jajak"><h4>Jajak Pendapat</h4><p>{question}</p>{options}<button>Kirim</button></form>',
        (question,),
    )


WEATHER = "Prakiraan cuaca Muara Tiga: cerah berawan, 24 sampai 31 derajat"
INSIDE: Mapping[str, Frame] = {
    "none": nothing,
    "also_p": headline('<p>Baca juga: <a href="/read/1">{head}</a></p>'),
    "also_strong": headline('<p><strong>BACA JUGA: <a href="/read/1">{head}</a></strong></p>'),
    "also_link_whole": headline('<p><a href="/read/1"><strong>Baca Juga: {head}</strong></a></p>'),
    "also_plain": headline("<p>Baca juga: {head}</p>"),
    "also_div": headline('<div><span>Baca Juga</span><a href="/read/1">{head}</a></div>'),
    "also_named": headline('<div class="baca-juga"><p>Baca juga</p><a href="/read/1">{head}</a></div>'),
    "also_quote": headline('<blockquote>Lihat Juga: <a href="/read/1">{head}</a></blockquote>'),
    "also_label_apart": headline('<p>Simak juga:</p><p><a href="/read/1">{head}</a></p>'),
    "also_text_apart": headline("<p>Baca juga:</p><p>{head}</p>"),
    "also_picture": headline(
        '<div><a href="/read/1"><img src="/1.jpg"></a><div>Baca juga: <a href="/read/1">{head}</a></div></div>'
    ),
    "headline_alone": headline('<p><a href="/read/1">{head}</a></p>'),
    "headline_card": headline(
        '<div><a href="/read/1"><img src="/1.jpg" alt=""></a><h4><a href="/read/1">{head}</a></h4></div>'
    ),
    "also_list": links("<div><p>Baca Juga</p><ul>", '<li><a href="/read/{n}">{head}</a></li>', "</ul></div>", count=3),
    "also_table": links(
        '<table class="linksisip"><tr><td><div>Baca juga:</div>',
        '<a href="/read/{n}">{head}</a>',
        "</td></tr></table>",
        count=1,
    ),
    "also_aside": links(
        "<aside><h4>Lihat yang lain</h4><ul>", '<li><a href="/read/{n}">{head}</a></li>', "</ul></aside>", count=2
    ),
    "poll": poll,
    "also_arrow": headline('<p>&raquo; Baca juga <em><a href="/read/1">{head}</a></em></p>'),
    "also_cell": headline(
        '<table border="0"><tr><td><b>BACA JUGA</b></td><td><a href="/read/1">{head}</a></td></tr></table>'
    ),
    "weather": fixed(f'<div class="cuaca"><img src="/c.png"><span>{WEATHER}</span></div>', WEATHER),
    "ad": fixed('<div class="ads-middle">ADVERTISEMENT</div>', "ADVERTISEMENT"),
    "ad_scroll": fixed("<p>SCROLL TO CONTINUE WITH CONTENT</p>", "SCROLL TO CONTINUE WITH CONTENT"),
    "ad_nameless": fixed(
        "<div><small>Iklan - Scroll untuk Melanjutkan</small></div>", "Iklan - Scroll untuk Melanjutkan"
    ),
    "video": fixed("<p><strong>[Gambas:Video Kabar]</strong></p>", "[Gambas:Video Kabar]"),
    "picture": fixed(f'<figure><img src="/2.jpg"><figcaption>{CAPTION}</figcaption></figure>', CAPTION),
    "picture_div": fixed(f'<div><img src="/2.jpg" alt=""><div class="ket-foto">{CAPTION}</div></div>', CAPTION),
    "picture_p": fixed(f'<p><img src="/2.jpg"><br><em>{CAPTION}</em></p>', CAPTION),
    "caption_text": fixed(
        "<p>Warga menunggu di tepi jalan. Foto: Dok. Panitia</p>", "Warga menunggu di tepi jalan. Foto: Dok. Panitia"
    ),
    "picture_plain": fixed(f'<div><img src="/3.jpg" alt=""><div>{PLAIN}</div></div>', PLAIN),
    "picture_alt": fixed(f'<p><img src="/3.jpg" alt="{PLAIN}"></p><p>{PLAIN}</p>', PLAIN),
    "cards_loose": cards(LOOSE, count=3),
    "cards_paragraphs": cards(PARAGRAPHS, count=3, label="<h3>Jangan Lewatkan</h3>"),
    "cards_articles": cards(ARTICLES, count=2),
    "hidden_label": fixed('<div style="display:none">Memuat iklan berikutnya</div>', "Memuat iklan berikutnya"),
    "promo": promo("<p><em>{text}</em></p>"),
    "video_line": headline('<p>Tonton juga video "{head}" di sini:</p>'),
    "english_label": headline('<div><p>Read Also</p><p><a href="/read/1">{head}</a></p></div>'),
    "also_title": headline("<p>Baca Juga {head}</p>"),
    "next_page": headline("<p>Halaman selanjutnya: {head}</p>"),
    "paywall": fixed("<p>Sudah berlangganan? Masuk</p>", "Sudah berlangganan? Masuk"),
    "letter": fixed(
        '<div class="newsletter"><h4>Langganan buletin pagi</h4><form><input></form></div>', "Langganan buletin pagi"
    ),
}
# Boxes that nothing but their names tells from the article.
NAMED: Mapping[str, Frame] = {
    "named_related": fixed(
        '<div class="related">Kisah petani garam yang pantang pulang</div>', "Kisah petani garam yang pantang pulang"
    ),
    "named_popular": fixed(
        '<div class="terpopuler">Bus wisata kini beroda listrik</div>', "Bus wisata kini beroda listrik"
    ),
    "named_more": fixed(
        '<div class="read-next">Kisah lengkapnya di edisi cetak besok</div>', "Kisah lengkapnya di edisi cetak besok"
    ),
    "named_share": fixed(
        '<div class="social-share">Sebarkan kabar ini ke teman Anda</div>', "Sebarkan kabar ini ke teman Anda"
    ),
    "named_ad": fixed(
        '<div class="iklan">Promo akhir tahun toko bangunan Jaya</div>', "Promo akhir tahun toko bangunan Jaya"
    ),
    "named_caption": fixed(
        '<div class="caption">Perahu bersandar di dermaga timur</div>', "Perahu bersandar di dermaga timur"
    ),
    "named_tags": fixed('<div class="tags">kota, warga desa, tepi sungai</div>', "kota, warga desa, tepi sungai"),
    "named_comments": fixed(
        '<div class="comments">Apa pendapat Anda tentang kabar ini</div>', "Apa pendapat Anda tentang kabar ini"
    ),
    "named_paging": fixed('<div class="paging">1 2 3 berikut</div>', "1 2 3 berikut"),
    "named_popup": fixed(
        '<div class="popup">Buka aplikasi kami agar lebih cepat</div>', "Buka aplikasi kami agar lebih cepat"
    ),
    "named_video": fixed(
        '<div class="video-player">Parade perahu hias dari udara</div>', "Parade perahu hias dari udara"
    ),
    "named_post": fixed(
        '<blockquote class="twitter-tweet"><p>Akhirnya jadi juga, kami menunggu lama.</p>Ana (@ana)</blockquote>',
        "Akhirnya jadi juga, kami menunggu lama.",
    ),
}
