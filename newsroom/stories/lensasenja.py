"""The stories of Lensa Senja."""

from newsroom.story import Kind, Story, prose

OUTLET = "lensasenja"

STORIES = (
    Story(
        outlet=OUTLET,
        path="/read/88120/surat-tahun-baru-putin-untuk-kim-jong-un",
        title="Surat Tahun Baru Putin untuk Kim Jong Un: Persahabatan yang Tak Terkalahkan",
        place="Jakarta",
        authors=("Melati Sukmawardhani",),
        editors=("Teguh Arianto",),
        tags=("Putin", "Kim Jong Un"),
        caption="Vladimir Putin menandatangani surat di ruang kerjanya.",
        credit="EPA/Mikhail Metzel",
        age_min=305,
        paragraphs=prose(
            """
            Presiden Rusia Vladimir Putin mengirim surat Tahun Baru kepada pemimpin Korea Utara Kim Jong Un. Dalam surat itu Putin menyebut persahabatan kedua negara tidak terkalahkan.
            Isi surat tersebut dimuat media pemerintah Korea Utara pada Kamis, 25 Desember 2025. Menurut KCNA, surat diterima di Pyongyang satu pekan sebelumnya.
            “Keikutsertaan prajurit Korea dalam pembebasan Kursk dan kerja para zeni di tanah Rusia telah membuktikan persaudaraan kita,” tulis Putin seperti dikutip KCNA.
            Putin juga menyatakan yakin kerja sama kedua negara akan membantu terbentuknya tatanan dunia yang lebih adil. Ia menyinggung perjanjian yang diteken pada Juni 2024 sebagai tonggak penting.
            Badan intelijen Korea Selatan memperkirakan sekitar 2.000 tentara Korea Utara tewas sejak dikirim ke Rusia pada akhir 2024.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/read/88134/kereta-moskow-pyongyang-beroperasi-lagi",
        title="Kereta Langsung Moskow-Pyongyang Beroperasi Lagi setelah Lima Tahun",
        place="Jakarta",
        authors=("Imran Latief",),
        editors=("Teguh Arianto",),
        tags=("Kereta", "Moskow", "Pyongyang"),
        caption="Penumpang menaiki kereta menuju Pyongyang di Stasiun Yaroslavsky, Moskow.",
        credit="TASS/Artyom Geodakyan",
        release=0.06,
        paragraphs=prose(
            """
            Kereta penumpang langsung antara Moskow dan Pyongyang kembali beroperasi setelah terhenti lebih dari lima tahun. Perjalanan perdana berangkat dari ibu kota Korea Utara pada Selasa, 17 Juni 2025.
            Rute sepanjang lebih dari 10.000 kilometer itu ditempuh dalam delapan hari dan disebut sebagai salah satu layanan kereta langsung terpanjang di dunia.
            Perusahaan kereta api Rusia mengatakan kereta berjalan dua kali sebulan. Penerbangan langsung dari Moskow ke Pyongyang menyusul dibuka pada 27 Juli 2025.
            "Semakin banyak orang yang ingin bepergian di antara kedua negara," kata Menteri Sumber Daya Alam Rusia Alexander Kozlov, ketua komisi antarpemerintah Rusia dan Korea Utara.
            Pengamat menilai jalur itu lebih dari sekadar urusan wisata. Sejak 2023 kereta barang dari Tumangan ke Khasan dicurigai mengangkut amunisi – tuduhan yang dibantah Moskow.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/read/88149/intelijen-militer-seoul-28000-kontainer-ke-rusia",
        title="Intelijen Militer Seoul: 28.000 Kontainer Senjata Korea Utara Masuk Rusia",
        place="Jakarta",
        authors=("Melati Sukmawardhani",),
        editors=("Galuh Saraswati",),
        tags=("Amunisi", "Kontainer"),
        caption="Kapal kargo di pelabuhan Vostochny, Rusia.",
        credit="Planet Labs PBC",
        release=0.32,
        paragraphs=prose(
            """
            Badan intelijen pertahanan Korea Selatan menaksir Korea Utara telah mengirim sekitar 28.000 kontainer berisi senjata dan amunisi ke Rusia. Taksiran itu disampaikan dalam laporan kepada parlemen pada 13 Juli 2025.
            Bila seluruhnya berisi peluru meriam 152 milimeter, jumlahnya setara dengan lebih dari 12 juta butir. Angka sebenarnya dapat berbeda karena isi kontainer tidak dapat dilihat dari citra satelit.
            Menurut laporan tersebut, Pyongyang tetap memasok Moskow lewat jalur laut dan kereta api, walaupun jumlah pengiriman menurun dibanding tahun sebelumnya.
            Kepala intelijen militer Ukraina Kyrylo Budanov pernah mengatakan 40 persen peluru yang dipakai Rusia di garis depan berasal dari Korea Utara. “Itu senjata yang bagus dan mereka menerimanya terus-menerus,” katanya.
            Kremlin tidak menanggapi angka-angka itu. Juru bicara Dmitry Peskov hanya mengatakan bahwa kerja sama dengan Korea Utara tidak ditujukan kepada negara mana pun.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/read/88163/hari-kemenangan-putin-peluk-perwira-korea-utara",
        title="Hari Kemenangan di Moskow, Putin Peluk Perwira Korea Utara",
        place="Jakarta",
        authors=("Imran Latief", "Galuh Saraswati"),
        editors=("Teguh Arianto",),
        tags=("Hari Kemenangan", "Lapangan Merah"),
        caption="Delegasi militer Korea Utara di Lapangan Merah, Moskow.",
        credit="Sputnik via EPA",
        release=0.8,
        paragraphs=prose(
            """
            Presiden Rusia Vladimir Putin menyalami dan memeluk perwira tinggi Korea Utara seusai parade Hari Kemenangan di Lapangan Merah, Moskow, Jumat, 9 Mei 2025.
            Pasukan Korea Utara tidak ikut berbaris, tetapi sejumlah perwiranya duduk di tribune. Kepada mereka Putin menitipkan salam bagi semua prajurit yang bertempur di Kursk.
            "Saya mendoakan yang terbaik bagi semua prajurit Anda," kata Putin kepada Letnan Jenderal Kim Yong Bok, wakil kepala staf umum Tentara Rakyat Korea.
            Pada hari yang sama Kim Jong Un mendatangi Kedutaan Besar Rusia di Pyongyang bersama putrinya. KCNA melaporkan ia menyebut keikutsertaan pasukannya sebagai wujud hak kedaulatan.
            Kim menambahkan bahwa ia tidak akan ragu mengerahkan kekuatan militer lagi apabila Ukraina kembali menyerang wilayah Rusia.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/read/88127/rupiah-menguat-tipis-jelang-rapat-bank-indonesia",
        title="Rupiah Menguat Tipis Jelang Rapat Bank Indonesia",
        kind=Kind.OFF_TOPIC,
        place="Jakarta",
        section="Ekonomi",
        authors=("Galuh Saraswati",),
        editors=("Teguh Arianto",),
        tags=("Rupiah", "Bank Indonesia"),
        caption="Petugas menghitung uang di sebuah gerai penukaran.",
        credit="Lensa Senja/Imran Latief",
        age_min=130,
        paragraphs=prose(
            """
            Nilai tukar rupiah menguat tipis pada pembukaan perdagangan hari ini. Pelaku pasar menunggu hasil rapat dewan gubernur Bank Indonesia yang berlangsung dua hari.
            Mata uang Garuda diperdagangkan 25 poin lebih tinggi daripada penutupan sebelumnya. Analis memperkirakan pergerakan hari ini terbatas karena volume transaksi menurun.
            "Pasar sudah memperhitungkan suku bunga acuan yang tetap. Yang ditunggu adalah arah kebijakan tahun depan," kata ekonom sebuah bank swasta.
            Dari luar negeri, perhatian tertuju pada data inflasi Amerika Serikat yang terbit malam nanti. Harga minyak mentah stabil di kisaran yang sama selama sepekan terakhir.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/read/88155/rapat-darurat-dewan-keamanan",
        title="Rapat Darurat Dewan Keamanan",
        kind=Kind.BROKEN,
        release=0.64,
    ),
)
