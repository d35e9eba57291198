"""Lines as outlets print them: furniture goes, and words of an article stay, however alike they look."""

# Lines stand as they are printed.
# ruff: noqa: E501

import pytest

from processors.clean.lines import clean_lines
from processors.clean.rules import load_rules

RULES = load_rules()
FIRST = (
    "Kapal latih itu bersandar di pelabuhan pada pagi hari setelah berlayar dua belas hari dari Surabaya tanpa singgah "
    "di pelabuhan lain, kata nakhoda kepada wartawan."
)
SECOND = FIRST.replace("Kapal latih", "Perahu kayu")
LAST = (
    "Pemerintah daerah menjanjikan bantuan sebelum akhir bulan dan meminta warga tetap tenang, demikian kata bupati "
    "kepada wartawan di lokasi"
)
FURNITURE = """
Baca juga:Kapal Perang Tiba di Wonsan
Baca Juga: Kapal Perang Tiba di Wonsan, Warga Berebut Foto!
BACA JUGA Kapal Perang Tiba di Wonsan
Baca Juga Kapal Perang Tiba di Wonsan
Baca juga Kapal Perang Tiba di Wonsan
(Baca juga: Kapal Perang Tiba di Wonsan)
[Baca juga: Kapal Perang Tiba di Wonsan]
>> Baca juga: Kapal Perang Tiba di Wonsan
*Baca juga: Kapal Perang Tiba di Wonsan*
Baca pula: Kapal Perang Tiba di Wonsan
Baca berita selengkapnya: Kapal Perang Tiba
Baca Selengkapnya: Kapal Perang Tiba di Wonsan
Simak juga: Kapal Perang Tiba
Simak Video: Kapal Perang Tiba
Simak video selengkapnya di bawah ini:
Lihat juga: Kapal Perang Tiba
Lihat Juga Video 'Kapal Perang Tiba':
Tonton Juga Video: Kapal Perang Tiba
Tonton: Kapal Perang Tiba
Saksikan video pilihan berikut ini:
Saksikan Video Pilihan Ini:
Saksikan live streaming program-program BTV di sini
Saksikan Program Kabar Petang di Kabar TV
Video Terkait:
Video: Kapal Perang Tiba di Wonsan
VIDEO: Kapal Perang Tiba di Wonsan
Artikel Terkait:
Berita Terkait
Topik Terkait
Topik Pilihan
Berita Pilihan
Pilihan Redaksi
Pilihan Editor: Kapal Perang Tiba di Wonsan
Rekomendasi Untuk Anda
Rekomendasi untukmu
Berita Rekomendasi
Terkini Lainnya
Terpopuler
Berita Populer
Populer
Trending
Artikel Menarik Lainnya
Mungkin Anda suka
Anda Mungkin Suka
You might also like
Related Posts
Related Topics
Read Also
More from Kabar
Lebih banyak dari Kabar Utara
Artikel Selanjutnya
Artikel Sebelumnya
Berita Sebelumnya
Postingan Terkait
Pos Terkait
Navigasi pos
Navigasi tulisan
Post Views: 214
Views: 214
Dibaca 214 kali
Jumlah pengunjung: 214
Share this:
Share:
Bagikan:
Bagikan Berita Ini
Sebarkan artikel ini
Share this article
Facebook
Twitter
X
WhatsApp
Telegram
Copy Link
Klik untuk berbagi di Facebook(Membuka di jendela yang baru)
Like this:
Like Loading...
Suka Memuat...
Menyukai ini:
Tags: kapal, Wonsan
TAGS
Tag :
#kapal #wonsan
Label: kapal
Kata kunci: kapal
Editor: Rina Saputri
Editor : Rina
Editor Rina Saputri
(Editor: Rina Saputri)
Penulis: Rina Saputri
Penulis : Rina Saputri, Editor : Bagus Wicaksono
Penulis Rina Saputri
Pewarta : Rina Saputri
Pewarta: Rina SaputriEditor: Bagus Wicaksono
Reporter: Rina Saputri
Rep: Rina Saputri/ Red: Bagus Wicaksono
Red: Bagus Wicaksono
Laporan Wartawan KabarUtara.com, Rina Saputri
Laporan Reporter Kabar: Rina Saputri
Laporan: Rina Saputri
Kontributor: Rina Saputri
Uploader: admin
Sumber: Antara
Sumber : KabarUtara.com
sumber: kcna
Source: Reuters
Sumber Berita: Antara
Sumber foto: Google
Foto: Istimewa
Foto: Dok. Humas
Foto : Rina Saputri/Kabar
FOTO/KCNA
Foto/Dok. Warga
Dok. Humas Polda
Doc: Kabar
Ilustrasi/Net
Ilustrasi. Foto: Kabar/Rina
Ilustrasi (Foto: Freepik)
(Foto: Rina/Kabar)
(Dok. Kabar)
Kapal bersandar. (Foto: Ist)
Kapal bersandar (foto: ist)
Kapal perang bersandar di dermaga. ANTARA FOTO/Rina Saputri/rwa.
Perbesar
Lihat Foto
Photo by Rina
Getty Images
Gambar: Freepik
Image: Freepik
(rns/bag)
(rns)
(Red)
(red/kbr)
(***)
***
(*)
[*]
(**)
-rns-
[rns/bag]
(Ant)
(Antara/rns)
(Z-1)
(H-3)
(P-4)
(OL-1)
(Ant/P-3)
(kabar.com/rns)
(Rina Saputri)
(Rina Saputri/Kabar)
(RINA SAPUTRI)
(rns/kabarutara.id)
(jpnn)
(nsa/jpnn)
(adv)
ADV
Advertisement
ADVERTISEMENT
Advertisement - Scroll to continue
SCROLL TO CONTINUE WITH CONTENT
Scroll ke bawah untuk melanjutkan membaca
Gulir untuk Lanjut Baca
GULIR UNTUK LANJUT BACA
Iklan
- Advertisement -
Loading...
Halaman:
Halaman 1 dari 2
Halaman 1 2
1 2 Selanjutnya
Selanjutnya
Next
Selanjutnya:Kapal Perang Tiba di Wonsan
Halaman Selanjutnya
Baca halaman selanjutnya
Halaman selanjutnya: Kapal Perang Tiba
Lanjut ke halaman 2
Tampilkan Semua
Show all
Lihat Semua
Selengkapnya
Baca Selengkapnya
Read more
Komentar
0 Komentar
Tulis Komentar
Belum ada komentar
Berikan komentar Anda
Ikuti berita terkini di Google News
Ikuti kami di Google News: Follow
Ikuti Kami di Google News
Ikuti saluran Kabar Utara di WhatsApp
Ikuti WhatsApp Channel Kabar Utara untuk update berita terbaru
Follow Berita Kabar di Google News
Follow WhatsApp Channel Kabar
Dapatkan update berita pilihan dan breaking news setiap hari dari KabarUtara.com.
Dapatkan berita terbaru Kabar Utara di Google News dan saluran WhatsApp
Dapatkan informasi terbaru dari kami langsung di ponselmu
Gabung ke kanal Telegram Kabar Utara
Cek Berita dan Artikel yang lain di Google News dan WA Channel
Cek Berita & Artikel yang lain di Google News
Simak berita-berita pilihan Kabar di Google News
Simak update berita seputar kapal di sini
Simak terus berita terbaru di KabarUtara.com
Simak breaking news dan berita pilihan kami langsung di ponselmu. Pilih saluran andalanmu akses berita Kabar WhatsApp Channel
Baca berita lainnya di Google News
Baca Artikel Menarik Lainnya dari Kabar di Google News
Baca berita tanpa iklan. Gabung Kabar+
Update berita lainnya di KabarUtara.com dan Google News
Temukan berita menarik lainnya di Google News
Yuk baca artikel lainnya
Untuk informasi menarik lainnya follow akun Instagram @kabarutara
Jangan lupa ikuti kami di Instagram
Jangan ketinggalan berita pilihan, ikuti saluran WhatsApp Kabar
Berita ini sudah tayang di KabarUtara.com
Artikel ini telah tayang di KabarUtara.com dengan judul Kapal Tiba
Artikel ini pertama kali tayang di Kabar
Berita ini telah terbit di KabarUtara.com
Konten ini diproduksi oleh Kabar Utara
Copyright © Kabar 2025
COPYRIGHT © KABAR 2025
© 2025 Kabar Utara. All rights reserved.
Hak Cipta © 2025 Kabar
Dilarang mengutip dan/atau menyalin seluruh isi tanpa izin
Konten ini dilindungi hak cipta
Intinya sih...
Daftar Isi
Ringkasan
Sedang Tren
Breaking News
BREAKING NEWS
Live
Home
Kamis, 14 Agustus 2025 | 09:10 WIB
Kamis, 14 Agu 2025 - 09:10
14 Agu 2025 09:10 WIB
Terbit: Kamis, 14 Agustus 2025 09:10
Diperbarui 14 Agustus 2025 10:00 WIB
Tayang: Kamis, 14 Agustus 2025 09:10 WIB
Posted on 14 Agustus 2025
Posted by Rina on 14 Agustus 2025
by Rina Saputri
3 menit membaca
Waktu Baca: 3 Menit
Estimasi waktu baca: 3 menit
Dengarkan berita ini
Dengarkan Artikel
Google Preferred Source
Jadikan Kabar Utara sumber pilihan Google Anda
Gabung WhatsApp Channel
Klik di sini untuk bergabung
Kirim tulisan Anda ke redaksi@kabar.id
Laporkan Kesalahan
Lapor Kesalahan
Print
Cetak
A+ A-
A A A
Ukuran Font
Kecil Besar
Font Size
Simpan
Bookmark
Download
Login untuk komentar
Newsletter
Berlangganan newsletter
Subscribe
Tim Redaksi
Redaksi
Admin
Author
About Author
Tentang Penulis
Lihat Semua Artikel
See author's posts
Lihat artikel lainnya
Previous Post
Next Post
Previous article
Next article
Continue Reading
Previous: Kapal Perang Tiba
Next: Kapal Perang Tiba
Apakah artikel ini membantu?
Bagaimana reaksi Anda tentang artikel ini?
Berikan Reaksi
Beri reaksi
What's Your Reaction?
0 0 0
Trending Now
Hot News
Editor's Pick
Top News
Headline
Terbaru
Indeks
Indeks Berita
""".strip().split("\n")
WORDS = """
Buka aplikasi Cek Bansos di ponsel.
Klik menu "Cari Data" di halaman utama.
Login dengan nomor induk kependudukan.
Masukkan nama, alamat, dan nomor telepon.
Unduh aplikasi tersebut di Play Store atau App Store.
Pilih menu daftar, lalu isi alamat email.
Selesai.
Ya.
"Ya," jawabnya.
Tidak ada korban jiwa.
Ia tertawa.
Lalu hening.
Mengapa demikian?
Apa langkah berikutnya?
1. Pilih benih yang sehat
2. Siram setiap pagi
a. Warga asli
- Beras: Rp12.900 per kilogram
- Gula: Rp17.500 per kilogram
Beras | Rp12.900
Kiper: Andi Wijaya
Pelatih: Rina Saputri
Babak pertama
Susunan pemain
Klub A: Andi; Budi, Cahya, Dedi; Eko (Fajar 60')
Cara membuat
Bahan-bahan:
Tips dari dokter
Video itu beredar sejak Senin malam.
Foto itu diambil dari balkon hotel.
Foto-foto itu kini dipajang di galeri kota.
Video tersebut sudah ditonton 2 juta kali.
Iklan itu kemudian ditarik.
Tag harga itu sudah diganti.
Baca doa sebelum tidur.
Baca juga syarat pengembalian barang sebelum membayar.
Simak penjelasan berikut.
Simak penjelasan lengkapnya berikut ini.
Berikut daftar lengkapnya:
Berikut jadwal imsakiyah untuk wilayah Jakarta:
Simak jadwalnya di bawah ini.
Lihat tabel di bawah ini.
Lihat saja nanti.
Lihat video pertandingan itu berulang kali, ia tetap yakin bola belum keluar.
Saksikan pertandingan itu di stasiun televisi nasional pukul 19.00 WIB.
Cek harga di aplikasi resmi sebelum berangkat.
Ikuti petunjuk petugas dan jangan berhenti di jembatan.
Ikuti akun Instagram lembaga itu untuk melihat jadwal.
Dapatkan tiketnya di loket mulai pukul 08.00.
Dapatkan potongan harga lewat aplikasi selama bulan ini.
Bagikan makanan itu selagi hangat.
Bagikan pengalaman Anda kepada orang terdekat.
Komentar itu dihapus dua jam kemudian.
Komentar warganet pun beragam.
Komentar Warganet
Halaman rumahnya dipenuhi karangan bunga.
Halaman 12 buku itu memuat peta.
Selanjutnya, warga diminta melapor.
Selanjutnya: apa yang berubah bagi warga?
Sebelumnya, polisi menangkap dua orang.
Sebelumnya diberitakan, gedung itu terbakar pada Senin malam.
Diberitakan sebelumnya, kapal itu berangkat dari Surabaya.
Terkait hal itu, kementerian belum memberi tanggapan.
Rekomendasi Komisi
Kronologi kejadian
Kronologi
Penyebab
Gejala
Kesimpulan
Penutup
Daftar harga
Senin, 28 April 2025
Pukul 08.00 WIB
14 Agustus 2025: rapat pertama digelar
2023
2024 | 1.200 ton
Artikel 5 perjanjian itu mengatur bantuan militer.
Artikel itu telah terbit di jurnal kesehatan pekan lalu.
Berita ini dibantah oleh kementerian.
Berita itu sudah tayang di televisi sejak pagi.
Editor majalah itu mengundurkan diri.
Penulis novel itu lahir di Padang.
Penulis: profesi yang sering dianggap mudah.
Reporter itu dirawat di rumah sakit.
Oleh sebab itu, rapat ditunda.
Oleh Dewan Kota, usulan itu ditolak.
Sumber air di desa itu kering.
Sumber Reuters menyebut angka yang lebih besar.
(Perkiraan itu belum termasuk biaya lahan.)
(Terdengar suara tembakan.)
[Suara tepuk tangan]
"Baca juga: itulah pesan ayah saya setiap malam," ujarnya.
"Ikuti terus kanal YouTube kami," kata Rina kepada penggemarnya.
"Klik di sini, lalu bayar," begitu isi pesan penipu itu.
T: Sejak kapan Anda melaut?
J: Sejak umur sembilan tahun.
Tanya: Apa harapan Anda?
Jakarta
Jawa Timur
Kecamatan Utara: 12 desa
Skor 2-1.
2-1
Hasilnya 10:3.
Indonesia 2-1 Malaysia
QS. Al-Baqarah: 183
Artinya: "Wahai orang-orang yang beriman."
Hak cipta lagu itu milik negara.
Copyright adalah kata yang sering disalahpahami.
Dilarang merokok di ruangan itu.
Dilarang mengutip pungutan apa pun dari pedagang, kata wali kota.
Langganan untuk setahun dipatok Rp300 ribu.
Berlangganan untuk setahun dipatok Rp300 ribu, kata pengelola.
Konten premium dipatok lebih mahal daripada konten biasa.
Masuk untuk membaca koran di perpustakaan itu gratis.
Kategori umum: 1.200 peserta
Index harga saham turun 2 persen.
Ilustrasi: begitulah ia menyebut lukisan itu.
Close itu nama kapalnya.
Advertorial itu diturunkan.
News
Dunia
Ekonomi
Update: dua korban ditemukan selamat.
Update pukul 10.00: dua korban ditemukan.
Live report dari lokasi dihentikan.
Loading barang dimulai subuh.
Line 2 berhenti total.
Suka atau tidak, aturan itu berlaku.
Email: warta@kabar.id
Telepon: 021-123456
Kirim lamaran ke alamat kantor.
Cetak biru itu disusun tahun lalu.
Nelayan A, Nelayan B
Rusia
""".strip().split("\n")
ENDS = (
    ". (rns)",
    ". (rns/bag)",
    ".(*)",
    ". (*)",
    ". [rns]",
    ". (Ant/P-3)",
    ".***",
    ". ***",
    " (rns/bag)",
    ". (kabar.com)",
    ". (KABAR)",
    ".(rns)",
    ". (Z-1)",
    ". (Rina Saputri)",
    ". (Rina)",
    ". (Rina Saputri/Kabar)",
    ". (Antara)",
    ". (ANTARA)",
    ". (Antara/rns)",
    ". (red)",
    ". (Red/kbr)",
    ". (red/kabar.com)",
    ". -rns-",
    ". (rns/Kabar Utara)",
    ". (AFP/rns)",
    ". (dtk/rns)",
    ". (tim)",
    ". (Tim Redaksi)",
    ". (adv)",
    ". (rilis)",
    ". (jpnn)",
    ". (nsa/jpnn)",
    ". (mcr1/jpnn)",
    ". (rns/b-2)",
    ". (rna/ful/kabar)",
    ". ( rns )",
    ". {rns}",
    ". (rns).",
    ". (rns) Editor: Bagus",
    ". (rns) ***",
    ". (bbs/rns)",
    ". (01/rns)",
    ". (fir/11)",
    ". (R-1)",
    ". (K-12)",
    ". (*/rns)",
    ". (rns/*)",
    ". (Rns, Bgs)",
    ". (Rina/Bagus)",
    ". Editor : Bagus Wicaksono",
    ". Penulis: Rina Saputri",
    ". (Sumber: Antara)",
    ". Sumber: Antara",
    ". Baca juga: Kapal Perang Tiba di Wonsan",
    ". [Gambas:Video 20kabar]",
    ". (rns/bag) [Gambas:Video CNN]",
    ". Simak Video: Kapal",
    ". Advertisement",
    ". (Kontributor: Rina Saputri)",
    ". (Laporan: Rina Saputri)",
    ". Lihat Juga: Kapal Perang Tiba",
    " (Baca: Kapal Perang Tiba).",
    ". #kapal #wonsan",
)
STAYS = (
    ". (Perkiraan itu belum termasuk pajak.)",
    " (AS).",
    " (Rusia).",
    " (28/4).",
    " (13/8/2025).",
    " (PBB)",
    " (Rp2 juta).",
    " (lihat tabel).",
    " (51).",
    " (WHO).",
    '." (QS Al-Baqarah: 183)',
    " (BPS)",
    '." (HR Bukhari)',
    " (Persero) Tbk.",
    ". (Mereka pulang.)",
    " (tengah).",
    " (Kemenlu).",
)


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_below_the_text_goes(line: str) -> None:
    assert clean_lines([FIRST, SECOND, line], RULES, title="Judul lain").kept == (FIRST, SECOND)


@pytest.mark.parametrize("line", WORDS)
def test_words_of_an_article_stay_between_its_paragraphs(line: str) -> None:
    assert clean_lines([FIRST, line, SECOND], RULES, title="Judul lain").kept == (FIRST, line, SECOND)


@pytest.mark.parametrize("line", WORDS)
def test_words_of_an_article_stay_at_its_end(line: str) -> None:
    assert clean_lines([FIRST, SECOND, line], RULES, title="Judul lain").kept == (FIRST, SECOND, line)


@pytest.mark.parametrize("end", ENDS)
def test_a_code_after_the_last_sentence_goes(end: str) -> None:
    kept = clean_lines([FIRST, SECOND, LAST + end], RULES, title="Judul lain").kept

    assert kept[-1].removesuffix(".") == LAST


@pytest.mark.parametrize("end", STAYS)
def test_brackets_that_belong_to_the_last_sentence_stay(end: str) -> None:
    assert clean_lines([FIRST, SECOND, LAST + end], RULES, title="Judul lain").kept[-1] == LAST + end
