"""Stories of our own, each with something a careless cleaner would eat; `## ` marks a subheading."""

# Markup and sentences keep their lines.
# ruff: noqa: E501

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    title: str
    lines: tuple[str, ...]

    def text(self, dateline: str = "") -> tuple[str, ...]:
        """The lines as the article has them."""
        plain = [line.removeprefix("## ") for line in self.lines]
        return (dateline + plain[0], *plain[1:])


HARBOUR = Story(
    "Dermaga Baru Wonsan Dibuka, Nelayan Minta Jalur Perahu Dipisah",
    (
        "Dermaga baru di pelabuhan Wonsan mulai dipakai pada Rabu (13/8/2025) setelah dua tahun dibangun oleh tiga "
        "perusahaan pelat merah.",
        "Pengelola pelabuhan mengatakan kapal peti kemas berukuran sedang kini dapat bersandar tanpa menunggu pasang. "
        "Waktu bongkar muat turun dari empat hari menjadi satu setengah hari.",
        '"Kami tidak menolak kapal besar. Kami hanya minta jalur perahu dipisah," kata Ri Song Chol, ketua kelompok '
        "nelayan setempat.",
        "Ia lalu mengajak wartawan naik ke perahunya.",
        "Menurut dia, dalam sebulan terakhir ada enam perahu yang jaringnya tersangkut baling-baling kapal. Tidak ada "
        "korban, tetapi kerugian ditaksir mencapai 40 juta won.",
        "Otoritas pelabuhan menjanjikan pelampung penanda sebelum akhir bulan. Rapat lanjutan dengan nelayan "
        "dijadwalkan pekan depan.",
    ),
)
RICE = Story(
    "Harga Beras Medium Turun Tipis, Pedagang Tahan Stok Lama",
    (
        "Harga beras medium di lima pasar induk turun rata-rata Rp250 per kilogram dalam sepekan, menurut catatan dinas "
        "perdagangan yang dirilis pada Kamis (14/8/2025).",
        "Penurunan paling besar terjadi di pasar sebelah timur kota. Di sana beras medium dijual Rp12.900 per kilogram.",
        "## Stok lama belum habis",
        "Pedagang mengaku masih menyimpan stok yang dibeli saat harga tinggi. Mereka memilih menjualnya perlahan agar "
        "tidak rugi terlalu dalam.",
        '"Kalau saya lepas semua hari ini, modal saya hilang separuh," ujar Warsini (51), pedagang yang sudah berjualan '
        "sejak 1998.",
        "## Apa kata dinas",
        "Kepala dinas menilai harga akan terus turun sampai panen raya selesai (perkiraan akhir September).",
        "Ia meminta warga tidak membeli berlebihan. Operasi pasar tetap digelar tiap Sabtu di kantor kecamatan, "
        "dengan batas sepuluh kilogram untuk tiap keluarga.",
    ),
)
COUNCIL = Story(
    "Rapat Dewan Kota Ricuh karena Naskah yang Dibacakan Salah",
    (
        "Rapat pembahasan anggaran di gedung dewan kota sempat terhenti selama empat puluh menit karena naskah yang "
        "dibacakan ternyata naskah tahun lalu.",
        "Seorang anggota dewan meminta sekretaris membaca juga lampirannya, dan dari situlah kekeliruan itu terungkap.",
        '"Halaman selanjutnya bahkan masih memuat nama pejabat yang sudah pensiun," tuturnya sambil mengangkat berkas.',
        "Foto: begitulah ia menyebut selembar salinan yang ditempel di papan pengumuman, dan hadirin pun tertawa lepas.",
        "Ketua dewan kemudian meminta maaf dan menskors rapat. Naskah yang benar baru tiba pukul 14.20 dengan sepeda "
        "motor dari kantor bagian hukum.",
        "Rapat dilanjutkan sampai malam.",
        "Dua fraksi meminta agar kejadian serupa tidak terulang, sementara satu fraksi mengusulkan semua naskah "
        "disimpan dalam bentuk digital mulai tahun depan.",
    ),
)
STORM = Story(
    "Angin Kencang Robohkan Belasan Pohon di Lereng Utara, Jalan Sempat Putus",
    (
        "Belasan pohon di lereng utara tumbang diterjang angin kencang pada Selasa malam dan menutup satu-satunya jalan "
        "menuju tiga dusun.",
        "Petugas baru bisa membuka satu lajur menjelang subuh. Warga yang hendak ke pasar terpaksa berjalan kaki "
        "sejauh dua kilometer.",
        "Tidak ada korban jiwa.",
        "Kepala dusun menyebut sedikitnya sembilan rumah rusak di bagian atap. Bantuan terpal dan makanan siap saji "
        "sudah dibagikan sejak pagi.",
        '"Listrik padam sampai sekarang, jadi anak-anak kami ungsikan dulu ke balai dusun," kata Suyitno.',
        "Badan meteorologi memperkirakan angin masih bertiup kencang sampai Jumat. Warga diminta menjauhi pohon tua "
        "dan papan reklame.",
    ),
)
BIKES = Story(
    "Lima Kebiasaan Kecil yang Membuat Rantai Sepeda Cepat Aus",
    (
        "Rantai sepeda yang dirawat baik dapat dipakai sampai lima ribu kilometer, tetapi banyak pesepeda menggantinya "
        "jauh lebih cepat karena kebiasaan kecil.",
        "Berikut kebiasaan yang paling sering ditemui pemilik bengkel di kota ini.",
        "## 1. Membiarkan rantai basah",
        "Air hujan membawa pasir halus ke sela rantai. Lap sampai kering sebelum sepeda disimpan di dalam rumah.",
        "## 2. Memberi pelumas terlalu banyak",
        "Pelumas yang berlebih justru mengikat debu. Cukup satu tetes untuk tiap sambungan, lalu putar pedal ke "
        "belakang selama setengah menit.",
        "## 3. Mengoper gigi saat mengayuh keras",
        "Beban yang besar membuat pelat rantai tertarik ke samping. Kurangi tenaga sesaat sebelum mengoper gigi.",
        "Selamat mencoba!",
    ),
)
COACH = Story(
    "Pelatih Rahasiakan Sebelas Pemain Utama Jelang Laga Tandang",
    (
        "Pelatih kepala klub kota itu menolak menyebut sebelas pemain yang akan diturunkan pada laga tandang Sabtu "
        "nanti, meski hanya dua pemain yang masih cedera.",
        "Dalam jumpa pers yang berlangsung sepuluh menit, ia tiga kali menjawab dengan kalimat yang sama.",
        '"Lihat saja nanti di lapangan," katanya.',
        "Klub tuan rumah belum pernah kalah di kandang musim ini. Mereka mencetak 14 gol dan hanya kebobolan tiga.",
        "Penjaga gawang cadangan, yang dua kali tampil musim lalu, disebut berpeluang turun sejak menit pertama karena "
        "kiper utama baru kembali berlatih.",
        "Laga akan dimulai pukul 19.00 WIB dan dipimpin wasit dari luar provinsi.",
    ),
)
BOOKS = Story(
    "Perpustakaan Keliling Kembali Jalan, Rutenya Menyusuri Sungai",
    (
        "Perpustakaan keliling yang berhenti sejak pandemi kembali beroperasi bulan ini, kali ini dengan perahu kayu "
        "yang menyusuri sungai sepanjang tiga puluh kilometer.",
        "Perahu itu membawa dua ribu buku, sebagian besar buku anak, dan singgah di dua belas dermaga kecil setiap "
        "pekannya.",
        "Setiap anak boleh meminjam tiga buku dan mengembalikannya saat perahu lewat lagi. Denda tidak ada, tetapi "
        "peminjam diminta bercerita tentang isi bukunya.",
        '"Anak saya membaca juga majalah lama yang dulu dipakai membungkus ikan," kata Nurhayati, warga dermaga '
        "keempat, lalu tersenyum.",
        "Biaya perjalanan ditanggung oleh iuran alumni sebuah sekolah. Pengurusnya berharap pemerintah daerah ikut "
        "menanggung solar mulai tahun depan.",
        "Rencananya, rute akan ditambah sampai muara bila perahu kedua selesai dicat.",
    ),
)
SUMMIT = Story(
    "Dua Menteri Luar Negeri Bertemu di Vladivostok, Bahas Jalur Kereta",
    (
        "Dua menteri luar negeri bertemu selama tiga jam di Vladivostok untuk membahas kelanjutan jalur kereta barang "
        "yang melintasi perbatasan kedua negara.",
        "Keduanya tidak menggelar jumpa pers, tetapi kantor berita setempat menyiarkan pernyataan bersama sepanjang "
        "satu halaman.",
        "Pernyataan itu menyebut jalur sepanjang 54 kilometer akan diperbaiki dengan tiga tahap, dimulai dari jembatan "
        "di atas sungai perbatasan.",
        '"Kami sepakat mempercepat pekerjaan yang tertunda," demikian bunyi pernyataan tersebut.',
        "Pengamat menilai biaya proyek belum jelas. Perkiraan yang beredar berkisar antara 90 juta dan 150 juta dolar "
        "Amerika Serikat (AS).",
        "Pertemuan berikutnya direncanakan pada November, kali ini di Pyongyang.",
    ),
)
OTHERS = (
    "Tiga Perahu Nelayan Hilang Kontak di Perairan Natuna",
    "Gempa Pelan Terasa di Pesisir Barat, Warga Tetap Beraktivitas",
    "Museum Bahari Pamerkan Peta Laut Abad Ketujuh Belas",
    "Sekolah di Lembah Timur Libur Dua Hari karena Kabut",
    "Jembatan Gantung Selesai Diperbaiki Lebih Cepat dari Rencana",
    "Petani Kopi Dataran Tinggi Panen Lebih Awal Tahun Ini",
    "Kereta Malam Tujuan Pelabuhan Tambah Dua Gerbong",
    "Pengrajin Rotan Kirim Kursi Pertama ke Luar Negeri",
    "Jadwal Imsakiyah dan Salat untuk Wilayah Pesisir",
    "Klasemen Sementara Liga Dua setelah Pekan Kesepuluh",
)
