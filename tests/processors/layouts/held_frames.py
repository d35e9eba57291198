"""Kinds that the cleaner was not built on, by what stands around an article and in it, told apart."""

# Markup and sentences keep their lines.
# ruff: noqa: E501

from collections.abc import Mapping

from tests.processors.layouts import frame_sentences as pool
from tests.processors.layouts.articles import Article, Pen
from tests.processors.layouts.frames import Frame, cards, comments, headlines, links, next_article
from tests.processors.layouts.inserts import credit, fixed, headline
from tests.processors.layouts.laid_out import Piece, some
from tests.processors.layouts.surroundings import prose

COOKIES = (
    "Kami dan mitra kami memakai kuki untuk mengingat pilihan Anda serta mengukur kunjungan ke laman ini.",
    "Dengan menekan tombol setuju, Anda mengizinkan pemakaian data tersebut sesuai dengan kebijakan privasi kami.",
)
WELCOME = (
    "Selamat datang di portal resmi kami. Melalui laman ini kami berharap masyarakat dapat memperoleh layanan dengan lebih mudah, cepat, dan terbuka.",
    "Kami mengundang seluruh masyarakat memberikan saran dan kritik demi pelayanan yang lebih baik pada masa mendatang.",
)
COMPLAINTS = (
    "Sampaikan pengaduan layanan melalui loket terpadu di lantai satu atau surel pengaduan@kabarmuara.id pada hari kerja.",
)
CONSENT_OF_LETTER = "Dengan mendaftar, Anda menyetujui ketentuan layanan kami."
RAN = "Selamat datang di situs kami. Jam layanan Senin sampai Jumat pukul 08.00 hingga 15.00."


def shop(pen: Pen, _article: Article) -> Piece:
    """Things for sale, each with a picture, a price and a sentence in praise of it."""
    wares = (
        ("Kopi Gunung Sari", "Dipetik saat matang penuh lalu dijemur di atas para-para selama dua pekan."),
        ("Tas Anyam Mendong", "Dianyam oleh perajin muda dan cukup kuat untuk membawa belanjaan sepekan."),
        ("Madu Hutan Randu", "Dipanen dua kali setahun tanpa merusak sarang dan disaring dengan kain."),
    )
    laid = "".join(
        f'<div><a href="/toko/{n}"><img src="/toko/{n}.jpg" alt=""></a><div>{name}</div><div>Rp {pen.dice.randint(20, 90)}.000</div>'
        f'<div>{praise}</div><a href="/toko/{n}">Beli</a></div>'
        for n, (name, praise) in enumerate(wares)
    )
    return Piece(f"<div><div>Dari toko kami</div>{laid}</div>", tuple(text for ware in wares for text in ware))


def threads(pen: Pen, _article: Article) -> Piece:
    """What readers say, answers in lists in the items they answer."""
    texts, users = some(pen.dice, pool.COMMENTS, 6), some(pen.dice, pool.USERS, 6)

    def said(n: int, more: str) -> str:
        body = f'<div class="comment-content"><p>{texts[n]}</p></div>'
        return f"<li><article><footer><b>{users[n]}</b> <span>berkata:</span></footer>{body}</article>{more}</li>"

    laid = "".join(said(n, f'<ol class="children">{said(n + 1, "")}</ol>') for n in (0, 2, 4))
    return Piece(f'<div class="comments-area"><h2>6 tanggapan</h2><ol>{laid}</ol></div>', texts)


def around_it(pen: Pen, _article: Article) -> Piece:
    """The post before and the post after."""
    before, after = headlines(pen.dice, 2)
    laid = f'<div>Sebelumnya<br><a href="/a">{before}</a></div><div>Sesudahnya<br><a href="/b">{after}</a></div>'
    return Piece(f"<div>{laid}</div>", (before, after))


SAID = (
    "<div><div><div><span>{user}</span> <span>{hours} jam</span></div><div><div><div>{text}</div></div></div>"
    "<div><button>Suka</button> <button>Balas</button></div></div></div>"
)
INSIDE: Mapping[str, Frame] = {
    "share_sticky": fixed(
        '<div style="position:sticky;top:0"><span>1,2 rb kali dibagikan</span> <a href="#f">Facebook <b>214</b></a> <a href="#w">WhatsApp <b>986</b></a></div>',
        "1,2 rb kali dibagikan",
    ),
    "letter_form": fixed(
        '<form action="/buletin"><label for="e">Terima rangkuman pagi di kotak masuk Anda</label><input id="e" type="email">'
        f"<p>{CONSENT_OF_LETTER}</p><button>Daftar</button></form>",
        "Terima rangkuman pagi di kotak masuk Anda", CONSENT_OF_LETTER,
    ),
    "templates": fixed(
        "<template><article><h2>Judul contoh untuk kartu</h2><p>Ringkasan contoh yang diganti oleh skrip saat kartu dimuat.</p></article></template>"
        '<div hidden class="tpl">Kartu kosong: judul dan ringkasan</div>',
        "Judul contoh untuk kartu", "Ringkasan contoh yang diganti oleh skrip saat kartu dimuat.", "Kartu kosong: judul dan ringkasan",
    ),
    "card_linked": headline('<a href="/read/1"><div><img src="/1.jpg" alt=""></div><div><span>DAERAH</span> <strong>{head}</strong></div></a>'),
    "app_banner": fixed(
        '<div><img src="/app.png" alt=""><p>Baca lebih nyaman lewat aplikasi Kabar Muara</p><a href="/app">Pasang</a></div>',
        "Baca lebih nyaman lewat aplikasi Kabar Muara",
    ),
    "audio": fixed("<div><audio controls></audio><span>Dengarkan versi suara, 4 menit</span></div>", "Dengarkan versi suara, 4 menit"),
    "gallery": fixed(
        '<div><a href="/g1.jpg"><img src="/g1.jpg"></a><a href="/g2.jpg"><img src="/g2.jpg"></a><a href="/galeri">Lihat 8 foto lainnya</a></div>',
        "Lihat 8 foto lainnya",
    ),
    "sponsored": headline('<div id="mid-widget"><span>Konten bersponsor</span><div><a href="//iklan.example"><img src="/i.jpg"><span>{head}</span></a></div></div>', label="Konten bersponsor"),
}  # fmt: skip
END: Mapping[str, Frame] = {
    "reactions": fixed(
        "<div><p>Apa reaksi Anda?</p><ul><li>Senang <b>12</b></li><li>Sedih <b>3</b></li><li>Kaget <b>0</b></li></ul></div>", "Apa reaksi Anda?"
    ),
    "rating": fixed("<div><span>★★★★☆</span> <span>4,5 dari 38 penilaian pembaca</span></div>", "4,5 dari 38 penilaian pembaca"),
    "around_it": around_it,
    "report_error": fixed('<p>Menemukan kesalahan pada artikel ini? <a href="/lapor">Laporkan kepada redaksi</a></p>', "Menemukan kesalahan pada artikel ini?"),
    "copy_link": fixed("<div><button>Salin tautan</button> <span>Tautan berhasil disalin</span></div>", "Tautan berhasil disalin"),
    "read_count": fixed("<p>Dibaca 1.204 kali sejak diterbitkan</p>", "Dibaca 1.204 kali sejak diterbitkan"),
    "filed_under": fixed('<div>Diarsipkan di bawah: <a href="/k/d">Kabar Daerah</a>, <a href="/k/w">Kabar Warga</a></div>', "Diarsipkan di bawah:"),
    "author_links": credit('<div>Lihat semua tulisan <a href="/penulis">{author}</a></div>', "Lihat semua tulisan {author}"),
}  # fmt: skip
OPENING: Mapping[str, Frame] = {
    "bio_before": prose(pool.BIOS, '<div class="profil"><img src="/a.jpg" alt="">', "</div>", count=1),
    "bio_loose": prose(pool.BIOS, '<div><img src="/a.jpg" alt="" width="60">', "</div>", count=1, tag="span"),
    "article_info": fixed('<dl class="article-info"><dt>Rincian</dt><dd>Kategori: Berita Kampus</dd><dd>Dilihat: 512</dd></dl>', "Kategori: Berita Kampus", "Dilihat: 512"),
    "share_counts": fixed(
        '<ul><li><a href="#f">Facebook</a> <span>214</span></li><li><a href="#x">X</a> <span>36</span></li><li>Total 250 kali dibagikan</li></ul>',
        "Total 250 kali dibagikan",
    ),
    "strip": fixed('<div><img src="/1.jpg"><img src="/2.jpg"><span>Foto 1 dari 6</span><span>Perbesar gambar</span></div>', "Perbesar gambar"),
    "machine_summary": fixed(
        "<details><summary>Ringkasan otomatis</summary><p>Tulisan ini merangkum pembukaan tempat umum serta tanggapan warga di sekitarnya.</p></details>",
        "Ringkasan otomatis", "Tulisan ini merangkum pembukaan tempat umum serta tanggapan warga di sekitarnya.",
    ),
    "tools": fixed('<table><tr><td><a href="/cetak">Cetak halaman</a></td><td><a href="/pdf">Simpan PDF</a></td></tr></table>', "Cetak halaman", "Simpan PDF"),
    "series": links("<div><p>Seri Hidup di Muara</p><ul>", '<li><a href="/seri/{n}">{head}</a></li>', "</ul></div>", count=3),
}  # fmt: skip
BELOW: Mapping[str, Frame] = {
    "shop": shop,
    "threads": threads,
    "comments_deep": comments("<div><div>6 balasan pembaca</div>", SAID, "</div>", count=6),
    "comments_table": comments("<table><tr><td colspan='2'>Buku tamu</td></tr>", "<tr><td>{user}</td><td>{text}</td></tr>", "</table>", count=6),
    "sponsored_grid": links(
        "<div><span>Dari mitra kami</span>", '<div><a href="//iklan.example/{n}"><img src="/i{n}.jpg"><span>{head}</span><span>Mitra</span></a></div>',
        "</div>", count=6,
    ),
    "carousel": cards('<div{card}><a href="/x/{n}"><img src="/{n}.jpg"></a><div><a href="/x/{n}">{head}</a></div><div>{teaser}</div></div>', count=6, opening='<div class="swiper-wrapper"{box}>'),
    "videos": links("<div><h3>Video Pilihan</h3>", '<div><span>0{n}:14</span><a href="/v/{n}">{head}</a></div>', "</div>", count=6),
    "next_h3": next_article('<div data-next="1">', '<a href="/read/lain">Baca selengkapnya</a></div>', tag="h3", count=4),
}  # fmt: skip
CLOSING: Mapping[str, Frame] = {
    "visitors": fixed(
        "<div><h4>Statistik</h4><p>Pengunjung hari ini: 214</p><p>Jumlah pengunjung: 92.114</p></div>",
        "Pengunjung hari ini: 214",
        "Jumlah pengunjung: 92.114",
    ),
    "complaints": prose(COMPLAINTS, "<div><h4>Layanan Pengaduan</h4>", "</div>", count=1),
}
ABOVE: Mapping[str, Frame] = {
    "marquee": fixed(f"<marquee>{RAN}</marquee>", RAN),
    "login": fixed(
        '<div class="modal"><h4>Masuk ke akun</h4><form><input type="email"><input type="password"></form><p>Belum punya akun? Buat sekarang untuk menyimpan artikel.</p></div>',
        "Belum punya akun? Buat sekarang untuk menyimpan artikel.",
    ),
    "cookies": prose(COOKIES, "<div><h3>Kuki di laman ini</h3>", "<button>Setuju</button></div>", count=2),
    "index_before": links("<div><h3>Indeks Daerah</h3><ul>", '<li><span>{n}/6</span> <a href="/i/{n}">{head}</a></li>', "</ul></div>", count=10),
    "prices": fixed("<ul><li>Indeks gabungan 7.012 naik</li><li>Emas per gram 1.410.000</li></ul>", "Indeks gabungan 7.012 naik", "Emas per gram 1.410.000"),
}  # fmt: skip
SIDE: Mapping[str, Frame] = {
    "section_index": links("<div><h2>Indeks Daerah</h2><ul>", '<li><time>{n} Juni 2019</time> <a href="/i/{n}">{head}</a></li>', "</ul></div>", count=12),
    "welcome": prose(WELCOME, '<div><h3>Sambutan Kepala Dinas</h3><img src="/kadis.jpg" alt="">', "</div>", count=2),
    "calendar": fixed("<table><caption>Juni 2019</caption><tr><td>Sen</td><td>Sel</td></tr><tr><td>3</td><td>4</td></tr></table><p>Agenda: rapat koordinasi kecamatan</p>", "Agenda: rapat koordinasi kecamatan"),
    "cloud": fixed('<div><h4>Awan Label</h4><a href="/l/1">pesisir utara</a> <a href="/l/2">kampung tua</a> <a href="/l/3">perahu kayu</a></div>', "pesisir utara"),
}  # fmt: skip
