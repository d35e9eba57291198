"""The stories of Warna Satu."""

from newsroom.story import Kind, Story, prose

OUTLET = "warnasatu"

STORIES = (
    Story(
        outlet=OUTLET,
        path="/news/4-661001/beda-hitungan-tentara-korut-di-rusia",
        title="10.000, 12.000, atau 15.000? Beda Hitungan Tentara Korut di Rusia",
        authors=("Prita Hapsari",),
        section="News",
        tags=("Korea Utara", "Rusia", "Intelijen"),
        caption="Tentara Korea Utara berbaris dalam parade di Lapangan Kim Il Sung.",
        credit="AFP/STR",
        age_min=177,
        paragraphs=prose(
            """
            Berapa sebenarnya tentara Korea Utara (Korut) yang dikirim untuk membantu Rusia? Jawabannya bergantung pada siapa yang ditanya, dan hampir setahun setelah pengerahan pertama belum ada angka resmi.
            Perkiraan awal Seoul dan Washington pada akhir 2024 menyebut lebih dari 10.000 orang. Presiden Ukraina Volodymyr Zelensky memakai angka 12.000, termasuk 500 perwira dan tiga jenderal.
            Pada April 2025, badan intelijen Korea Selatan menghitung 15.000 orang dalam dua gelombang. Adapun tim pemantau sanksi yang dibentuk sebelas negara mencatat sedikitnya 11.000 orang pada akhir 2024.
            Soal korban pun tidak seragam. Seoul semula melaporkan 600 tewas, lalu pada September menjadi 2.000. Kementerian Pertahanan Inggris menyebut lebih dari 6.000 korban, tetapi angka itu mencakup prajurit yang terluka.
            "Selisih sebesar itu lazim dalam perang yang tertutup," kata Wahyu Anggoro, pengamat militer di Bandung. "Yang penting adalah melihat siapa yang menghitung dan kapan."
            Moskow dan Pyongyang memilih diam. KCNA hanya menampilkan 101 potret prajurit gugur dalam upacara pada Agustus, tanpa keterangan apakah itu jumlah keseluruhan.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/news/4-661014/korut-akui-kirim-pasukan-ke-rusia",
        title="Akhirnya Mengaku, Korut Benarkan Kirim Pasukan ke Rusia",
        authors=("Lutfan Darma",),
        section="News",
        tags=("Korea Utara", "Rusia", "KCNA"),
        caption="Kim Jong Un memimpin rapat Komisi Militer Pusat.",
        credit="KCNA via REUTERS",
        release=0.1,
        paragraphs=prose(
            """
            Korea Utara (Korut) untuk pertama kalinya mengakui telah mengirim pasukan guna membantu Rusia dalam perang melawan Ukraina. Pengakuan itu dimuat media pemerintah KCNA pada Senin (28/4/2025).
            Dalam pernyataan tertulis, Komisi Militer Pusat Partai Buruh Korea mengatakan satuan-satuan tentara ikut serta dalam operasi pembebasan wilayah Kursk "atas perintah kepala negara".
            Keputusan tersebut, menurut pernyataan itu, sesuai dengan Pasal 4 perjanjian yang diteken Kim Jong Un dan Vladimir Putin pada Juni 2024. Pyongyang menyebut para prajuritnya sebagai pahlawan.
            "Mereka yang berjuang demi keadilan adalah wakil kehormatan tanah air," demikian kutipan pernyataan Kim. Sebuah tugu peringatan akan didirikan di ibu kota bagi mereka yang gugur.
            Seoul langsung mengecam. Juru bicara Kementerian Unifikasi Korea Selatan mengatakan pengakuan itu sama dengan mengakui tindakan kriminal, lapor Yonhap.
            Departemen Luar Negeri Amerika Serikat menyatakan negara-negara seperti Korut ikut bertanggung jawab atas berlarutnya perang.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/news/4-661027/gerasimov-lapor-ke-putin-soal-tentara-korut",
        title="Lapor ke Putin, Gerasimov Puji Tentara Korut di Kursk",
        authors=("Prita Hapsari", "Lutfan Darma"),
        section="News",
        tags=("Gerasimov", "Kursk"),
        caption="Kepala Staf Umum Rusia Valery Gerasimov melapor kepada Presiden Vladimir Putin melalui sambungan video.",
        credit="Kremlin.ru via REUTERS",
        release=0.36,
        paragraphs=prose(
            """
            Kepala Staf Umum Rusia Valery Gerasimov melaporkan kepada Presiden Vladimir Putin bahwa wilayah Kursk telah sepenuhnya direbut kembali. Dalam laporan itu ia memuji tentara Korea Utara (Korut).
            Laporan lewat sambungan video tersebut disiarkan pada Sabtu (26/4/2025). Itulah kali pertama pejabat tinggi Rusia secara terbuka mengakui keterlibatan pasukan Pyongyang.
            "Prajurit dan perwira Tentara Rakyat Korea bertempur bahu-membahu dengan tentara kami dan menunjukkan keteguhan yang luar biasa," kata Gerasimov.
            Ukraina membantah bahwa seluruh Kursk sudah jatuh. Staf umum di Kyiv menyatakan pertempuran masih berlangsung di beberapa titik dekat perbatasan.
            Dua hari setelah laporan itu, Korut ikut mengakui pengerahan pasukannya lewat KCNA, dan Putin menyampaikan terima kasih secara terbuka kepada Kim Jong Un.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/news/4-661033/untung-rugi-aliansi-rusia-korut",
        title="Hitung-hitungan Untung Rugi Aliansi Rusia dan Korut",
        kind=Kind.PAYWALLED,
        authors=("Prita Hapsari",),
        section="News",
        tags=("Rusia", "Korea Utara", "Analisis"),
        caption="Rubel dan won Korea Utara.",
        credit="Warna Satu/Ilustrasi",
        release=0.76,
        paragraphs=prose(
            """
            Aliansi Rusia dan Korea Utara kerap digambarkan sebagai pertukaran sederhana: tentara dan peluru dibalas dengan minyak, pangan, serta teknologi. Hitungan di atas kertas ternyata lebih rumit daripada itu.
            Sebuah lembaga kajian di Seoul memperkirakan nilai senjata dan tenaga yang dikirim Pyongyang ke Moskow sejak 2023 mencapai miliaran dolar, sedangkan imbalan yang diterima Kim Jong Un baru sebagian kecilnya.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/market/17-661019/harga-beras-turun-tipis-di-pasar-induk",
        title="Harga Beras Turun Tipis di Pasar Induk, Petani Minta Bulog Serap Panen",
        kind=Kind.OFF_TOPIC,
        authors=("Lutfan Darma",),
        section="Market",
        tags=("Beras", "Bulog"),
        caption="Pekerja menata karung beras di Pasar Induk Cipinang.",
        credit="Warna Satu/Lutfan Darma",
        release=0.08,
        paragraphs=prose(
            """
            Harga beras medium di Pasar Induk Cipinang turun Rp150 per kilogram dalam sepekan. Pedagang menyebut pasokan dari Jawa Timur dan Sulawesi Selatan mulai masuk dalam jumlah besar.
            Stok di pasar itu mencapai 38.000 ton, tertinggi dalam tiga bulan. Meski demikian, harga di tingkat pengecer belum ikut bergerak.
            "Kalau panen raya tidak diserap, harga gabah kami jatuh," kata Wiryo, petani asal Karawang. Ia berharap Bulog membeli dengan harga yang sudah ditetapkan pemerintah.
            Badan Pangan Nasional menyatakan penyerapan akan dipercepat mulai awal bulan, dengan sasaran tambahan setengah juta ton sampai akhir tahun.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/news/4-661040/kronologi-lengkap-hubungan-rusia-korut",
        title="Kronologi Lengkap Hubungan Rusia dan Korut",
        kind=Kind.HUGE,
        section="News",
        release=0.88,
    ),
)
