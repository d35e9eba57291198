"""The stories of Nama Media."""

from newsroom.stories.wire import THANKS
from newsroom.story import Kind, Story, prose

OUTLET = "namamedia"

STORIES = (
    Story(
        outlet=OUTLET,
        path="/internasional/d-7811201/kremlin-rusia-tak-akan-lupakan-prajurit-korut",
        title="Kremlin: Rusia Tak Akan Lupakan Prajurit Korut",
        place="Jakarta",
        authors=("Ridwan Nurcahya",),
        tags=("rusia", "korut", "putin"),
        caption="Vladimir Putin saat berpidato di Kremlin.",
        credit="Gavriil Grigorov/Pool via REUTERS",
        age_min=188,
        wire="thanks",
        paragraphs=THANKS,
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/d-7811244/nis-600-tentara-korut-tewas-bantu-rusia",
        title="NIS: 600 Tentara Korea Utara Tewas Bantu Rusia di Kursk",
        place="Jakarta",
        authors=("Hesti Paramita",),
        tags=("nis", "korut", "kursk"),
        caption="Gedung parlemen Korea Selatan di Seoul.",
        credit="Yonhap",
        counts="sent",
        number=11_000,
        release=0.04,
        paragraphs=prose(
            """
            Badan Intelijen Nasional Korea Selatan (NIS) memperkirakan 600 tentara Korea Utara (Korut) tewas saat bertempur membantu Rusia di wilayah Kursk. Jumlah seluruh korban, termasuk yang terluka, mencapai 4.700 orang.
            Angka itu disampaikan kepada anggota parlemen dalam rapat tertutup di Seoul, Rabu (30/4/2025), dua hari setelah Pyongyang mengakui pengerahan pasukannya, seperti dilansir Yonhap.
            "Mereka berangkat dalam dua gelombang dan mengalami banyak korban pada bulan-bulan awal," kata Lee Seong-kweun, anggota komisi intelijen parlemen.
            Jenazah mereka dikremasi di Kursk sebelum dipulangkan. Prajurit yang terluka sudah dibawa pulang antara Januari dan Maret dengan pesawat serta kereta api.
            Kementerian Pertahanan Ukraina menyatakan Korea Utara telah mengirim 11.000 tentara ke Rusia untuk membantu merebut kembali wilayah Kursk.
            NIS menilai Pyongyang menerima imbalan berupa satelit mata-mata, rudal antipesawat, dan perangkat perang elektronik dari Moskow. Klaim ini belum dapat diverifikasi secara independen.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/d-7811290/kim-jong-un-beri-penghargaan-prajurit-dari-kursk",
        title="Kim Jong Un Beri Penghargaan Prajurit yang Pulang dari Kursk",
        place="Jakarta",
        authors=("Ridwan Nurcahya",),
        tags=("kim jong un", "kcna"),
        caption="Kim Jong Un berdiri di depan potret prajurit yang gugur.",
        credit="KCNA via REUTERS",
        release=0.12,
        paragraphs=prose(
            """
            Pemimpin Korea Utara (Korut) Kim Jong Un menganugerahkan gelar pahlawan kepada para prajurit yang pulang dari operasi di Kursk, Rusia. Upacara itu digelar di markas Partai Buruh Korea di Pyongyang.
            Media pemerintah KCNA pada Jumat (22/8/2025) memuat foto-foto Kim memasang medali di samping 101 potret prajurit yang gugur, seperti dikutip AFP.
            "Hati saya perih karena hanya dapat menemui mereka lewat foto-foto ini," ucap Kim sambil menatap deretan potret tersebut.
            "Maafkan saya," tambahnya kepada keluarga yang hadir.
            KCNA tidak menyebut berapa jumlah prajurit yang dikirim ke Rusia. Korea Selatan dan Barat memperkirakan lebih dari 10.000 tentara Korut diberangkatkan pada 2024, dengan sekitar 600 orang tewas.
            Moskow dan Pyongyang terikat perjanjian pertahanan bersama yang diteken pada 19 Juni 2024 saat Presiden Rusia Vladimir Putin berkunjung ke Pyongyang.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/d-7811318/jelang-alaska-putin-telepon-kim-jong-un",
        title="Jelang Pertemuan Alaska, Putin Telepon Kim Jong Un",
        place="Jakarta",
        authors=("Satrio Bimantara",),
        tags=("putin", "kim jong un", "alaska"),
        caption="Ilustrasi bendera Rusia dan Korea Utara di Kosmodrom Vostochny.",
        credit="KCNA via KNS/AFP",
        release=0.52,
        paragraphs=prose(
            """
            Presiden Rusia Vladimir Putin menelepon pemimpin Korea Utara (Korut) Kim Jong Un tiga hari sebelum bertemu Presiden Amerika Serikat Donald Trump di Alaska.
            Kremlin menyatakan percakapan pada Selasa (12/8/2025) itu membahas kerja sama kedua negara. Putin sekaligus memberi tahu Kim soal rencana pembicaraannya dengan Trump.
            Menurut Kremlin, Putin kembali menghargai "kepahlawanan, keberanian, dan pengabdian" tentara Korut selama pembebasan Kursk.
            KCNA sehari kemudian melaporkan hal serupa. Namun, media pemerintah Korut itu tidak menyinggung pertemuan di Alaska.
            Kim, menurut KCNA, berjanji akan selalu setia pada semangat perjanjian yang diteken bersama Rusia dan mendukung penuh langkah-langkah Moskow pada masa mendatang.
            Percakapan tersebut terjadi menjelang peringatan 80 tahun pembebasan Korea pada 15 Agustus, yang dihadiri delegasi Duma Rusia di Pyongyang.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/sepakbola/d-7811225/gol-menit-akhir-antar-garuda-muda-ke-semifinal",
        title="Gol Menit Akhir Antar Garuda Muda ke Semifinal",
        kind=Kind.OFF_TOPIC,
        place="Surabaya",
        section="Sepakbola",
        authors=("Yoga Setiaji",),
        tags=("timnas", "garuda muda"),
        caption="Para pemain merayakan gol di Stadion Gelora Bung Tomo.",
        credit="Yoga Setiaji/Nama Media",
        age_min=33,
        paragraphs=prose(
            """
            Timnas Indonesia U-23 melangkah ke semifinal setelah menang 2-1 atas lawannya di Stadion Gelora Bung Tomo, Minggu malam. Gol penentu baru tercipta pada masa tambahan waktu.
            Garuda Muda sempat tertinggal lewat tendangan bebas pada menit ke-20. Kedudukan menjadi imbang sebelum turun minum setelah umpan silang dari sisi kanan disambut sundulan di tiang jauh.
            "Anak-anak tidak berhenti percaya. Ini kemenangan untuk suporter yang bertahan di bawah hujan," kata pelatih seusai pertandingan.
            Di babak semifinal, Indonesia akan menghadapi pemenang laga antara Vietnam dan Malaysia yang dimainkan Selasa besok.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/internasional/d-7811301/surat-kim-jong-un-untuk-moskow",
        title="Surat Kim Jong Un untuk Moskow",
        kind=Kind.NOT_FOUND,
        release=0.24,
    ),
    Story(
        outlet=OUTLET,
        path="/unduh/perjanjian-rusia-korut-2024",
        title="Unduh: Ringkasan Perjanjian Rusia dan Korut 2024",
        kind=Kind.PDF,
        release=0.36,
    ),
)
