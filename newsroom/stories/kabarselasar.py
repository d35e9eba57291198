"""The stories of Kabar Selasar."""

from newsroom.story import Kind, Story, Update, prose

OUTLET = "kabarselasar"

STORIES = (
    Story(
        outlet=OUTLET,
        path="/dunia/berapa-tentara-korea-utara-di-rusia/",
        title="Taksiran Baru Seoul: Prajurit Korea Utara yang Gugur Menjadi 2.000",
        place="Seoul",
        authors=("Rina Kartikawati",),
        section="Dunia",
        tags=("Korea Utara", "NIS"),
        caption="Layar di stasiun Seoul menayangkan berita pengerahan tentara Korea Utara.",
        credit="AP Photo/Ahn Young-joon",
        age_min=240,
        paragraphs=prose(
            """
            Kira-kira 2.000 prajurit Korea Utara gugur di Rusia sejak musim gugur tahun lalu, menurut penilaian terbaru badan intelijen Korea Selatan yang disampaikan Selasa (2/9/2025).
            Jumlah korban tewas itu jauh lebih besar daripada perkiraan pada April, ketika badan yang sama menyebut angka 600 orang. Perbedaan tersebut muncul setelah intelijen memperbarui data dari garis depan.
            “Kami menaksir jumlah yang gugur kira-kira dua ribu orang,” ujar anggota parlemen Park Sun-won mengutip penjelasan badan intelijen. Menurut dia, gelombang pengiriman ketiga sebanyak 6.000 orang sedang disiapkan.
            Seorang atase pertahanan – dalam istilah diplomatik attaché – dari negara Eropa mengatakan angka itu sulit dipastikan karena Pyongyang tidak pernah mengumumkannya.
            Sekitar 1.000 tentara zeni dari gelombang ketiga dilaporkan sudah tiba di Rusia, dan pekerja konstruksi diperkirakan menyusul.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/dunia/pyongyang-bangun-museum-prajurit-kursk/",
        title="Pyongyang Bangun Museum untuk Prajurit yang Gugur di Kursk",
        place="Pyongyang",
        section="Dunia",
        tags=("Museum", "Kim Jong Un"),
        caption="Upacara peletakan batu pertama museum di Pyongyang.",
        credit="KCNA via KNS/AFP",
        age_min=82,
        update=Update(after=0.5),
        paragraphs=prose(
            """
            Pemimpin Korea Utara Kim Jong Un memimpin upacara peletakan batu pertama museum yang didedikasikan bagi prajurit yang gugur membantu Rusia di wilayah Kursk.
            KCNA melaporkan upacara di Pyongyang pada Kamis (23/10/2025) itu dihadiri Duta Besar Rusia Aleksandr Matsegora serta keluarga para prajurit.
            “Tahun-tahun persahabatan militer ini akan tercatat sebagai jaminan bagi perkembangan abadi hubungan kedua negara,” kata Kim dalam pidatonya.
            Museum itu akan dilengkapi tugu, taman, dan dinding yang memuat nama para prajurit. Pemerintah juga menjanjikan kawasan permukiman baru bagi keluarga mereka di ibu kota.
            Duta Besar Matsegora membacakan pesan dari Moskow yang menyebut para prajurit itu sebagai pahlawan bagi kedua bangsa.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/dunia/dua-tawanan-korea-utara-di-kyiv/",
        title="Ukraina Tawan Dua Prajurit Korea Utara, Zelensky Unggah Videonya",
        place="Kyiv",
        authors=("Danu Wirasena",),
        section="Dunia",
        tags=("Zelensky", "Tawanan"),
        caption="Volodymyr Zelensky dalam konferensi pers di Kyiv.",
        credit="REUTERS/Valentyn Ogirenko",
        release=0.28,
        paragraphs=prose(
            """
            Presiden Ukraina Volodymyr Zelensky mengumumkan bahwa pasukannya menawan dua prajurit Korea Utara yang terluka di Kursk, wilayah Rusia yang berbatasan dengan Ukraina.
            Dalam unggahan pada Sabtu (11/1/2025), Zelensky menyertakan video kedua tawanan yang terbaring di ranjang. Salah satunya memegang kartu identitas militer Rusia atas nama orang lain.
            “Tidak mudah menangkap mereka hidup-hidup,” tulis Zelensky. Ia mengatakan tentara Rusia dan prajurit Korea Utara lain berusaha melenyapkan bukti kehadiran Pyongyang di medan perang.
            Dinas intelijen Korea Selatan membenarkan penangkapan itu dan membantu penerjemahan. Menurut mereka, seorang tawanan mengira ia dikirim untuk latihan, bukan untuk berperang.
            Pyongyang kala itu belum mengakui pengiriman pasukan. Pengakuan baru datang tiga bulan kemudian, ketika KCNA memuat pernyataan Komisi Militer Pusat.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/dunia/laporan-tim-pemantau-sanksi-rusia-korea-utara/",
        title="Tim Pemantau Sanksi: Korea Utara Pasok Jutaan Peluru ke Rusia",
        place="Washington",
        section="Dunia",
        tags=("Sanksi", "MSMT"),
        caption="Kontainer di pelabuhan Rajin, Korea Utara, dalam citra satelit.",
        credit="Maxar Technologies",
        release=0.68,
        paragraphs=prose(
            """
            Korea Utara memasok sekitar sembilan juta butir amunisi artileri dan roket ke Rusia sepanjang 2024, menurut laporan pertama Tim Pemantau Sanksi Multilateral yang terbit Kamis (29/5/2025).
            Tim itu dibentuk sebelas negara – termasuk Amerika Serikat, Korea Selatan, Jepang, dan Prancis – setelah Rusia memveto perpanjangan panel ahli PBB pada 2024.
            Laporan tersebut juga mencatat sedikitnya 11.000 tentara Korea Utara berada di Rusia pada akhir 2024, ditambah lebih dari 3.000 orang pada awal 2025.
            “Kerja sama militer ini melanggar resolusi Dewan Keamanan yang dahulu disetujui Moskow sendiri,” demikian bunyi pernyataan bersama yang dibacakan seorang diplomat Prancis di sebuah kafé dekat Champs-Élysées.
            Sebagai imbalan, Rusia disebut memberikan peralatan pertahanan udara, sistem pengacau sinyal, dan lebih dari satu juta barel produk minyak kepada Pyongyang.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/hiburan/drama-korea-selatan-yang-paling-ditunggu/",
        title="Lima Drama Korea Selatan yang Paling Ditunggu Akhir Tahun Ini",
        kind=Kind.OFF_TOPIC,
        section="Hiburan",
        tags=("Drama", "Korea Selatan"),
        caption="Poster sebuah drama Korea Selatan di halte bus.",
        credit="Kabar Selasar/Danu Wirasena",
        age_min=55,
        paragraphs=prose(
            """
            Penggemar drama Korea Selatan di Indonesia akan punya banyak pilihan pada akhir tahun. Sedikitnya lima judul baru dijadwalkan tayang di layanan siaran daring mulai pekan depan.
            Judul yang paling ramai dibicarakan adalah kisah dua juru masak yang membuka kafé kecil di Busan. Pemeran utamanya pernah berkunjung ke Jakarta untuk jumpa penggemar pada Mei lalu.
            “Ceritanya sederhana, tetapi dialognya membuat saya menangis,” kata Larasati, penonton pratayang di Seoul. Ia menulis ulasan panjang di blog pribadinya.
            Selain itu, ada drama hukum, komedi keluarga, dan dua kisah fantasi berlatar zaman Joseon. Semuanya akan tersedia dengan takarir bahasa Indonesia.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/indeks/dunia/",
        title="Indeks Berita Dunia",
        kind=Kind.LISTING,
        section="Dunia",
        release=0.48,
        paragraphs=prose(
            """
            Menlu Korea Selatan Bertolak ke Jenewa
            Topan Melemah Sebelum Mencapai Taiwan
            Parlemen Jepang Sahkan Anggaran Tambahan
            Pemilu Chile Masuk Putaran Kedua
            Kebakaran Gudang di Mumbai Padam Setelah Dua Hari
            Rusia Umumkan Latihan Laut di Vladivostok
            Kanada Buka Lagi Kedutaan di Damaskus
            Gletser Himalaya Menyusut Lebih Cepat
            Perundingan Kyiv dan Moskow Kembali Buntu
            Mesir Pamerkan Temuan Makam Baru
            Bursa Eropa Ditutup Beragam
            Pelabuhan Rotterdam Tambah Tenaga Angin
            Warga Perbatasan Dandong Menanti Gerbang Dibuka
            Festival Lampion Chiang Mai Dipadati Turis
            Australia Batasi Media Sosial untuk Anak
            Peneliti Temukan Ikan Laut Dalam Tembus Pandang
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/dunia/foto-parade-pyongyang-dihapus/",
        title="Foto: Parade di Pyongyang",
        kind=Kind.GONE,
        section="Dunia",
        release=0.56,
    ),
)
