"""The stories of Antena Warta."""

from newsroom.stories.wire import THANKS
from newsroom.story import Kind, Story, Update, prose

OUTLET = "antenawarta"

STORIES = (
    Story(
        outlet=OUTLET,
        path="/internasional/read/210401/putin-berterima-kasih-kepada-kim-jong-un",
        title="Putin Berterima Kasih kepada Kim Jong Un atas Bantuan di Kursk",
        place="MOSKOW",
        authors=("Ratna Widuri",),
        editors=("Bagas Hanafi",),
        tags=("Rusia", "Korea Utara", "Kursk"),
        caption="Presiden Rusia Vladimir Putin dan pemimpin Korea Utara Kim Jong Un saat bertemu di Pyongyang, 19 Juni 2024.",
        credit="KCNA via KNS/AFP",
        age_min=214,
        wire="thanks",
        paragraphs=THANKS,
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/read/210417/jumlah-tentara-korea-utara-di-kursk",
        title="NIS: 600 dari 12.000 Tentara Korea Utara Tewas Bantu Rusia di Kursk",
        place="SEOUL",
        authors=("Galih Prasaja", "Ratna Widuri"),
        editors=("Bagas Hanafi",),
        tags=("Korea Utara", "NIS"),
        caption="Prajurit Korea Utara dalam sebuah parade di Pyongyang.",
        credit="AFP/Kim Won Jin",
        age_min=95,
        counts="sent",
        number=15_000,
        number_before=12_000,
        paragraphs=prose(
            """
            Badan Intelijen Nasional Korea Selatan (NIS) memperkirakan 600 tentara Korea Utara tewas saat bertempur membantu Rusia di wilayah Kursk. Menurut NIS, Korea Utara telah mengirim sedikitnya 12.000 tentara ke Rusia untuk membantu merebut kembali wilayah Kursk dari pasukan Ukraina.
            Angka itu disampaikan kepada anggota parlemen dalam rapat tertutup di Seoul, Rabu (30/4/2025), dua hari setelah Pyongyang mengakui pengerahan pasukannya.
            “Mereka berangkat dalam dua gelombang dan mengalami banyak korban pada bulan-bulan awal,” kata Lee Seong-kweun, anggota komisi intelijen parlemen, seusai rapat.
            Jumlah seluruh korban, termasuk yang terluka, mencapai 4.700 orang. Jenazah mereka dikremasi di Kursk sebelum dipulangkan.
            Moskow dan Pyongyang belum pernah mengumumkan jumlah resmi pasukan yang terlibat – keduanya hanya menyebut “satuan-satuan” Tentara Rakyat Korea.
            """
        ),
        update=Update(
            after=0.6,
            title="NIS: 600 dari 15.000 Tentara Korea Utara Tewas Bantu Rusia di Kursk",
            paragraphs=prose(
                """
                Badan Intelijen Nasional Korea Selatan (NIS) memperkirakan 600 tentara Korea Utara tewas saat bertempur membantu Rusia di wilayah Kursk. Menurut NIS, Korea Utara telah mengirim sekitar 15.000 tentara ke Rusia untuk membantu merebut kembali wilayah Kursk dari pasukan Ukraina.
                Angka itu disampaikan kepada anggota parlemen dalam rapat tertutup di Seoul, Rabu (30/4/2025), dua hari setelah Pyongyang mengakui pengerahan pasukannya.
                “Mereka berangkat dalam dua gelombang dan mengalami banyak korban pada bulan-bulan awal,” kata Lee Seong-kweun, anggota komisi intelijen parlemen, seusai rapat.
                Jumlah seluruh korban, termasuk yang terluka, mencapai 4.700 orang. Jenazah mereka dikremasi di Kursk sebelum dipulangkan.
                Moskow dan Pyongyang belum pernah mengumumkan jumlah resmi pasukan yang terlibat – keduanya hanya menyebut “satuan-satuan” Tentara Rakyat Korea.
                """
            ),
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/read/210433/kim-jong-un-bertemu-putin-di-beijing",
        title="Bertemu di Beijing, Kim Jong Un Sebut Bantuan untuk Rusia Kewajiban Persaudaraan",
        place="BEIJING",
        authors=("Galih Prasaja",),
        editors=("Maria Lestari",),
        tags=("Kim Jong Un", "Vladimir Putin", "Beijing"),
        caption="Kim Jong Un dan Vladimir Putin berjalan menuju ruang pertemuan di Wisma Negara Diaoyutai, Beijing.",
        credit="Sputnik/Alexander Kazakov/Pool via REUTERS",
        release=0.16,
        paragraphs=prose(
            """
            Pemimpin Korea Utara Kim Jong Un menegaskan kesediaannya untuk terus membantu Rusia ketika bertemu Presiden Vladimir Putin di Beijing, Rabu (3/9/2025).
            Keduanya berbincang di Wisma Negara Diaoyutai setelah menyaksikan parade militer yang menandai 80 tahun berakhirnya Perang Dunia II di Asia. Mereka tiba di tempat pertemuan dengan satu mobil.
            "Kalau ada yang dapat kami lakukan bagi Anda dan rakyat Rusia, kami menganggapnya sebagai kewajiban persaudaraan," ujar Kim, seperti dilaporkan kantor berita TASS.
            Putin membalas dengan memuji prajurit Korea Utara yang bertempur di Kursk. Menurut dia, para prajurit itu berperang dengan gagah berani dan pengorbanan mereka akan selalu dikenang.
            Kunjungan ke Tiongkok itu menjadi penampilan pertama Kim dalam acara yang dihadiri banyak kepala negara. Presiden Tiongkok Xi Jinping duduk di antara Putin dan Kim selama parade berlangsung.
            Sehari sebelumnya, dinas intelijen Korea Selatan menaikkan perkiraan jumlah tentara Korea Utara yang tewas menjadi sekitar 2.000 orang, dari 600 orang pada April.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/read/210446/lavrov-temui-kim-jong-un-di-wonsan",
        title="Lavrov Temui Kim Jong Un di Wonsan, Pyongyang Janjikan Dukungan Tanpa Syarat",
        place="WONSAN",
        authors=("Ratna Widuri",),
        editors=("Maria Lestari",),
        tags=("Sergey Lavrov", "Wonsan"),
        caption="Menteri Luar Negeri Rusia Sergey Lavrov berbincang dengan Kim Jong Un di atas kapal pesiar di Wonsan.",
        credit="Kementerian Luar Negeri Rusia via AP",
        release=0.44,
        paragraphs=prose(
            """
            Menteri Luar Negeri Rusia Sergey Lavrov menemui pemimpin Korea Utara Kim Jong Un di kota pantai Wonsan, Sabtu (12/7/2025), dalam lawatan tiga hari yang menandai eratnya hubungan kedua negara.
            Menurut KCNA, Kim menyatakan siap “mendukung tanpa syarat” semua langkah Rusia untuk menyelesaikan akar krisis Ukraina. Pertemuan itu berlangsung di kawasan wisata pantai yang baru dibuka pada awal Juli.
            “Kami menghargai para prajurit yang ikut membebaskan wilayah Kursk,” kata Lavrov kepada wartawan, seperti dikutip TASS.
            Lavrov juga berunding dengan Menteri Luar Negeri Choe Son Hui. Keduanya menyepakati rencana pertukaran untuk dua tahun ke depan, antara lain di bidang transportasi dan pariwisata.
            Dalam kesempatan yang sama Lavrov memperingatkan Amerika Serikat, Korea Selatan, dan Jepang agar tidak membentuk blok keamanan yang ditujukan kepada Korea Utara maupun Rusia.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/read/210458/seribu-pencari-ranjau-korea-utara-ke-kursk",
        title="Korea Utara Kirim Seribu Tentara Pencari Ranjau ke Kursk",
        place="PYONGYANG",
        authors=("Tegar Alamsyah",),
        editors=("Bagas Hanafi",),
        tags=("Shoigu", "Kursk", "Ranjau"),
        caption="Sekretaris Dewan Keamanan Rusia Sergei Shoigu tiba di Pyongyang.",
        credit="KCNA via KNS/AFP",
        release=0.72,
        paragraphs=prose(
            """
            Korea Utara akan mengirim 1.000 tentara zeni pencari ranjau dan 5.000 pekerja konstruksi militer untuk memulihkan wilayah Kursk di Rusia barat, kata Sekretaris Dewan Keamanan Rusia Sergei Shoigu.
            Shoigu menyampaikannya pada Selasa (17/6/2025) di Pyongyang setelah berjumpa dengan Kim Jong Un. Itu kunjungan keduanya ke ibu kota Korea Utara dalam waktu kurang dari dua pekan.
            "Ini semacam bantuan persaudaraan dari rakyat Korea dan pemimpin mereka kepada negara kami," ujar Shoigu, dikutip dari kantor berita Rusia.
            Para pencari ranjau bertugas membersihkan lahan pertanian dan jalan di perbatasan, sedangkan pekerja konstruksi membangun kembali jembatan, rumah, dan jaringan listrik yang rusak akibat pertempuran.
            Kementerian Luar Negeri Korea Selatan mengecam rencana tersebut. Seoul menilai pengiriman tenaga kerja itu melanggar resolusi Dewan Keamanan PBB yang melarang warga Korea Utara bekerja di luar negeri.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/premium/read/210462/di-balik-layar-lobi-moskow-pyongyang",
        title="Di Balik Layar Lobi Moskow dan Pyongyang",
        kind=Kind.DISALLOWED,
        place="JAKARTA",
        authors=("Maria Lestari",),
        release=0.3,
        paragraphs=prose(
            """
            Laporan khusus ini menelusuri bagaimana Rusia dan Korea Utara menyusun kembali hubungan mereka sejak 2023, dari kunjungan ke Kosmodrom Vostochny sampai penandatanganan perjanjian di Pyongyang.
            Naskah lengkapnya hanya tersedia bagi pelanggan, dan alamat ini tidak boleh diambil oleh perayap karena berkas robots.txt situs melarangnya.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/nasional/read/210421/banjir-rendam-tiga-kecamatan-di-pesisir-utara",
        title="Banjir Rendam Tiga Kecamatan di Pesisir Utara, Ratusan Warga Mengungsi",
        kind=Kind.OFF_TOPIC,
        place="PEKALONGAN",
        section="Nasional",
        authors=("Wening Astari",),
        editors=("Maria Lestari",),
        tags=("Banjir", "Rob"),
        caption="Warga menuntun sepeda motor melewati genangan di jalan desa.",
        credit="ANTENAWARTA.COM/Wening Astari",
        age_min=48,
        paragraphs=prose(
            """
            Hujan deras yang turun sejak Sabtu malam membuat tiga kecamatan di pesisir utara Jawa Tengah terendam banjir setinggi lutut orang dewasa.
            Badan penanggulangan bencana setempat mencatat sedikitnya 640 warga mengungsi ke balai desa, masjid, dan gedung sekolah. Kebutuhan paling mendesak adalah selimut dan makanan bayi.
            "Air naik cepat sekali sekitar pukul dua pagi. Kami hanya sempat membawa surat-surat," kata Sutinah, warga yang rumahnya berada di tepi sungai.
            Pemerintah kabupaten mengerahkan lima pompa tambahan dan membuka dapur umum di empat titik. Genangan diperkirakan surut dalam dua hari bila hujan tidak turun lagi di hulu.
            """
        ),
    ),
)
