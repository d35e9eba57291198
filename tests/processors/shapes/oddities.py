"""Articles that a careless cleaner eats: lists, tables, steps, questions, short texts, and markup gone wrong."""

# Markup keeps the lines that templates print.
# ruff: noqa: E501

from tests.processors.shapes.own_page import FOOTER, MENU, OwnPage, blocks, cards, document, ld, links, others, stated
from tests.processors.shapes.stories import BOOKS, COACH, HARBOUR, STORM, SUMMIT

INTRO = (
    "Dinas sosial kota membuka pengecekan bantuan beras lewat laman resmi mulai Senin (11/8/2025), sehingga warga tidak perlu lagi antre di kantor kelurahan.",
    "Petugas mengingatkan bahwa pengecekan tidak dipungut biaya. Warga cukup menyiapkan nomor induk kependudukan.",
)


def steps() -> OwnPage:
    """Numbered steps that read like commands of a page, and a table of dates."""
    title = "Cara Mengecek Bantuan Beras Lewat Ponsel, Hanya Tiga Langkah"
    do = (
        "Buka aplikasi Cek Bantuan atau laman dinas sosial.",
        'Klik menu "Cari Data" di halaman utama.',
        "Isi nama dan alamat, lalu baca juga syaratnya sebelum menekan tombol kirim.",
    )
    rows = (("Kecamatan", "Tanggal"), ("Lembah Timur", "12 Agustus 2025"), ("Lereng Utara", "13 Agustus 2025"))
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    last = "Warga yang tidak menemukan namanya dapat melapor ke kelurahan dengan membawa kartu keluarga."
    html = document(
        f"""{MENU}<div class="wrapper"><div class="left-col"><h1 class="jdl">{title}</h1><div class="wkt">Senin, 11/08/2025 09:10 WIB</div><div class="nm">Penulis: Sari Dewi</div>
<div class="isi-berita"><p>{INTRO[0]}</p><p>{INTRO[1]}</p><h2>Langkah mengecek</h2><ol>{"".join(f"<li>{step}</li>" for step in do)}</ol><p><strong>Baca juga:</strong> <a href="/1">{others(1, 1)[0]}</a></p>
<h2>Jadwal penyaluran</h2><table border="1"><tbody>{table}</tbody></table><p>{last}</p></div><div class="lain"><h3>Baca Juga</h3>{cards(1, 4)}</div></div></div>{FOOTER}""",
        [], title=title, site="Kabar Warga",
    )  # fmt: skip
    lines = (*INTRO, "Langkah mengecek", *do, "Jadwal penyaluran", *(" | ".join(row) for row in rows), last)
    return OwnPage(
        "steps",
        "https://kabarwarga.id/cara-cek",
        html,
        title,
        lines,
        "2025-08-11T09:10+07:00",
        ("Sari Dewi",),
        others(1, 1),
    )


def interview() -> OwnPage:
    """Bold questions as paragraphs, short answers, a box about the speaker that is the article's own."""
    title = "Nakhoda Perpustakaan: Saya Takut Buku Basah, Bukan Ombak"
    lead = "Pak Marlan sudah tiga puluh tahun membawa perahu di sungai itu, dan sejak bulan lalu muatannya bukan lagi ikan melainkan buku. Kami menemuinya di dermaga keempat."
    talk = (
        ("Sejak kapan Anda membawa perahu?", "Sejak umur tujuh belas."),
        (
            "Apa bedanya membawa buku dan ikan?",
            "Ikan tidak rusak kalau kena air. Buku rusak. Jadi saya lebih takut bocor daripada ombak.",
        ),
        ("Anda sendiri membaca?", "Saya membaca kalau perahu sandar. Yang tipis saja."),
        (
            "Lalu apa harapan Anda?",
            "Perahu kedua cepat selesai, supaya saya tidak perlu pulang malam setiap hari Jumat.",
        ),
    )
    body = "".join(f"<p><strong>{question}</strong></p><p>{answer}</p>" for question, answer in talk)
    html = document(
        f"""{MENU}<main><article class="single"><h1>{title}</h1><p class="byline">Oleh <a href="/penulis/sari">Sari Dewi</a></p><p class="tgl">Minggu, 10 Agustus 2025 | 16:20 WIB</p><div class="content">
<p>{lead}</p>{body}<p>***</p></div></article></main>{FOOTER}""",
        [], title=title, site="Majalah Muara",
    )  # fmt: skip
    lines = (lead, *(line for pair in talk for line in pair))
    return OwnPage(
        "interview",
        "https://majalahmuara.id/wawancara/marlan",
        html,
        title,
        lines,
        "2025-08-10T16:20+07:00",
        ("Sari Dewi",),
        ("***",),
    )


def flash() -> OwnPage:
    """Three short paragraphs among a page full of other news with excerpts."""
    title = "Gempa Pelan Terasa di Pesisir, Tidak Ada Kerusakan"
    lines = (
        "Gempa pelan terasa di pesisir barat pada Senin pukul 05.12 WIB.",
        "Badan meteorologi mencatat kekuatannya 3,4 dan tidak berpotensi tsunami. Pusatnya berada di laut.",
        "Hingga siang belum ada laporan kerusakan, kata petugas jaga.",
    )
    teasers = "".join(
        f"<article class='teaser'><h3><a href='/{i}'>{other}</a></h3><p>Cuplikan nomor {i} yang ditulis redaksi untuk halaman depan dan panjangnya kira-kira satu setengah baris.</p></article>"
        for i, other in enumerate(others(2, 6))
    )
    html = document(
        f"""{MENU}<div class="row"><div class="col-8"><h1>{title}</h1><small>11 Agustus 2025 06:02 WIB</small><div class="txt">{"".join(f"<p>{line}</p>" for line in lines)}<p>(sd)</p></div>
</div><div class="col-8"><h2>Berita lain</h2>{teasers}</div></div>{FOOTER}""",
        [], title=title, site="Kabar Kilat",
    )  # fmt: skip
    return OwnPage(
        "flash",
        "https://kabarkilat.id/gempa",
        html,
        title,
        lines,
        "2025-08-11T06:02+07:00",
        (),
        ("(sd)", "Cuplikan nomor"),
    )


def one_paragraph() -> OwnPage:
    """The whole text in one `<p>` with breaks, a photo in it, entities and non-breaking spaces, no closing tags."""
    story = STORM
    text = "<br>&nbsp;<br>".join(line.replace(" ", "&nbsp;", 1) for line in story.lines)
    html = document(
        f"""{MENU}<div id=konten><h1>{story.title}</h1><span>Oleh : Tri Sasongko - Rabu, 13 Agustus 2025 | 11:08 WIB</span><p><img src="/a.jpg"><br>{text}<br><br>Baca juga : <a href="/3">{others(3, 1)[0]}</a><br><br>Editor : Bagus W
</div>{FOOTER}""",
        [], title=story.title, site="Kabar Lereng",
    )  # fmt: skip
    return OwnPage(
        "one_paragraph", "https://kabarlereng.id/angin", html, story.title, story.text(), "2025-08-13T11:08+07:00", ("Tri Sasongko",),
        (*others(3, 1), "Editor :"),
    )  # fmt: skip


def spans_in_paragraphs() -> OwnPage:
    """Text pasted from a word processor: spans in spans, `<o:p>`, empty paragraphs, fonts, bold that is no subheading."""
    story = SUMMIT
    paragraphs = "".join(
        f'<p class="MsoNormal" style="text-align:justify"><span style="font-family:Arial"><span lang="IN">{line.replace(" yang ", " <b>yang</b> ", 1)}<o:p></o:p></span></span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        for line in story.lines
    )
    html = document(
        f"""{MENU}<section class="konten"><h1>{story.title}</h1><p>by Tri Sasongko</p><p>14 Agustus 2025, 10.30 WITA</p><div class="fr-view">{paragraphs}</div><div class="tombol">Bagikan ke: <a>WA</a></div></section>{cards(1, 3)}{FOOTER}""",
        [], title=story.title, site="Kabar Celebes",
    )  # fmt: skip
    return OwnPage(
        "spans_in_paragraphs",
        "https://kabarcelebes.id/temu",
        html,
        story.title,
        story.text(),
        "2025-08-14T10:30+08:00",
        ("Tri Sasongko",),
        ("Bagikan ke",),
    )


def drawn_by_script() -> OwnPage:
    """Nothing but JSON-LD holds the text, with escaped markup in it."""
    story = HARBOUR
    body = (
        "".join(f"<p>{line}</p>" for line in story.lines)
        + f"<p><strong>Baca juga: <a href='/1'>{others(1, 1)[0]}</a></strong></p>"
    )
    html = document(
        f"""<div id="app"><h1>{story.title}</h1><div class="skeleton">Memuat...</div></div>{FOOTER}""",
        [stated(story, "2025-08-13T11:08:00+07:00", {"@type": "Person", "name": "Rina Saputri"}, articleBody=body.replace("<", "&lt;").replace(">", "&gt;"))],
        title=story.title, site="Kabar Aplikasi",
    )  # fmt: skip
    return OwnPage(
        "drawn_by_script",
        "https://kabaraplikasi.id/dermaga",
        html,
        story.title,
        story.text(),
        "2025-08-13T11:08+07:00",
        ("Rina Saputri",),
        others(1, 1),
    )


def figures_between() -> OwnPage:
    """Photos with captions between paragraphs, an infobox, a pull quote that repeats a sentence, "Lihat Foto" buttons."""
    story = BOOKS
    figure = '<div class="photo-inline"><img src="/{0}.jpg"><button>Lihat Foto</button><div class="photo-inline__ket">{1}</div></div>'
    html = document(
        f"""{MENU}<article><header><h1>{story.title}</h1><p class="standfirst">Perahu kayu menggantikan mobil yang mogok sejak pandemi.</p><address>Sari Dewi, Muara</address><time datetime="2025-08-12T09:15+07:00">12 Agustus 2025</time></header>
<div class="article-body">{blocks(story, {1: figure.format(1, "Anak-anak memilih buku di atas perahu, Selasa (12/8/2025). (Kabar/Sari Dewi)"), 3: '<aside class="pullquote"><p>Denda tidak ada.</p></aside>', 4: figure.format(2, "Perahu buku melintas di bawah jembatan.")})}</div>
<footer><p>Sari Dewi adalah wartawan yang tinggal di Muara.</p></footer></article><section class="more"><h2>Baca berita lainnya</h2>{cards(3, 3)}</section>{FOOTER}""",
        [ld({"@type": "NewsArticle", "headline": story.title, "datePublished": "2025-08-12T09:15+07:00", "author": [{"@type": "Person", "name": ["Sari Dewi"]}]})],
        title=story.title, site="Kabar Muara",
    )  # fmt: skip
    return OwnPage(
        "figures_between", "https://kabarmuara.id/buku", html, story.title, story.text(), "2025-08-12T09:15+07:00", ("Sari Dewi",),
        ("Lihat Foto", "Anak-anak memilih buku", "Perahu buku melintas", "adalah wartawan yang tinggal"),
    )  # fmt: skip


def timeline() -> OwnPage:
    """Days as subheadings, entries with times, which are the article."""
    title = "Kronologi Tiga Hari Pencarian Perahu di Perairan Natuna"
    lead = "Pencarian tiga perahu nelayan di perairan Natuna berlangsung tiga hari dan melibatkan dua kapal patroli serta belasan perahu warga."
    days = (
        (
            "Senin, 11 Agustus 2025",
            "Pukul 04.00 WIB perahu berangkat dari dermaga. Keluarga kehilangan kontak menjelang tengah hari karena sinyal hilang.",
        ),
        (
            "Selasa, 12 Agustus 2025",
            "Kapal patroli pertama menyisir perairan utara. Gelombang mencapai dua meter sehingga pencarian dihentikan pada sore hari.",
        ),
        (
            "Rabu, 13 Agustus 2025",
            "Ketiga perahu ditemukan berlindung di balik pulau kecil. Seluruh nelayan selamat dan hanya kehabisan air minum.",
        ),
    )
    body = "".join(f"<h3>{day}</h3><p>{text}</p>" for day, text in days)
    close = "Nelayan kini diminta membawa radio."
    html = document(
        f"""{MENU}<article><h1>{title}</h1><div class="post-info"><span class="post-author">Tri Sasongko</span><span class="post-date">Kamis, 14 Agustus 2025 | 07:00 WIB</span></div><div class="post-detail"><p>{lead}</p>{body}<p>{close}</p><p>[tri]</p></div></article>{FOOTER}""",
        [], title=title, site="Kabar Natuna",
    )  # fmt: skip
    lines = (lead, *(part for day in days for part in day), close)
    return OwnPage(
        "timeline",
        "https://kabarnatuna.id/kronologi",
        html,
        title,
        lines,
        "2025-08-14T07:00+07:00",
        ("Tri Sasongko",),
        ("[tri]",),
    )


def opinion() -> OwnPage:
    """A column: "Oleh: Dr. …" with degrees, a note on the writer after the text, a verse with its translation."""
    title = "Mengapa Sungai Masih Layak Menjadi Jalan Raya"
    lines = (
        "Selama setengah abad kota ini membelakangi sungainya, padahal separuh barang yang kita makan pernah datang lewat air dengan ongkos yang jauh lebih murah.",
        "Saya menghitung ulang ongkos angkut sayur dari lembah timur. Hasilnya membuat saya terkejut: lewat sungai hanya sepertiga ongkos truk.",
        "Pepatah lama sudah mengatakannya:",
        "Air tenang menghanyutkan, air mengalir menghidupi.",
        "Tentu ada keberatan, terutama soal waktu tempuh. Namun tidak semua barang harus tiba esok pagi.",
        "Wallahu a'lam.",
    )
    html = document(
        f"""{MENU}<div class="entry"><h1>{title}</h1><div class="meta">Jumat, 8 Agustus 2025 - 05:30 WIB</div><p><strong>Oleh: Dr. Marlan Hadi, M.Si</strong></p>{"".join(f"<p>{line}</p>" for line in lines[:3])}<blockquote><p><em>{lines[3]}</em></p></blockquote>
{"".join(f"<p>{line}</p>" for line in lines[4:])}<p><em><strong>*Penulis adalah dosen teknik sungai dan pengurus perkumpulan perahu kayu.</strong></em></p></div>{cards(1, 3)}{FOOTER}""",
        [], title=title, site="Kabar Opini",
    )  # fmt: skip
    return OwnPage(
        "opinion",
        "https://kabaropini.id/sungai",
        html,
        title,
        lines,
        "2025-08-08T05:30+07:00",
        ("Dr. Marlan Hadi",),
        ("Penulis adalah dosen", "Oleh: Dr."),
    )


def scores() -> OwnPage:
    """Line-ups and a list of results, one line of text each, which look like furniture."""
    story = COACH
    teams = ("Susunan pemain", "Klub Muara: Andi; Budi, Cahya, Dedi, Eko; Fajar, Gilang; Hari", "Pelatih: Marlan Hadi")
    results = ("Klub Muara 2-1 Klub Lereng", "Klub Natuna 0-0 Klub Lembah")
    extra = "".join(
        (
            f"<p><strong>{teams[0]}</strong></p>",
            *(f"<p>{team}</p>" for team in teams[1:]),
            "<p><strong>Hasil pekan lalu:</strong></p>",
            f"<ul>{''.join(f'<li>{r}</li>' for r in results)}</ul>",
        )
    )
    html = document(
        f"""{MENU}<div class="detail_area"><h1 class="detail_title">{story.title}</h1><div class="detail_date">Jumat, 15/08/2025 08:02 WIB | Sari Dewi</div><div class="detail_text">{blocks(story, {4: f'<div class="baca_juga"><strong>Baca Juga</strong><ul>{links(5, 2)}</ul></div>'})}{extra}<p>(sd/tri)</p></div></div>{cards(4, 4)}{FOOTER}""",
        [], title=story.title, site="Kabar Laga",
    )  # fmt: skip
    return OwnPage(
        "scores", "https://kabarlaga.id/pelatih", html, story.title, (*story.text(), *teams, "Hasil pekan lalu:", *results),
        "2025-08-15T08:02+07:00", ("Sari Dewi",), (*others(5, 2), "(sd/tri)"),
    )  # fmt: skip


def endless() -> OwnPage:
    """The next article, a longer one, is loaded below the one that the page is about."""
    story, next_story = STORM, SUMMIT
    article = """<article class="article-wrap"><h1>{0}</h1><div class="meta">Oleh {1} - {2}</div><div class="article-inner">{3}</div></article>"""
    long = next_story.lines * 2
    html = document(
        f"""{MENU}<div id="stream">{article.format(story.title, "Tri Sasongko", "Rabu, 13 Agustus 2025 11:08 WIB", blocks(story))}
{article.format(next_story.title, "Rina Saputri", "Rabu, 13 Agustus 2025 10:00 WIB", "".join(f"<p>{line} Ini tambahannya.</p>" for line in long))}</div>{FOOTER}""",
        [], title=story.title, site="Kabar Alir",
    )  # fmt: skip
    return OwnPage(
        "endless", "https://kabaralir.id/angin", html, story.title, story.text(), "2025-08-13T11:08+07:00", ("Tri Sasongko",),
        ("Ini tambahannya",),
    )  # fmt: skip


def comments_of_readers() -> OwnPage:
    """More words by readers than by the outlet, in boxes whose names say nothing."""
    story = COACH
    comments = "".join(
        f"<div class='k{i}'><b>pembaca{i}</b><p>Menurut saya pelatih itu terlalu lama menutup diri, padahal penonton datang dari jauh dan ingin tahu siapa yang akan main pada hari Sabtu.</p></div>"
        for i in range(9)
    )
    html = document(
        f"""{MENU}<div class="kiri"><h1>{story.title}</h1><div>Jumat, 15 Agustus 2025 08:02 WIB</div><div class="isi">{blocks(story)}</div><h3>9 Komentar</h3><div class="wadah">{comments}</div></div>{FOOTER}""",
        [], title=story.title, site="Kabar Laga",
    )  # fmt: skip
    return OwnPage(
        "comments_of_readers", "https://kabarlaga.id/komentar", html, story.title, story.text(), "2025-08-15T08:02+07:00", (),
        ("Menurut saya pelatih itu", "9 Komentar"),
    )  # fmt: skip


PAGES = (
    endless, comments_of_readers, steps, interview, flash, one_paragraph, spans_in_paragraphs, drawn_by_script, figures_between, timeline, opinion,
    scores,
)  # fmt: skip
