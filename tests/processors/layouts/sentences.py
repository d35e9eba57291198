"""Sentences of our own invented articles, with slots for names, figures, places and days."""

# Sentences keep their lines.
# ruff: noqa: E501

BENDA = (
    "pasar ikan", "jembatan gantung", "perpustakaan keliling", "feri malam", "stasiun kecil", "museum perahu",
    "kebun bibit", "balai warga", "puskesmas terapung", "lapangan desa", "terminal angkutan", "bendungan kecil",
    "pabrik garam", "rumah jahit", "menara suar", "gudang beras", "sekolah alam", "bengkel sepeda",
)  # fmt: skip
KOTA = (
    "Muara Tiga", "Tanjung Rawa", "Sukalangit", "Batu Anyar", "Karang Selong", "Telaga Wangi", "Bukit Sari",
    "Kuala Merak", "Lembah Suwung", "Pulau Jati", "Rantau Dalam", "Sumber Legi",
)  # fmt: skip
DESA = ("Cirawa", "Kedung Asri", "Sialang", "Wanakerta", "Lubuk Pinang", "Mekar Tani", "Air Hitam", "Parit Baru")
NAMA = (
    "Hendra Wibawa", "Sri Lestiani", "Maruli Tampubon", "Yohana Bere", "Dedi Kusnandi", "Nurhalimah Zain",
    "Wayan Sutarsa", "Ratna Komariah", "Abdul Muhyi", "Lina Tandiono", "Petrus Wenda", "Siti Rohmatun",
    "Galih Prabawa", "Tiur Simatua", "Fauzan Lubira", "Endang Puspita",
)  # fmt: skip
JABATAN = (
    "kepala dinas pekerjaan umum", "ketua koperasi setempat", "camat", "wakil wali kota", "juru bicara pengelola",
    "anggota dewan kota", "ketua paguyuban warga", "kepala balai pelatihan", "peneliti tata kota", "lurah",
)  # fmt: skip
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN = ("Januari", "Februari", "April", "Juni", "Agustus", "Oktober", "Desember")
TITLES = (
    "{Benda} di {kota} Kembali Dibuka Setelah {n} Bulan Tertutup",
    "Warga {kota} Sambut {Benda} Baru dengan Pawai Obor",
    "Biaya {Benda} {kota} Membengkak, Dewan Minta Penjelasan",
    "{Benda} {kota} Pindah ke Tepi Sungai Mulai Pekan Depan",
    "Setelah Tertunda Dua Kali, {Benda} {kota} Akhirnya Berjalan",
    "Pengelola {Benda} {kota} Janjikan Jalur Khusus Lansia",
    "Cerita di Balik {Benda} {kota} yang Dikelola Anak Muda",
    "Dewan {kota} Setujui Anggaran {Benda} untuk Tahun Depan",
    "Hujan Deras Tidak Surutkan Pengunjung {Benda} {kota}",
    "{Benda} {kota} Jadi Contoh bagi Enam Daerah Tetangga",
)
LEADS = (
    "Pemerintah {kota} membuka kembali {benda} pada {hari} ({d}/{m}/2025) setelah ditutup selama {n} bulan untuk perbaikan atap, lantai, dan saluran air yang berkali-kali tersumbat.",
    "Ratusan warga {kota} memadati {benda} pada {hari} ({d}/{m}/2025) pagi, beberapa jam setelah pengelola mengumumkan bahwa semua pekerjaan telah selesai lebih cepat daripada rencana.",
    "Rencana pemindahan {benda} di {kota} akhirnya disetujui dewan pada {hari} ({d}/{m}/2025) setelah pembahasan yang berlangsung hampir {n} bulan dan dua kali ditunda.",
    "Sebanyak {r} orang mendaftar sebagai relawan {benda} di {kota} hanya dalam tiga hari, jauh lebih banyak daripada perkiraan pengelola yang semula hanya berharap separuhnya.",
    "Koperasi di {kota} mengambil alih pengelolaan {benda} mulai {hari} ({d}/{m}/2025) karena pengelola lama tidak lagi sanggup menanggung biaya perawatan yang terus naik.",
    "Sebuah {benda} di pinggiran {kota} yang sempat terbengkalai kini menjadi tempat berkumpul warga dari {n} kampung, sebagian di antaranya datang dengan berjalan kaki.",
    "Para pengurus {benda} di {kota} meminta pemerintah daerah segera menambah petugas, sebab jumlah pengunjung naik dua kali lipat sejak awal {bulan}.",
    "Tim gabungan memeriksa {benda} di {kota} pada {hari} ({d}/{m}/2025) menyusul laporan warga tentang retakan sepanjang {n} meter di dinding sebelah timur.",
)
PARAGRAPHS = (
    "Pengelola mengatakan {benda} itu dapat menampung {r} orang sekaligus dan memiliki jalur keluar sendiri, sehingga antrean tidak lagi mengular sampai ke jalan raya.",
    "Menurut dia, pekerjaan dilakukan bertahap supaya kegiatan warga tidak terganggu. Bagian yang paling rusak dikerjakan lebih dulu, lalu disusul bagian depan pada akhir pekan.",
    "Sebagian warga mengeluhkan letak pintu masuk yang jauh dari tempat parkir. Mereka khawatir orang lanjut usia enggan berjalan sejauh itu ketika matahari sedang terik.",
    "Pemerintah {kota} berjanji menambah dua pintu di sisi selatan sebelum akhir {bulan}. Pekerjaan itu tidak masuk anggaran tahun ini, tetapi dananya sudah dibicarakan dengan dewan.",
    "Di lokasi lama, bangunan yang kosong akan dibongkar mulai bulan depan. Lahannya akan dipakai untuk taman kecil dan halte yang sudah lama diminta oleh warga {desa}.",
    "Hingga sore hari, sekitar {n} kelompok sudah mendaftarkan diri, sedangkan yang lain masih menunggu berkas dari kantor kecamatan dikirim dengan kurir.",
    "Biaya perbaikan mencapai {rp} juta rupiah, dan sepertiganya ditanggung oleh sumbangan warga perantauan yang dikumpulkan lewat arisan selama dua tahun.",
    "Data dinas menunjukkan {benda} itu melayani rata-rata {r} pengunjung setiap pekan. Angka tersebut naik {p} persen dibandingkan dengan periode yang sama tahun lalu.",
    "Petugas menemukan karat di {n} titik ketika memeriksa rangka bangunan. Baut yang aus sudah diganti, tetapi tiang penyangga di sisi barat masih menunggu suku cadang.",
    "Anak-anak sekolah menjadi kelompok yang paling merasakan perubahannya. Dulu mereka harus memutar sejauh {n} kilometer lewat jalan berbatu di pinggir hutan karet.",
    "Kepala Desa {desa} menuturkan bahwa warganya ikut bergotong royong mengangkut batu dari sungai. Setiap keluarga menyumbang satu orang selama {n} hari.",
    "Pada musim hujan tahun lalu, air setinggi lutut masuk ke ruang depan dan merusak sebagian arsip. Sejak itu lantai dinaikkan hampir setengah meter.",
    "Ketua kelompok tani dari {desa} datang membawa surat berisi {n} permintaan, antara lain jam buka yang lebih pagi dan timbangan yang ditera ulang.",
    "Rencana awalnya jauh lebih sederhana. Namun, setelah seorang arsitek asal {kota} menawarkan gambar tanpa bayaran, panitia sepakat memakai rancangan baru itu.",
    "Atapnya memakai bambu petung yang direndam selama {n} pekan agar tahan rayap. Cara lama itu dipelajari dari tukang perahu di {desa} yang kini berusia 81 tahun.",
    "Untuk sementara, pengunjung diminta membawa botol minum sendiri karena pipa dari mata air belum tersambung. Pengelola menyiapkan {n} tong air di dekat pintu.",
    "Seorang pedagang dari {desa} mengaku omzetnya turun separuh selama penutupan. Ia sempat berjualan di tepi jalan dan beberapa kali ditegur petugas ketertiban.",
    "Dewan kota sebelumnya mempertanyakan lonjakan anggaran dari {rp} juta menjadi hampir dua kali lipat. Pengelola menjawab bahwa harga semen naik dan tanahnya labil.",
    "Menjelang malam, lampu minyak dinyalakan di sepanjang jalan setapak. Warga menyebutnya malam seribu lampu, meskipun jumlahnya sebenarnya hanya {r} buah.",
    "Sebuah tim dari perguruan tinggi negeri mengukur getaran bangunan selama {n} hari. Hasilnya, rangka dinyatakan aman asalkan beban di lantai atas dibatasi.",
    "Meski begitu, tidak semua pihak gembira. Pemilik perahu sewaan khawatir kehilangan penumpang karena jalur darat kini lebih pendek dan dapat dilalui sepeda motor.",
    "Pemerintah provinsi menugaskan {n} penyuluh untuk mendampingi warga selama setahun. Mereka akan tinggal di rumah penduduk dan menulis laporan setiap dua pekan.",
    "Jam buka diperpanjang sampai pukul sembilan malam pada akhir pekan. Pengelola menambah {n} petugas kebersihan yang direkrut dari kampung di sekitarnya.",
    "Dari {r} formulir yang dibagikan, hampir semuanya kembali dalam keadaan terisi. Sebagian besar warga menginginkan ruang menyusui dan jalur kursi roda.",
    "Bahan bangunan dibawa dengan gerobak sapi karena truk tidak dapat melewati tanjakan di {desa}. Pengangkutan itu saja memakan waktu {n} pekan.",
    "Kursi panjang di ruang tunggu dibuat dari kayu bekas kapal nelayan. Bekas paku dan cat birunya sengaja dibiarkan agar orang ingat dari mana kayu itu berasal.",
    "Penjaga malam yang sudah bekerja sejak 1994 masih dipertahankan. Ia hafal setiap bunyi engsel dan selalu berkeliling {n} kali sebelum subuh.",
    "Peresmian semula dijadwalkan pada {bulan}, tetapi diundur karena banjir memutus jalan di dua tempat. Panitia kemudian memilih tanggal tanpa menunggu pejabat.",
    "Tarif masuk untuk umum ditetapkan {n} ribu rupiah, sedangkan pelajar dan warga {desa} tidak dipungut biaya. Uang itu dipakai untuk merawat kebun di belakang.",
    "Beberapa relawan datang dari luar pulau. Mereka tidur di balai desa, memasak sendiri, dan pada malam hari mengajari anak-anak membuat lampion dari kertas bekas.",
    "Hasil survei terhadap {r} responden memperlihatkan bahwa {p} persen merasa lebih aman setelah penerangan dipasang di sepanjang jalan menuju lokasi.",
    "Tukang batu yang memimpin pekerjaan itu menolak disebut ahli. Baginya, yang penting adukan tidak terlalu encer dan semua orang mau mendengar aba-aba.",
    "Perjalanan dari pusat {kota} memakan waktu sekitar {n} menit dengan angkutan umum. Trayek baru diuji coba sejak pekan lalu dan selalu penuh pada jam pulang kerja.",
    "Ketika hujan turun pada siang hari, para pengunjung berteduh di bawah terpal dan bersama-sama menyanyikan lagu lama yang biasa dinyanyikan saat panen.",
    "Hibah sebesar {rp} juta rupiah dari yayasan pendidikan dipakai untuk membeli generator. Sisanya disimpan di bank desa sebagai dana perawatan tahun kedua.",
    "Persoalan sampah belum sepenuhnya selesai. Setiap hari Minggu terkumpul kira-kira {n} karung plastik yang harus diangkut dengan perahu ke tempat pengolahan.",
    "Lembaga pengawas memberi waktu {n} hari kepada pengelola untuk memperbaiki jalur evakuasi. Jika tidak dipenuhi, izin sementara dapat dicabut.",
    "Sejumlah perempuan dari {desa} membuka warung kecil di halaman. Mereka menjual ketan bakar, kopi tubruk, dan pepes ikan yang dibungkus daun pisang.",
    "Dua belas tahun lalu, tempat ini hanya tanah lapang dengan satu pohon trembesi. Pohon itu tetap dipertahankan dan sekarang menaungi tempat duduk para orang tua.",
    "Pihak bank menyatakan kredit untuk tahap kedua baru dapat dicairkan setelah laporan keuangan diperiksa. Pemeriksaan itu diperkirakan selesai pada {bulan}.",
    "Rapat terakhir berlangsung sampai larut malam dan diikuti {n} perwakilan kampung. Keputusan diambil dengan suara terbanyak setelah musyawarah buntu.",
    "Setiap pengunjung yang menyumbang buku atau bibit mendapat cap kecil di kartunya. Setelah sepuluh cap, kartu itu dapat ditukar dengan sebungkus madu hutan.",
    "Menurut catatan rumah sakit, jumlah korban kecelakaan di tikungan menuju lokasi turun dari {n} menjadi satu orang sejak cermin cembung dipasang.",
    "Air untuk kamar mandi diambil dari tampungan hujan berkapasitas {r} liter. Pada musim kemarau, pengelola bekerja sama dengan pemadam kebakaran {kota}.",
    "Guru-guru dari {n} sekolah dasar menjadikan tempat itu sebagai kelas terbuka. Murid mengukur bayangan tiang, menghitung anak tangga, dan menggambar burung air.",
    "Tahap berikutnya adalah menyambung jalan setapak ke dermaga. Panjangnya hanya {r} meter, tetapi tanahnya berawa dan harus diperkuat dengan cerucuk bambu.",
    "Seorang pensiunan masinis menyumbangkan lonceng tua dari gudangnya. Lonceng itu dibunyikan setiap pukul enam pagi dan terdengar sampai ke {desa}.",
    "Panitia mengakui pembagian tugas pada hari pertama masih kacau. Beberapa tamu menunggu lebih dari satu jam karena kunci ruang utama terbawa pulang oleh petugas.",
    "Suhu di dalam ruangan tercatat {n} derajat lebih rendah daripada di luar berkat lubang angin di bawah atap. Tidak ada pendingin udara yang dipasang.",
    "Pelajaran paling penting, kata para pengurus, adalah mencatat setiap pengeluaran sekecil apa pun dan menempelkannya di papan pengumuman setiap Sabtu.",
    "Pemilik tanah bersedia menukar kebunnya seluas {r} meter persegi dengan lahan di dekat jalan besar. Akta tukar guling ditandatangani di depan notaris pekan lalu.",
    "Untuk mencegah pencurian, warga membentuk ronda yang terdiri atas {n} regu. Setiap regu membawa kentongan dan mencatat nomor kendaraan yang lewat tengah malam.",
    "Kelompok musik anak muda tampil tanpa pengeras suara agar burung di hutan bakau tidak terganggu. Penonton duduk melingkar di atas tikar pandan.",
    "Dokter jaga menyarankan pengunjung yang memiliki riwayat sesak napas tidak menaiki tangga utama. Sebuah jalur landai tersedia di sisi utara.",
    "Sampai berita ini ditulis, pengelola masih menghitung sumbangan yang masuk. Jumlah sementara tercatat {rp} juta rupiah dari {r} orang.",
    "Peta lama dari arsip kolonial memperlihatkan bahwa lokasi itu dahulu merupakan persinggahan kapal dagang. Salinannya kini dipajang di dekat pintu masuk.",
    "Jaringan telepon di sekitar lokasi masih lemah. Perusahaan telekomunikasi menjanjikan satu menara tambahan setelah izin lingkungan terbit pada {bulan}.",
    "Nelayan dari {desa} mengusulkan agar jadwal kapal disesuaikan dengan pasang surut. Usul itu diterima dan mulai berlaku pada awal pekan depan.",
    "Seekor kucing belang yang kerap tidur di loket menjadi kesayangan para pengunjung. Petugas memberinya nama Tiket dan memasang kalung kecil berlonceng.",
    "Perbedaan pendapat muncul ketika panitia membahas warna cat. Setelah perdebatan panjang, dipilih warna hijau lumut karena sisa catnya tersedia di gudang.",
    "Pemasok kayu dari hulu menurunkan harga {p} persen setelah mengetahui bahwa bangunan itu tidak dipakai untuk usaha. Kayunya dikirim lewat sungai.",
    "Sejak pintu air diperbaiki, sawah di {desa} tidak lagi kekeringan pada bulan kesembilan. Petani memperkirakan panen berikutnya naik {n} kuintal tiap hektare.",
    "Sebuah bus tua diubah menjadi ruang baca dan diparkir di halaman. Bangkunya dibalik menghadap jendela, dan rak bukunya memakai peti bekas buah.",
    "Para pengurus berganti setiap {n} bulan agar tidak ada yang merasa paling berkuasa. Cara itu meniru kebiasaan kelompok pengatur air di pegunungan.",
)
QUOTES = (
    "“Kami sudah menunggu ini sejak anak saya masih di sekolah dasar, dan sekarang ia sudah bekerja di pelabuhan,” kata {nama}, warga {desa}.",
    "“Jangan hanya diresmikan lalu dilupakan, sebab yang merawatnya nanti tetap kami juga,” ujar {nama}, {jabatan} {kota}.",
    "“Uangnya tidak banyak, tetapi setiap rupiah kami tempel di papan supaya semua orang dapat memeriksa,” tutur {nama}.",
    '"Saya berjalan dua jam untuk sampai ke sini. Kalau nanti ada angkutan, ibu saya pasti ikut," kata {nama} sambil melipat payungnya.',
    '"Target kami sederhana: buka setiap hari, bersih, dan tidak ada yang ditolak di pintu," ucap {nama}, {jabatan} {kota}, kepada wartawan.',
    "“Tahun depan kami ingin semua papan petunjuk ditulis dengan huruf besar, karena banyak tamu kami yang sudah tua,” kata {nama} menambahkan.",
    "Menurut {nama}, {jabatan} {kota}, keberhasilan itu tidak datang tiba-tiba. “Kami gagal empat kali sebelum orang percaya,” katanya.",
    "“Dulu tempat ini gelap dan kami takut lewat. Sekarang anak-anak malah minta diantar ke sini setiap sore,” ungkap {nama}, pedagang bubur.",
    '"Kalau dibilang cukup, tentu belum cukup, tetapi kami tidak mau menunggu bantuan yang tidak jelas kapan datangnya," tegas {nama}.',
    "“Baca juga: itulah pesan ayah setiap kali saya pulang membawa peta, sebab peta tanpa cerita hanya kertas,” kenang {nama}.",
    "“Silakan klik, bayar, lalu datang; begitu saja caranya,” kata {nama} ketika menjelaskan pendaftaran yang kini serba daring.",
)
SHORT = (
    "Ia lalu tertawa kecil.", "Tidak ada yang membantah.", "Suasana mendadak hening.", "Hujan turun lagi.",
    "Jawabannya ternyata sederhana.", "Sejak itu semuanya berubah.", "Warga bertepuk tangan.",
)  # fmt: skip
SUBHEADS = (
    "Biaya yang terus naik", "Suara dari kampung", "Rencana tahun depan", "Apa kata pengelola", "Jalan yang panjang",
    "Pilihan warga", "Menu andalan kantin", "Modal usaha pedagang", "Komentar wali kota", "Rekomendasi dewan",
    "Tantangan di lapangan", "Belajar dari kegagalan", "Kabar dari hulu", "Harapan para nelayan",
)  # fmt: skip
