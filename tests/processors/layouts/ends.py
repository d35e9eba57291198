"""What sites put after an article's last paragraph: credits, codes, rights, promotion, and what follows them."""

# Markup keeps its lines.
# ruff: noqa: E501

from collections.abc import Mapping

from tests.processors.layouts.frames import Frame, nothing
from tests.processors.layouts.inserts import credit, fixed, headline, promo

PROMOTION = (
    "Dapatkan kabar pilihan dan berita terkini setiap hari dari Kabar Muara. Mari bergabung di Grup Telegram Kabar Muara "
    "Pagi, caranya klik tautan di bawah ini, kemudian join. Anda harus install aplikasinya lebih dulu di ponsel agar tidak "
    "ketinggalan berita pilihan redaksi setiap pagi dan petang hari tanpa henti dan tanpa biaya apa pun."
)
# Nothing but the line before them tells that these are none of the article.
AFTER = "Naskah dibantu tim data dan tim grafis kami"
TEASER = "Pesona danau di kaki bukit utara yang belum banyak dikunjungi"
END: Mapping[str, Frame] = {
    "none": nothing,
    "credits_p": credit("<p>Penulis: {author}</p><p>Editor: {editor}</p>", "Editor: {editor}"),
    "credits_line": credit("<p><strong>Penulis: {author} | Editor: {editor}</strong></p>", "Penulis: {author}"),
    "credits_named": credit('<div class="credit">Reporter: {author}<br>Editor: {editor}</div>', "Reporter: {author}"),
    "code": credit("<p>({code})</p>", "({code})"),
    "code_strong": credit("<p><strong>({code})</strong></p>", "({code})"),
    "stars": fixed("<p>(***)</p>", "(***)"),
    "tags": fixed('<div class="tags">Tags: <a href="/t/kota">kota</a> <a href="/t/warga">warga desa</a></div>', "Tags: kota"),
    "tags_nameless": fixed("<ul><li><a href='/t/1'>#kota</a></li><li><a href='/t/2'>#wargadesa</a></li></ul>", "#wargadesa"),
    "share": fixed('<div class="share"><span>Bagikan:</span> <a>Facebook</a> <a>WhatsApp</a></div>', "Bagikan:"),
    "share_nameless": fixed("<div><p>Bagikan artikel ini</p><a>Facebook</a> <a>Telegram</a></div>", "Bagikan artikel ini"),
    "copyright": fixed("<p>Copyright © Kabar Muara 2025</p>", "Copyright © Kabar Muara 2025"),
    "promo": promo("<p>{text}</p>"),
    "pages": fixed('<div class="paging">Halaman: <a href="?page=1">1</a> <a href="?page=2">2</a></div>', "Halaman: 1 2"),
    "next_label": headline("<p>Next Article {head}</p>"),
    "next_more": headline(f"<p>Next Article {{head}}</p><p>{TEASER}</p>", label=TEASER),
    "credit_also": credit("<p>Penulis, {author}</p>", "Penulis, {author}"),
    "credit_note": fixed("<p>*Penulis adalah dosen teknik sungai.</p>", "*Penulis adalah dosen teknik sungai."),
    "signature": credit("<p><b>{capitals}</b></p>", "{capitals}"),
    "signature_name": credit("<p>({author}/Kabar Muara)</p>", "({author}/Kabar Muara)"),
    "source": fixed("<p>Sumber : Antara</p>", "Sumber : Antara"),
    "source_glued": fixed("<p>Sumber Antara</p>", "Sumber Antara"),
    "views": fixed("<p>Post Views: 214</p>", "Post Views: 214"),
    "answer": fixed("<p>Belum ada komentar</p>", "Belum ada komentar"),
    "answers": fixed("<h3>Tinggalkan Balasan</h3><p>Alamat email Anda tidak akan dipublikasikan.</p>", "Tinggalkan Balasan", "Alamat email Anda tidak akan dipublikasikan."),
    "follow_topic": fixed("<p>Simak berita lainnya di kanal Kabar Muara.</p>", "Simak berita lainnya di kanal Kabar Muara."),
    "more_here": fixed("<p>Selengkapnya baca di sini</p>", "Selengkapnya baca di sini"),
    "rights": fixed("<p>Dilarang mengambil konten tanpa izin tertulis dari redaksi.</p>", "Dilarang mengambil konten tanpa izin tertulis"),
    "hashtags": fixed("<p>#kotamuara #wargadesa</p>", "#kotamuara #wargadesa"),
    "next_pages": fixed("<p>Bersambung ke halaman berikutnya...</p>", "Bersambung ke halaman berikutnya"),
    "promotion": fixed(f"<p>{PROMOTION}</p>", PROMOTION),
    "infographic": fixed("<p>Infografis Lima Pelabuhan Tersibuk (Kabarmuara.id/Sari)</p>", "Infografis Lima Pelabuhan Tersibuk"),
    "signature_agency": fixed("<p>SARI DEWANTI | ANTARA</p>", "SARI DEWANTI | ANTARA"),
    "credits_more": credit(f"<p>Editor: {{editor}}</p><p>{AFTER}</p>", AFTER),
    "rights_more": fixed(f"<p>Copyright © 2025 Kabar Muara</p><p>{AFTER}</p>", AFTER),
    "related_more": fixed(f"<p>Berita Terkait:</p><p>{TEASER}</p>", TEASER),
    "answers_more": fixed("<p>Bagikan ini:</p><p>Surel, cetak, atau pesan singkat</p>", "Surel, cetak, atau pesan singkat"),
    "contact_more": fixed("<p>Kontak redaksi</p><p>Jalan Dermaga Lama Nomor 14</p>", "Jalan Dermaga Lama Nomor 14"),
    "team": fixed("<p>Tim Redaksi</p>", "Tim Redaksi"),
    "aired": fixed("<p>Artikel ini telah tayang di KabarMuara.id dengan judul lain</p>", "Artikel ini telah tayang di"),
}  # fmt: skip
