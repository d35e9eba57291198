"""Pairs of articles of our own sentences, with what they are of each other: what near-duplicates are measured on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random

from processors.relate.features import Features

START = datetime(2025, 3, 3, 1, tzinfo=UTC)
PLACES = [
    "Wirasena",
    "Lembayung",
    "Karangwuni",
    "Tirtamarga",
    "Sukaraya",
    "Batulipa",
    "Randusari",
    "Kalimega",
    "Purbajati",
    "Windusari",
]
PEOPLE = (
    *("Darto Wiyono", "Ratih Lestari", "Marwan Hamdani", "Sulis Kurnia", "Bagus Pradana", "Tini Rahayu"),
    *("Yohan Wibawa", "Nadira Salim", "Karto Utomo", "Meilani Putri", "Rusdi Akbar", "Wening Sari"),
)
ROLES = ("Bupati", "Kepala Dinas", "Ketua Panitia", "Juru Bicara", "Camat", "Direktur", "Kepala Desa", "Sekretaris")
THINGS = (
    *("tanggul", "jembatan gantung", "pasar induk", "gudang beras", "sekolah", "puskesmas", "terminal", "waduk"),
    *("jalan lingkar", "balai warga", "dermaga", "pabrik gula", "stasiun", "kebun teh", "menara air", "lumbung pangan"),
)
DEEDS = (
    *("memperbaiki", "meninjau", "menutup sementara", "membangun kembali", "memeriksa", "meresmikan", "memindahkan"),
    *("menyegel", "memperluas", "mengosongkan", "menyerahkan", "membersihkan", "mengukur ulang", "menjaga"),
)
CAUSES = (
    *("setelah hujan lebat turun semalaman", "karena dana daerah baru cair", "menyusul keluhan para pedagang"),
    *("sebelum musim tanam dimulai", "usai rapat panjang dengan warga", "akibat retakan yang makin melebar"),
    *("sesuai hasil kajian tim ahli", "berkat sumbangan para perantau", "di tengah kenaikan harga bahan"),
)
SAID = (
    *("warga diminta tetap tenang dan menunggu kabar resmi", "pekerjaan akan selesai sebelum akhir tahun"),
    *("anggarannya sudah dibahas bersama dewan", "tidak ada korban dalam kejadian itu"),
    *("bantuan disalurkan lewat kantor kecamatan", "jumlah keluarga yang mengungsi terus berkurang"),
    *("laporan lengkap baru terbit pekan depan", "alat berat didatangkan dari kota tetangga"),
)
SYNONYMS = {
    "warga": "penduduk",
    "meninjau": "mengunjungi",
    "memperbaiki": "membenahi",
    "setelah": "seusai",
    "karena": "sebab",
    "kejadian": "peristiwa",
    "laporan": "catatan",
    "selesai": "rampung",
    "pekerjaan": "proyek",
    "bantuan": "sokongan",
    "anggarannya": "dananya",
    "menutup": "menghentikan",
    "keluarga": "rumah tangga",
}
MONEY = ("juta rupiah", "karung beras", "meter kubik tanah", "kepala keluarga", "pekerja", "batang pohon")


class Made(StrEnum):
    WIRE = "wire"
    LIGHT = "light edit"
    REWRITE = "rewrite"
    BACKGROUND = "shared background"
    """No near-duplicate: another event, with the same block about what went before."""
    NEIGHBOUR = "neighbour"
    """No near-duplicate: the same people and place, another text."""


NEAR = frozenset((Made.WIRE, Made.LIGHT, Made.REWRITE))


@dataclass(frozen=True)
class Pair:
    first: Features
    second: Features
    made: Made


@dataclass(frozen=True)
class _Draft:
    title: str
    sentences: tuple[str, ...]


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs, each kind as often as the others; the same for the same seed."""
    random = Random(seed)
    kinds = list(Made)
    for number in range(count):
        made = kinds[number % len(kinds)]
        draft = _draft(random, random.randint(9, 18))
        other = _other(random, draft, made)
        later = START + timedelta(hours=random.randint(1, 30))
        sources = ("Antara",) if made is Made.WIRE else ()
        yield Pair(
            _article(f"a{number}", draft, "warta-pagi.example", START, sources),
            _article(f"b{number}", other, "kabar-sore.example", later, sources),
            made,
        )


def _draft(random: Random, length: int) -> _Draft:
    place, person, role = random.choice(PLACES), random.choice(PEOPLE), random.choice(ROLES)
    thing, deed = random.choice(THINGS), random.choice(DEEDS)
    title = f"{role} {place} {person} {deed} {thing} {random.choice(CAUSES)}"
    lead = f"{role} {place} {person} {deed} {thing} {random.choice(CAUSES)}, {_amount(random)}."
    return _Draft(title, (lead, *(_sentence(random, place, person) for _ in range(length))))


def _sentence(random: Random, place: str, person: str) -> str:
    """Of four forms; each names something drawn anew."""
    forms = (
        f'"{random.choice(SAID).capitalize()}, {random.choice(SAID)}," kata {person} di {place}, {_amount(random)}.',
        f"Petugas {random.choice(DEEDS)} {random.choice(THINGS)} {random.choice(CAUSES)} dengan {_amount(random)}.",
        f"Menurut {random.choice(PEOPLE)}, {random.choice(SAID)} {random.choice(CAUSES)}, yakni {_amount(random)}.",
        f"Di {random.choice(PLACES)}, {random.choice(THINGS)} itu {random.choice(CAUSES)} menampung {_amount(random)}.",
    )
    return random.choice(forms)


def _amount(random: Random) -> str:
    return f"{random.randint(3, 970)} {random.choice(MONEY)}"


def _other(random: Random, draft: _Draft, made: Made) -> _Draft:
    if made is Made.WIRE:
        tail = (_sentence(random, random.choice(PLACES), random.choice(PEOPLE)),) * random.randint(0, 1)
        return _Draft(_retitled(random, draft.title), (*draft.sentences, *tail))
    if made is Made.LIGHT:
        kept = [each for each in draft.sentences[1:] if random.random() > 0.08]
        return _Draft(_retitled(random, draft.title), (draft.sentences[0], *(_reworded(random, s, 0.3) for s in kept)))
    if made is Made.REWRITE:
        return _rewritten(random, draft)
    fresh = _draft(random, len(draft.sentences) // 2)
    if made is Made.NEIGHBOUR:
        return fresh
    block = draft.sentences[-max(4, len(draft.sentences) // 2) :]
    return _Draft(fresh.title, (*fresh.sentences, *block))


def _rewritten(random: Random, draft: _Draft) -> _Draft:
    """A fifth left out, two exchanged, words replaced, a sentence of its own put in, the title turned about."""
    body = [_reworded(random, each, 0.5) for each in draft.sentences[1:] if random.random() > 0.2]
    if len(body) > 3:
        at = random.randrange(len(body) - 1)
        body[at], body[at + 1] = body[at + 1], body[at]
    body.insert(random.randrange(len(body) + 1), _sentence(random, random.choice(PLACES), random.choice(PEOPLE)))
    lead = _reworded(random, draft.sentences[0], 0.5)
    return _Draft(_retitled(random, draft.title), (lead, *body))


def _reworded(random: Random, sentence: str, chance: float) -> str:
    return " ".join(SYNONYMS.get(word, word) if random.random() < chance else word for word in sentence.split(" "))


def _retitled(random: Random, title: str) -> str:
    words = title.split(" ")
    cut = words[: random.randint(max(4, len(words) - 4), len(words))]
    return " ".join(SYNONYMS.get(word, word) for word in cut)


def _article(key: str, draft: _Draft, outlet: str, published: datetime, sources: Sequence[str]) -> Features:
    paragraphs = tuple(" ".join(draft.sentences[at : at + 2]) for at in range(0, len(draft.sentences), 2))
    return Features(key, draft.title, paragraphs, published, outlet, sources=tuple(sources))
