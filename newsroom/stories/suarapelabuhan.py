"""The stories of Suara Pelabuhan."""

from newsroom.stories.wire import THANKS
from newsroom.story import Kind, Story, Update, prose

OUTLET = "suarapelabuhan"

STORIES = (
    Story(
        outlet=OUTLET,
        path="/2411/ucapan-terima-kasih-putin-untuk-korea-utara.html",
        title="Setelah Pyongyang Mengaku, Putin Ucapkan Terima Kasih kepada Korea Utara",
        place="JAKARTA",
        authors=("Fajar Sidik Amrullah",),
        editors=("Nuraini Tamher",),
        tags=("Putin", "Kim Jong Un"),
        caption="Kim Jong Un menyambut Vladimir Putin di Bandara Sunan, Pyongyang.",
        credit="AFP/KCNA",
        age_min=160,
        wire="thanks",
        paragraphs=THANKS,
    ),
    Story(
        outlet=OUTLET,
        path="/2415/pekerja-dan-tentara-zeni-korea-utara-di-kursk.html",
        title="Bangun Kembali Kursk, Korea Utara Siapkan 5.000 Tentara Zeni dan Pekerja",
        place="JAKARTA",
        authors=("Nuraini Tamher",),
        editors=("Andreas Wattimena",),
        tags=("Kursk", "Shoigu"),
        caption="Jembatan yang rusak di perbatasan Kursk.",
        credit="Kementerian Pertahanan Rusia",
        age_min=26,
        paragraphs=prose(
            """
            Sebanyak 5.000 tentara zeni dan pekerja dari Korea Utara disiapkan untuk membangun kembali wilayah Kursk, daerah Rusia yang berbulan-bulan menjadi medan perang dengan Ukraina.
            Rencana itu diumumkan Sergei Shoigu, Sekretaris Dewan Keamanan Rusia, dalam kunjungannya ke Pyongyang pada 17 Juni 2025. Kepada wartawan ia mengatakan Kim Jong Un sudah memberi persetujuan.
            Sebagian dari mereka akan menyisir ranjau di ladang-ladang yang belum dapat digarap. Yang lain memperbaiki prasarana, mulai dari jalan, jembatan, hingga rumah warga.
            Gubernur Kursk Alexander Khinshtein menyambut bantuan itu. “Tangan tambahan sangat kami perlukan sebelum musim dingin tiba,” ujarnya.
            Jepang dan Korea Selatan menyatakan keprihatinan. Menurut Tokyo, kerja sama tersebut berisiko memperkuat kemampuan militer Korea Utara.
            """
        ),
        update=Update(
            after=0.75,
            title="Bangun Kembali Kursk, Korea Utara Siapkan 6.000 Tentara Zeni dan Pekerja",
            paragraphs=prose(
                """
                Sebanyak 6.000 tentara zeni dan pekerja dari Korea Utara disiapkan untuk membangun kembali wilayah Kursk, daerah Rusia yang berbulan-bulan menjadi medan perang dengan Ukraina.
                Rencana itu diumumkan Sergei Shoigu, Sekretaris Dewan Keamanan Rusia, dalam kunjungannya ke Pyongyang pada 17 Juni 2025. Kepada wartawan ia mengatakan Kim Jong Un sudah memberi persetujuan.
                Dari jumlah itu, 1.000 orang akan menyisir ranjau di ladang-ladang yang belum dapat digarap. Sebanyak 5.000 lainnya memperbaiki prasarana, mulai dari jalan, jembatan, hingga rumah warga.
                Gubernur Kursk Alexander Khinshtein menyambut bantuan itu. “Tangan tambahan sangat kami perlukan sebelum musim dingin tiba,” ujarnya.
                Jepang dan Korea Selatan menyatakan keprihatinan. Menurut Tokyo, kerja sama tersebut berisiko memperkuat kemampuan militer Korea Utara.
                """
            ),
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/2423/isi-perjanjian-rusia-korea-utara.html",
        announced_path="/baca/2423",
        title="Isi Perjanjian Rusia dan Korea Utara yang Jadi Dasar Pengiriman Pasukan",
        place="JAKARTA",
        authors=("Fajar Sidik Amrullah",),
        editors=("Andreas Wattimena",),
        tags=("Perjanjian", "Pasal 4"),
        caption="Putin dan Kim bertukar naskah perjanjian di Pyongyang, 19 Juni 2024.",
        credit="Sputnik/Kristina Kormilitsyna/Kremlin via REUTERS",
        release=0.2,
        paragraphs=prose(
            """
            Perjanjian Kemitraan Strategis Komprehensif antara Rusia dan Korea Utara menjadi dasar hukum yang dipakai kedua negara untuk membenarkan kehadiran tentara Pyongyang di Kursk.
            Naskah itu ditandatangani Presiden Vladimir Putin dan pemimpin Korea Utara Kim Jong Un pada 19 Juni 2024 di Pyongyang, lalu berlaku sejak 4 Desember 2024 setelah kedua pihak bertukar dokumen ratifikasi di Moskow.
            Pasal 4 menyebutkan bahwa bila salah satu pihak diserang dengan senjata dan berada dalam keadaan perang, pihak lain wajib segera memberi bantuan militer dan bantuan lain dengan segala sarana yang dimilikinya.
            Pasal-pasal lain mengatur kerja sama perdagangan, antariksa, nuklir sipil, dan pengembangan wilayah perbatasan. Kedua negara juga berjanji tidak ikut serta dalam sanksi terhadap mitranya.
            "Perjanjian ini menghidupkan kembali semangat aliansi tahun 1961," kata seorang peneliti hubungan internasional di Jakarta yang meminta namanya tidak disebut.
            Korea Selatan menilai perjanjian itu melanggar resolusi Dewan Keamanan PBB. Sebaliknya, Moskow menyebutnya murni bersifat pertahanan — dan tidak ditujukan kepada negara ketiga.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/2431/volodin-di-pyongyang-hari-pembebasan.html",
        title="Ketua Duma Volodin Sampaikan Salam Putin pada Hari Pembebasan Korea",
        place="JAKARTA",
        authors=("Nuraini Tamher",),
        editors=("Andreas Wattimena",),
        tags=("Volodin", "Duma"),
        caption="Vyacheslav Volodin meletakkan karangan bunga di Menara Pembebasan, Pyongyang.",
        credit="Duma Negara Rusia",
        release=0.6,
        paragraphs=prose(
            """
            Ketua Duma Negara Rusia Vyacheslav Volodin menyampaikan salam Presiden Vladimir Putin kepada rakyat Korea Utara dalam peringatan 80 tahun pembebasan Korea di Pyongyang, Jumat (15/8/2025).
            Volodin memimpin delegasi parlemen, seniman, dan pejabat pertahanan. Ia diterima pemimpin Korea Utara Kim Jong Un setibanya di Pyongyang.
            “Kami berterima kasih karena Anda mengirim prajurit-prajurit terbaik untuk membebaskan Kursk,” kata Volodin, menurut laporan KCNA yang dikutip AFP.
            Dalam surat yang dibacakan pada acara itu, Putin mengenang Tentara Merah dan pejuang Korea yang bersama-sama mengakhiri penjajahan Jepang pada 1945. Seorang perwira bahkan membaca juga puisi tentang persahabatan itu di hadapan hadirin.
            Kim menjawab bahwa hubungan kedua negara telah naik ke tingkat yang baru. Ia memuji tentara Rusia yang gugur dalam pertempuran melawan Jepang.
            Menurut perkiraan Barat, lebih dari 10.000 tentara Korea Utara dikirim ke Rusia sepanjang 2024. Ukraina menyebut jumlahnya mendekati 12.000 orang.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/2418/ekspor-gandum-rusia-lewat-laut-hitam.html",
        title="Ekspor Gandum Rusia lewat Laut Hitam Turun, Pelabuhan Lain Menampung",
        kind=Kind.OFF_TOPIC,
        place="JAKARTA",
        section="Pelayaran",
        authors=("Andreas Wattimena",),
        editors=("Nuraini Tamher",),
        tags=("Gandum", "Laut Hitam"),
        caption="Kapal curah memuat gandum di pelabuhan Novorossiysk.",
        credit="Suara Pelabuhan/Arsip",
        age_min=122,
        paragraphs=prose(
            """
            Ekspor gandum Rusia lewat pelabuhan Laut Hitam turun hampir seperlima pada kuartal terakhir karena cuaca buruk dan biaya asuransi kapal yang naik.
            Asosiasi eksportir di Moskow mencatat sebagian muatan dialihkan ke pelabuhan Baltik. Jalur itu lebih panjang, tetapi waktu tunggunya lebih singkat.
            "Pembeli di Asia Tenggara menanyakan jadwal yang pasti, bukan harga yang paling murah," kata seorang pialang pelayaran di Tanjung Priok.
            Indonesia, salah satu pengimpor gandum terbesar di dunia, selama ini lebih banyak membeli dari Australia dan Kanada. Pengamat menilai dampaknya terhadap harga tepung di dalam negeri kecil.
            """
        ),
    ),
    Story(
        outlet=OUTLET,
        path="/alih/promo-2427",
        title="Galeri: Pelabuhan Rajin dan Kapal dari Korea Utara",
        kind=Kind.METADATA_REDIRECT,
        release=0.4,
    ),
)
