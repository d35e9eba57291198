"""Sentences of what stands around an article: teasers, comments, menus, ads, consent dialogs, contacts, promotion."""

# Sentences keep their lines.
# ruff: noqa: E501

HEADLINES = (
    "Harga Cabai Turun di Tiga Pasar Induk", "Tim Voli Putri Menang Telak di Laga Pembuka",
    "Kereta Malam ke Pesisir Kembali Beroperasi", "Gempa Kecil Guncang Lereng Selatan Tadi Malam",
    "Pelajar Temukan Fosil Kerang di Sungai Kering", "Festival Layang-Layang Ditunda karena Angin",
    "Bupati Lantik Sebelas Kepala Sekolah Baru", "Panen Kopi Mundur, Petani Jual Bibit Alpukat",
    "Rumah Sakit Daerah Buka Layanan Malam", "Listrik Padam Enam Jam di Kawasan Industri",
    "Penyelam Angkat Jangkar Kuno dari Dasar Teluk", "Jalan Tol Lingkar Dibuka Tanpa Tarif Sepekan",
    "Atlet Renang Pecahkan Rekor yang Bertahan Lama", "Kuota Pupuk Bersubsidi Ditambah Jelang Tanam",
    "Sekolah Adat Terima Guru dari Luar Negeri", "Bandara Perintis Layani Rute ke Kepulauan",
    "Nilai Tukar Menguat Setelah Rapat Bank Sentral", "Kapal Riset Petakan Terumbu Karang Dalam",
    "Sidang Sengketa Lahan Ditunda Dua Pekan", "Ribuan Pelari Ikuti Lomba Lintas Kebun Teh",
    "Mahasiswa Rancang Alat Pengering Ikan Murah", "Film Pendek tentang Garam Menang di Praha",
    "Petugas Gagalkan Penyelundupan Burung Kakatua", "Pabrik Kertas Hentikan Produksi Sementara",
    "Wisatawan Diminta Tidak Mendekati Kawah", "Stok Darah Menipis Menjelang Libur Panjang",
    "Kampung Tenun Siapkan Motif Baru untuk Ekspor", "Dua Pendaki yang Tersesat Ditemukan Selamat",
)  # fmt: skip
TEASERS = (
    "Pedagang menyebut pasokan dari dataran tinggi mulai lancar sesudah cuaca membaik selama sepekan penuh.",
    "Pelatih memuji barisan bertahan yang tidak memberi ruang kepada lawan sepanjang dua set pertama.",
    "Tiket kelas ekonomi habis terjual dalam dua jam, sedangkan kelas malam masih tersisa untuk akhir pekan.",
    "Badan meteorologi mencatat pusat getaran berada di kedalaman sepuluh kilometer dan tidak memicu gelombang besar.",
    "Guru pembimbing mengirim contoh batuan itu ke laboratorium geologi untuk diperiksa umurnya.",
    "Panitia menunggu perkiraan cuaca terbaru sebelum menetapkan jadwal pengganti bagi para peserta.",
    "Rotasi tersebut merupakan yang ketiga sejak awal tahun ajaran dan menuai tanggapan beragam.",
    "Koperasi tani memperkirakan hasil kebun berkurang seperempat akibat bunga yang rontok terlalu dini.",
    "Direktur menyatakan dokter umum akan berjaga sampai tengah malam selama masa percobaan tiga bulan.",
    "Perusahaan listrik menjelaskan gangguan terjadi pada trafo utama yang tersambar petir.",
    "Benda seberat dua ton itu diduga berasal dari kapal dagang yang karam pada abad kedelapan belas.",
    "Pengguna jalan cukup menempelkan kartu di gerbang, tetapi saldo tidak akan dipotong hingga Minggu.",
    "Catatan waktunya lebih cepat setengah detik daripada rekor yang dibuat sebelas tahun silam.",
    "Distributor diminta menyalurkan jatah tambahan paling lambat sebelum musim tanam kedua dimulai.",
    "Para tetua menyambut rombongan pengajar dengan tarian dan hidangan dari umbi hutan.",
    "Pesawat berkapasitas dua belas kursi dijadwalkan terbang tiga kali sepekan mulai bulan depan.",
    "Analis menilai sentimen positif masih akan bertahan walau impor bahan baku belum menurun.",
    "Ekspedisi selama empat puluh hari itu menghasilkan peta digital dengan ketelitian tinggi.",
    "Majelis hakim meminta kedua pihak melengkapi bukti kepemilikan yang diterbitkan sebelum reformasi.",
    "Juara pertama menempuh lintasan menanjak itu dalam waktu kurang dari satu setengah jam.",
    "Alat tersebut memakai tungku sekam dan diklaim dapat memangkas ongkos bahan bakar nelayan.",
    "Sutradaranya menghabiskan satu musim kemarau bersama para petambak untuk merekam gambar.",
    "Satwa dilindungi itu disembunyikan di dalam botol plastik bekas yang dilubangi bagian sampingnya.",
    "Manajemen berdalih permintaan turun drastis, sementara serikat buruh menuntut kepastian upah.",
    "Pos pengamatan menaikkan status gunung setelah tercatat belasan letusan kecil sejak dini hari.",
    "Palang merah mengajak karyawan perkantoran ikut menyumbang sebelum cuti bersama dimulai.",
    "Para perajin memadukan warna tanah dan biru laut agar sesuai dengan selera pembeli mancanegara.",
    "Keduanya bertahan dengan minum air lumut dan memakan bekal cokelat yang tinggal sebatang.",
)
COMMENTS = (
    "Wah, semoga saja tidak seperti yang dulu, baru setahun sudah rusak lagi dan uangnya entah ke mana, min.",
    "Setuju banget sama bapak di atas, kita ini cuma mau jalannya bagus dan lampunya nyala, itu saja kok susah ya.",
    "Saya kemarin lewat sana sama istri, parkirnya penuh banget dan tukang parkirnya minta lima ribu tanpa karcis.",
    "Tolong dong admin dibahas juga soal angkot yang ngetem sembarangan, tiap pagi macetnya minta ampun di situ.",
    "Alhamdulillah akhirnya jadi juga, terima kasih buat semua yang sudah capek-capek bantu dari awal sampai sekarang.",
    "Mantap, kapan di tempat saya dibikin yang begini juga, sudah bosan dijanjiin terus tiap mau pemilihan, hehe.",
    "Menurut gue sih mending uangnya dipakai benerin sekolah dulu, anak gue belajar di kelas yang bocor tiap hujan.",
    "Yang penting jangan ada pungli, soalnya pengalaman saya di kantor sebelah malah disuruh bayar dua kali lipat.",
)
USERS = ("budi_santuy", "Mamah Rafa", "Ucok88", "nengsari", "Pak RT 05", "dewi.kk", "anakrantau", "jokosantai_id")
PROMO = (
    "Ikuti berita Kabar Muara lainnya di Google News dan WhatsApp Channel",
    "Dapatkan update berita pilihan setiap hari dari Kabar Muara di saluran Telegram kami",
    "Gabung WhatsApp Channel Kabar Muara untuk mendapatkan berita terbaru",
    "Simak berita pilihan Kabar Muara langsung di ponselmu, klik di sini untuk bergabung",
    "Cek Berita dan Artikel yang lain di Google News",
    "Kunjungi Medsos KabarMuara.id",
)
CONTACTS = (
    "Redaksi Kabar Muara menerima kiriman tulisan, foto, dan hak jawab melalui surat elektronik redaksi@kabarmuara.id atau nomor WhatsApp 0811-0000-123 pada jam kerja.",
    "Kantor pusat Kabar Muara beralamat di Jalan Dermaga Lama Nomor 14, telepon (021) 5550 1234. Untuk pemasangan iklan, hubungi bagian niaga di iklan@kabarmuara.id.",
)
BIOS = (
    "{author} bergabung dengan Kabar Muara sejak 2016 dan meliput isu perkotaan serta lingkungan. Lulusan jurnalistik ini gemar bersepeda dan mengoleksi perangko.",
    "Tentang penulis: {author} adalah jurnalis Kabar Muara yang banyak menulis tentang pesisir. Sapa ia melalui akun media sosialnya atau kirim surel ke redaksi.",
)
CONSENT = (
    "We and our partners store and access information on your device, such as cookies and unique identifiers, and process personal data to show personalised advertising and content.",
    "With your permission we may use precise location data and identification through device scanning. You may click to consent to the processing described above at any time.",
    "Some of the processing of your personal data may not require your consent, but you have the right to object. Your preferences will apply to this website only and can be changed later.",
    "Please note that essential cookies are always active because the site would not work without them, while measurement cookies help us understand how visitors use the pages.",
)
ENGLISH = (
    "Visitors from abroad can read a selection of our stories in English, translated every morning by a small team of editors who work from three cities.",
    "Our newsroom follows the standards of the press council and corrects mistakes openly; write to the public editor if you believe that a report is wrong.",
    "The weather service expects light winds over the strait tonight, with scattered showers near the coast and clear skies over the hills by early morning.",
)
ARABIC = (
    "تنشر الصحيفة نسخة عربية مختصرة من أهم الأخبار كل صباح، ويمكن للقراء الاشتراك في النشرة البريدية مجانا عبر الموقع.",
    "جميع الحقوق محفوظة ولا يجوز نقل المواد المنشورة دون إذن كتابي من إدارة التحرير في المقر الرئيسي.",
)
JAVANESE = (
    "Warta basa Jawa saiki bisa diwaca saben dina Setu, isine crita cekak, geguritan, lan pitutur saka para sesepuh ing padesan.",
    "Kanggo para maos ingkang badhe kintun seratan, sumangga dipunkintunaken dhateng alamat redaksi saderengipun dinten Kemis sonten.",
)
SECTIONS = ("NASIONAL", "DAERAH", "EKONOMI", "OLAHRAGA", "GAYA HIDUP", "DUNIA", "SAINS")
