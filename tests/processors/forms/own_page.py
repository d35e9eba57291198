"""A page of our own with its gold, and what one is built of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OwnPage:
    """`published` is ISO 8601 to the minute, or a day; `must_not` are texts of the page, none of the article."""

    name: str
    url: str
    html: str
    title: str
    paragraphs: tuple[str, ...]
    published: str
    authors: tuple[str, ...]
    must_not: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    title: str
    lines: tuple[str, ...]


FERRY = Story(
    "Feri Malam Rute Namp'o Berangkat Lagi Setelah Tiga Pekan",
    (
        "Feri malam yang menghubungkan Namp'o dengan pulau-pulau di barat kembali berangkat pada Rabu malam setelah "
        "tiga pekan bersandar karena poros mesinnya retak. Selama itu warga hanya dapat menumpang kapal barang yang "
        "berangkat dua kali sepekan dan tidak membawa lebih dari dua puluh orang.",
        "Sebanyak 312 penumpang naik pada pelayaran pertama. Sebagian besar pedagang yang menunda perjalanan sejak "
        "awal bulan dan menitipkan barangnya di gudang dermaga.",
        '"Saya tidur di gudang dua malam supaya tidak kehabisan tempat," kata Pak Yong Su, pedagang garam berusia 58 '
        "tahun yang hampir tiap pekan menyeberang.",
        "Ia membawa empat karung.",
        "Kepala dermaga menyebut poros pengganti dikirim lewat darat dan dipasang oleh sebelas teknisi. Uji layar "
        "dilakukan dua kali tanpa penumpang sebelum izin berlayar diberikan.",
        "Jadwal pelayaran berikutnya akan diumumkan lewat papan di terminal, dan tiket hanya dijual pada hari "
        "keberangkatan supaya tidak ada calo.",
    ),
)
BRIDGE = Story(
    "Jembatan Gantung di Lembah Ryonggang Dibuka untuk Pejalan Kaki",
    (
        "Jembatan gantung sepanjang 180 meter di lembah Ryonggang dibuka untuk pejalan kaki pada Jumat pagi, lebih "
        "cepat dua bulan daripada rencana semula. Ratusan warga dari kedua sisi lembah sudah mengantre sejak subuh "
        "dan diminta menyeberang bergantian, paling banyak lima puluh orang sekali jalan.",
        "Pembangunannya memakai kabel dari pabrik di kota tetangga. Menurut kepala proyek, setiap kabel ditarik dengan "
        "beban dua kali lipat sebelum dipasang.",
        '"Dulu anak-anak memutar sembilan kilometer untuk ke sekolah, sekarang cukup sepuluh menit," ujar Ri Kum Hui, '
        "kepala sekolah di sisi utara lembah.",
        "Sepeda boleh dituntun, tetapi kendaraan bermotor dilarang melintas. Petugas berjaga di kedua ujung sampai "
        "matahari terbenam.",
        "Pemerintah daerah berencana memasang lampu pada musim gugur. Biayanya sedang dihitung bersama koperasi "
        "listrik setempat.",
    ),
)
OTHERS = (
    "Panen Apel di Kwail Mundur karena Hujan Es",
    "Pelatih Bola Voli Putri Mengundurkan Diri",
    "Kereta Wisata Kumgang Menambah Dua Gerbong",
    "Perpustakaan Keliling Menjangkau Desa Nelayan",
)
AUTHOR = "Sari Wahyuni"
SITE = "Kabar Selatan"
MENU = "<nav><ul><li><a href='/'>Beranda</a></li><li><a href='/dunia'>Dunia</a></li></ul></nav>"
ASIDE = "".join(f"<li><a href='/populer/{i}'>{title}</a></li>" for i, title in enumerate(OTHERS))
FOOTER = f"<footer><p>Redaksi | Pedoman Media Siber</p></footer><aside><h3>Terpopuler</h3><ol>{ASIDE}</ol></aside>"


def document(story: Story, body: str, head: str = "") -> str:
    named = f"<title>{story.title} | {SITE}</title><meta property='og:site_name' content='{SITE}'>"
    whole = f"<head><meta charset='utf-8'>{named}{head}</head><body>{MENU}{body}{FOOTER}</body>"
    return f"<!doctype html><html lang='id'>{whole}</html>"


def address(name: str) -> str:
    return f"https://www.kabarselatan.example/dunia/{name}"
