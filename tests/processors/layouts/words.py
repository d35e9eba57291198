"""Short texts of articles: places, questions, facts, days, and lines that a careless rule takes for furniture."""

# Lines keep their width.
# ruff: noqa: E501

PLACES = (
    "Pantai Batu Putih yang Sepi", "Air Terjun Tujuh Tingkat", "Kebun Teh Lereng Utara", "Museum Perahu Tua Muara",
    "Rumah Pohon di Hutan Pinus", "Pasar Apung Setiap Minggu", "Bukit Angin Tempat Layang-Layang", "Goa Kapur Penuh Kelelawar",
)  # fmt: skip
QUESTIONS = (
    "Sejak kapan tempat itu mulai beroperasi?", "Apa tantangan yang paling berat?", "Siapa yang membayar biayanya?",
    "Mengapa dipilih bahan bangunan dari bambu?", "Apakah warga luar boleh ikut mendaftar?",
)  # fmt: skip
FACTS = (
    ("Luas bangunan", "Empat ribu meter persegi"), ("Biaya", "Delapan belas miliar rupiah"),
    ("Mulai dibangun", "Maret tahun lalu"), ("Daya tampung", "Dua ratus lapak"), ("Jumlah pintu", "Enam buah"),
    ("Penanggung jawab", "Koperasi Muara Sejahtera"),
)  # fmt: skip
SCHEDULE = (
    "15.30 WIB: Persatuan Muara vs Putra Danau", "19.00 WIB: Laskar Lereng vs Garuda Pesisir",
    "16.15 WIB: Bintang Teluk vs Elang Rawa", "20.45 WIB: Merpati Bukit vs Hiu Selat",
)  # fmt: skip
EVENTS = (
    "Pukul 05.30 WIB: petugas membuka gerbang dan memeriksa pompa.",
    "Pukul 06.10 WIB: rombongan pertama tiba dengan dua perahu.",
    "Pukul 07.45 WIB: listrik padam selama sebelas menit.",
    "Pukul 09.00 WIB: upacara dimulai tanpa pengeras suara.",
    "Senin, 3 Maret 2025: tim menandatangani berita acara.",
    "Kamis, 6 Maret 2025, 08.15 WIB: pagar sementara dibongkar.",
)
FILM = (
    "Judul: Pulang ke Muara", "Sutradara: Nia Kartikasari", "Penulis: Damar Wulandoro", "Pemain: Arum Sekar, Bimo Saka",
    "Durasi: 102 menit", "Editor: Toni Hasibuan",
)  # fmt: skip
VACANCY = (
    "Posisi: penjaga loket dan pemandu", "Syarat: lulusan sekolah menengah, bersedia kerja malam",
    "Kirim lamaran ke kantor koperasi paling lambat 14 Maret.", "Telepon: 021-5550 7788", "Email: lamaran@koperasimuara.id",
)  # fmt: skip
STEPS = (
    "Rendam beras ketan selama dua jam, lalu tiriskan.", "Kukus hingga setengah matang.",
    "Tuang santan hangat sambil diaduk perlahan.", "Bakar di atas arang sampai harum.",
)  # fmt: skip
NOTICES = (
    "Iklan buku itu dipasang di halte.", "Dilarang mengutip uang dari peminjam.", "Hak cipta lagu itu milik sekolah.",
    "Berlangganan koran tetap diteruskan.", "Komentar warga pun beragam.", "Lanjutkan membaca surat itu, pinta hakim.",
    "Halaman rumahnya penuh karangan bunga.", "Selanjutnya, warga diminta melapor.", "Sumber air di bukit itu kering.",
)  # fmt: skip
POEM = (
    "Di muara kami menunggu", "perahu yang tak kunjung pulang", "angin membawa nama ayah", "ke jendela yang terbuka",
)  # fmt: skip
LAWS = (
    "Pasal 1",
    "(1) Setiap warga berhak meminjam buku.",
    "(2) Peminjaman paling lama empat belas hari.",
    "a. buku anak;",
    "b. buku pelajaran; dan",
    "c. peta lama.",
)
DIALOG = ('"Ya," jawabnya.', '"Sudah makan?"', '"Belum, Pak."', "Ia tertawa.")
RINGS = ("RING I", "RING II", "RING III")
POINTS = ("Jam buka lebih pagi", "Tiket terusan untuk keluarga", "Ruang menyusui di lantai dasar")
SCORES = ("Persatuan Muara 2-1 Putra Danau", "Garuda Pesisir 0-0 Elang Rawa", "Hiu Selat 3-2 Merpati Bukit")
LETTER = (
    "Kepada Bapak Camat,",
    "Bersama ini kami sampaikan tiga permohonan warga.",
    "Hormat kami,",
    "Warga tepi sungai",
)
