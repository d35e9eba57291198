"""Articles of our own sentences about a few events, as several outlets would tell them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from processors.relate.features import Features, Named, Said

MONDAY = datetime(2025, 3, 3, tzinfo=UTC)
OUTLETS = ("pagi.example", "siang.example", "sore.example", "malam.example", "harian.example")
# Of each event: title words, a place, a speaker, sentences. All share officials and background.
EVENTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "tanggul": (
        "Tanggul Kalimega Jebol, Ratusan Rumah Terendam",
        "Kalimega",
        "Darto Wiyono",
        (
            "Tanggul sungai di Kalimega jebol sepanjang dua puluh meter setelah hujan lebat.",
            "Air sungai merendam ratusan rumah warga dan memutus jalan desa menuju pasar.",
            "Perahu karet dikirim untuk mengangkut warga yang terjebak di atap rumah terendam.",
            "Karung pasir disusun petugas untuk menahan air dari tanggul yang jebol.",
            "Dapur umum dibuka di balai desa Kalimega bagi pengungsi banjir.",
        ),
    ),
    "keracunan": (
        "Puluhan Siswa Tirtamarga Keracunan Nasi Kotak",
        "Tirtamarga",
        "Ratih Lestari",
        (
            "Puluhan siswa sekolah dasar di Tirtamarga keracunan setelah menyantap nasi kotak.",
            "Para siswa mengeluh mual dan pusing lalu dibawa ke puskesmas terdekat.",
            "Sampel nasi kotak diperiksa di laboratorium untuk mencari sumber keracunan.",
            "Orang tua siswa menunggu kabar di halaman puskesmas sampai malam.",
            "Penyedia nasi kotak diminta berhenti memasak sampai hasil laboratorium keluar.",
        ),
    ),
    "dermaga": (
        "Dermaga Batulipa Diresmikan, Kapal Feri Mulai Berlayar",
        "Batulipa",
        "Marwan Hamdani",
        (
            "Dermaga baru di Batulipa diresmikan dan kapal feri pertama berlayar pagi ini.",
            "Kapal feri mengangkut dua ratus penumpang dan belasan truk sayur.",
            "Nelayan berharap dermaga baru memudahkan bongkar muat ikan.",
            "Tiket kapal feri dijual lewat loket dermaga dan aplikasi daerah.",
            "Pelayaran feri dari Batulipa dijadwalkan empat kali sehari.",
        ),
    ),
    "guru": (
        "Guru Honorer Sukaraya Tuntut Gaji yang Tertunda",
        "Sukaraya",
        "Sulis Kurnia",
        (
            "Guru honorer Sukaraya berunjuk rasa menuntut gaji tiga bulan yang tertunda.",
            "Perwakilan guru diterima dinas pendidikan dan menyerahkan daftar gaji tertunda.",
            "Dinas pendidikan berjanji mencairkan gaji guru honorer akhir pekan.",
            "Unjuk rasa guru berlangsung tertib dan kelas diliburkan sehari.",
            "Guru honorer mengancam mogok bila gaji kembali tertunda.",
        ),
    ),
}
BACKGROUND = (
    "Pemerintah provinsi sebelumnya menjanjikan dana daerah untuk seluruh kabupaten.",
    "Gubernur Bagus Pradana akan berkunjung pada akhir bulan bersama rombongan dinas.",
)


def article(event: str, number: int, hours: float, *, revision: int = 1) -> Features:
    """The `number`th article about an event: another choice and order of its sentences."""
    title, place, speaker, sentences = EVENTS[event]
    random = Random(f"{event}{number}")
    chosen = random.sample(sentences, 4)
    words = title.split(" ")
    said = f"{random.choice(sentences)[:-1]}, dan warga {place} diminta sabar"
    return Features(
        id=f"{event}-{number}",
        title=" ".join(words[: random.randint(4, len(words))]),
        paragraphs=(*chosen, f'"{said}," kata {speaker}.', *BACKGROUND),
        published=MONDAY + timedelta(hours=hours),
        outlet=OUTLETS[number % len(OUTLETS)],
        revision=revision,
        entities=(
            Named(f"gpe:{place.lower()}", place, "GPE", 1.0),
            Named(f"per:{speaker.lower()}", speaker, "PER", 0.6),
            Named("per:bagus-pradana", "Bagus Pradana", "PER", 0.3),
        ),
        quotes=(Said(speaker, said),),
        speakers=(speaker,),
    )


def stream(each: int = 6) -> Sequence[Features]:
    """All events told by turns within six hours."""
    return [article(event, number, hours=number + at / 10) for number in range(each) for at, event in enumerate(EVENTS)]
