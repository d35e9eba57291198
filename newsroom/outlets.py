"""The six invented outlets: their names, addresses, datelines, feeds and bad habits."""

from dataclasses import dataclass
from typing import Literal

ChannelKind = Literal["rss", "atom", "sitemap", "dead"]


@dataclass(frozen=True)
class Channel:
    """A list of what is new at `path`. `tracking` is what it adds to every address; a dead one answers 404."""

    kind: ChannelKind
    path: str
    tracking: str = ""


@dataclass(frozen=True)
class Outlet:
    """`dateline` is a pattern over {place}; `dateline_outlet` the outlet's name as that pattern prints it.

    `robots` is the text of robots.txt over {base}, None for 404. `slow_s` is how long every answer takes.
    """

    id: str
    name: str
    site: str
    tagline: str
    channels: tuple[Channel, ...]
    robots: str | None
    dateline: str = ""
    dateline_outlet: str = ""
    dash: str = "-"
    content_type: str = "text/html; charset=utf-8"
    headlines: tuple[str, ...] = ()
    popular: tuple[str, ...] = ()
    slow_s: float = 0.0
    poll_s: float = 1.0

    def dateline_of(self, place: str) -> str:
        """The text before the first paragraph's dash; empty without a place."""
        return self.dateline.format(place=place) if place else ""


OUTLETS: tuple[Outlet, ...] = (
    Outlet(
        id="antenawarta",
        name="Antena Warta",
        site="ANTENAWARTA.COM",
        tagline="Jernih mengabarkan",
        channels=(
            Channel("rss", "/rss/internasional.xml", "utm_source=rss&utm_medium=feed"),
            Channel("sitemap", "/sitemap-news.xml"),
        ),
        robots="User-agent: *\nDisallow: /premium/\nAllow: /\n\nSitemap: {base}/sitemap-news.xml\n",
        dateline="{place}, ANTENAWARTA.COM",
        dateline_outlet="ANTENAWARTA.COM",
        headlines=(
            "Kremlin Bantah Ada Rencana Parade Bersama di Kursk",
            "Mengapa Pyongyang Baru Bicara Setelah Enam Bulan?",
            "Jepang Perketat Pengawasan Kapal dari Pelabuhan Rajin",
            "Kronologi Pertempuran Kursk dari Agustus ke April",
            "Peta Kekuatan Militer di Semenanjung Korea",
        ),
        popular=(
            "Jadwal Libur Sekolah Akhir Tahun di 12 Provinsi",
            "Cara Mengecek Status Bantuan Sosial lewat Ponsel",
            "Harga Emas Hari Ini Kembali Pecahkan Rekor",
            "Gempa Guncang Selatan Jawa, Tidak Berpotensi Tsunami",
        ),
    ),
    Outlet(
        id="namamedia",
        name="Nama Media",
        site="namamedia.co.id",
        tagline="Cepat, ringkas, kena",
        channels=(
            Channel("rss", "/feed/internasional", "utm_source=rss"),
            Channel("dead", "/feed/nasional"),
        ),
        robots="User-agent: *\nDisallow: /cari\n",
        dateline="{place}, Nama Media",
        dash="--",
        dateline_outlet="Nama Media",
        headlines=(
            "Detik-detik Putin dan Kim Naik Mobil Berdua",
            "Korsel Timbang Kirim Senjata ke Ukraina",
            "Trump Mengaku Masih Akrab dengan Kim Jong Un",
            "Xi Jinping Jamu Dua Tamu dalam Satu Meja",
        ),
        popular=(
            "Video Warga Antre Minyak Goreng Sejak Subuh",
            "Tarif Tol Baru Berlaku Pekan Depan, Cek Daftarnya",
            "Pelatih Timnas Ungkap Alasan Cadangkan Kiper Utama",
        ),
    ),
    Outlet(
        id="suarapelabuhan",
        name="Suara Pelabuhan",
        site="SUARAPELABUHAN.ID",
        tagline="Berita dari dermaga ke dunia",
        channels=(Channel("atom", "/atom.xml"),),
        robots="User-agent: *\nDisallow:\n",
        dateline="SUARAPELABUHAN.ID, {place}",
        dash="–",
        dateline_outlet="SUARAPELABUHAN.ID",
        headlines=(
            "Kapal Ro-Ro Rusia Terlihat Lagi di Rajin",
            "Menghitung Ongkos Perbaikan Jembatan Tumangan",
            "Pelaut Indonesia Bercerita tentang Vladivostok",
            "Kenapa Laut Timur Makin Ramai Kapal Perang",
        ),
        popular=(
            "Jadwal Kapal Pelni Desember, Catat Tanggalnya",
            "Nelayan Natuna Keluhkan Harga Solar",
            "Tiket Penyeberangan Merak Kini Wajib Daring",
        ),
    ),
    Outlet(
        id="kabarselasar",
        name="Kabar Selasar",
        site="kabarselasar.net",
        tagline="Kabar dari seluruh penjuru",
        channels=(Channel("sitemap", "/news-sitemap.xml"),),
        robots=None,
        dateline="{place}",
        dash="–",
        content_type="text/html",
        headlines=(
            "Menlu Korea Selatan Bertolak ke Jenewa",
            "Rusia Umumkan Latihan Laut di Vladivostok",
            "Perundingan Kyiv dan Moskow Kembali Buntu",
            "Warga Perbatasan Dandong Menanti Gerbang Dibuka",
        ),
        popular=(
            "Resep Rendang Kering Tahan Sebulan",
            "Beasiswa S2 Dalam Negeri Dibuka Lagi",
            "Lima Pantai Sepi di Lombok Timur",
        ),
    ),
    Outlet(
        id="lensasenja",
        name="Lensa Senja",
        site="LENSASENJA.CO",
        tagline="Melihat lebih dekat",
        channels=(Channel("sitemap", "/sitemap/news.xml"),),
        robots="User-agent: *\nCrawl-delay: 1\nDisallow: /akun/\n",
        dateline="LENSASENJA.CO, {place}",
        dateline_outlet="LENSASENJA.CO",
        headlines=(
            "Poros Baru di Utara: Apa Maunya Moskow?",
            "Wawancara Bekas Diplomat tentang Pyongyang",
            "Foto Satelit Ungkap Dermaga Baru di Tumangan",
            "Tujuh Tahun Tanpa Pertemuan Dua Korea",
        ),
        popular=(
            "Kopi Gayo Rajai Lelang di Yokohama",
            "Menyusuri Rel Tua Ambarawa",
            "Penyair Itu Pulang ke Sumbawa",
        ),
        # Crawl-delay 1 leaves one request a second: polls must not eat them all.
        poll_s=4.0,
    ),
    Outlet(
        id="warnasatu",
        name="Warna Satu",
        site="warnasatu.id",
        tagline="Ekonomi, politik, dunia",
        channels=(
            Channel("rss", "/news/rss", "utm_source=rss"),
            Channel("sitemap", "/news/sitemap_news.xml", "utm_source=sitemap"),
        ),
        robots="User-agent: *\nAllow: /\n\nSitemap: {base}/news/sitemap_news.xml\n",
        headlines=(
            "Rubel Melemah, Moskow Jual Emas ke Asia",
            "Ini Daftar Senjata yang Diincar Kim Jong Un",
            "China Buka Suara soal Kedekatan Moskow dan Pyongyang",
            "Ekonomi Korea Utara Tumbuh Tercepat dalam Delapan Tahun",
        ),
        popular=(
            "IHSG Ditutup Menguat, Saham Bank Jadi Penopang",
            "Pajak Kendaraan Listrik Diperpanjang",
            "Berapa Gaji Ideal untuk Beli Rumah Pertama?",
        ),
        slow_s=0.7,
        poll_s=2.0,
    ),
)
BY_ID = {outlet.id: outlet for outlet in OUTLETS}
