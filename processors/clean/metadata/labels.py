"""Who a page's visible labels name: `Penulis: Rina Saputri`, `Oleh` before a name or `Editor` behind it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from processors.clean.metadata.names import FACT_LABELS, people_in
from processors.clean.metadata.page_texts import PageText

AUTHOR_LABEL = (
    r"(?:nama )?penulis(?: berita| artikel)?|pewarta|reporter|jurnalis|kontributor|koresponden|"
    r"(?:teks|naskah)(?: ?(?:dan|&|/) ?foto)?|"
    r"laporan(?: oleh| wartawan| kontributor| reporter| jurnalis)?|wartawan|"
    r"(?:artikel |berita )?(?:di(?:tulis|laporkan|susun|buat|posting)(?:kan)? )?oleh|authors?|"
    r"(?:written |posted |words |text |story )?by|rep"
)
EDITOR_LABEL = (
    r"editor(?: bahasa)?|redaktur(?: pelaksana)?|penyunting|penyelaras bahasa|di(?:sunting|edit) oleh|edited by|red"
)
# Reviewers, translators and photographers; `ditinjau secara medis oleh` is met before its `oleh`.
OTHER_LABEL = (
    r"sumber|source|foto(?:grafer)?|photo(?:grapher)?s?|uploader|publisher|(?:pe)?nerjemah|alih bahasa|videografer|"
    r"kamera\w*|ilustra\w+|infografi\w+|narasumber|produser|host|reviewer|peninjau|pemeriksa(?: fakta)?|tags?|kategori|"
    r"tanggal|rubrik|"
    r"di(?:tinjau|review|verifikasi|periksa|cek|setujui|terjemahkan|unggah|upload|validasi|bimbing|dukung|persembahkan|"
    r"sponsori|kutip|lansir)\w*(?: \w+){0,2} oleh|ditinjau|"
    r"(?:medically |fact.?)?(?:reviewed|checked|approved|translated|sponsored|presented|powered)(?: \w+)? by"
)
BOTH_LABEL = r"(?:redaktur|editor|penulis|reporter) ?(?:&|dan|/) ?(?:reporter|penulis|editor|redaktur)"
_ROLES = rf"(?:(?P<both>{BOTH_LABEL})|(?P<other>{OTHER_LABEL})|(?P<author>{AUTHOR_LABEL})|(?P<editor>{EDITOR_LABEL}))"
# `Kontributor Kupang: Rina Saputri`: the place stands in the label.
LABEL = re.compile(
    rf"(?<![\w-])(?:{_ROLES}|(?P<author_at>kontributor|koresponden|wartawan|reporter)(?: \w+){{1,2}})\s*:",
    re.IGNORECASE,
)
BARE_LABEL = re.compile(rf"\W*{_ROLES}\W*", re.IGNORECASE)
FACT_LABEL = re.compile(rf"\W*(?:{'|'.join(map(re.escape, FACT_LABELS))})\s*:", re.IGNORECASE)
_BETWEEN = r"(?:(?:dan|and|serta|bersama|bin|binti|ibn|da|de|van|der|dr\.|apt\.) )*"
_NAME = rf"(?P<name>{_BETWEEN}(?:(?:[a-z]{{2,3}}-)?['’]?[A-Z][\w.'’-]*[ ,&]*{_BETWEEN}){{1,8}})"
_DATED = r"(?:\W*(?:pada |on )?(?:[A-Za-z']{4,7},? )?\d[\w .,:/|-]{5,40})?"
# A name with its label before it, or after it: `Oleh Rina Saputri`, `Rina Saputri, Jurnalis`, `Rina Saputri (Penulis)`.
NAMED = (
    re.compile(rf"\W*(?:[Ll]aporan|LAPORAN)(?: [Ww]artawan)?\s+{_NAME}(?:dari|di)\s+[A-Z][\w ]{{2,30}}\W*"),
    re.compile(rf"\W*(?:(?:[Dd]itulis )?[Oo]leh|OLEH|[Bb]y|Laporan [Ww]artawan [\w.]+,?)\s+{_NAME}{_DATED}\W*"),
    re.compile(
        r"\W*(?P<name>(?:[A-Z][\w.'’-]* ?){1,5}) ?[,|(/·•–-] ?"
        r"(?:(?P<author>Jurnalis|Wartawan|Reporter|Kontributor|Penulis|Pewarta)|(?P<editor>Editor|Redaktur))\b.{0,60}"
    ),
)
# Roles that may stand behind their name; `Oleh` and what ends in a colon never do.
MAY_FOLLOW = re.compile(
    r"\W*(?:penulis|pewarta|reporter|jurnalis|kontributor|koresponden|wartawan|authors?|editor|redaktur|penyunting|"
    r"writer)[^\w:]*",
    re.IGNORECASE,
)
CONNECTOR = re.compile(r"\W*(?:dan|and|serta|bersama|&|,|/|\||·|•)?\W*", re.IGNORECASE)
JOINS_ON = re.compile(r"(?:[,&/;]|\b(?:dan|and|serta|bersama))\s*$", re.IGNORECASE)
JOINS_BACK = re.compile(r"\s*(?:[,&/;]|(?:dan|and|serta|bersama)\b)", re.IGNORECASE)
# Every label of an author or an editor holds one of these.
HINTS = (
    *("penulis", "pewarta", "rep", "jurnalis", "kontributor", "koresponden", "teks", "naskah", "laporan", "wartawan"),
    *("oleh", "author", "by", "edit", "red", "sunting", "penyelaras"),
)
MAX_LABEL_TEXT = 160
MAX_BARE_TEXT = 40
MAX_LABEL_START = 40
# A name list in elements of its own ends after so many texts.
MAX_LIST_TEXTS = 12
PUNCTUATION = " :|,-–—/"


def labelled(texts: Sequence[PageText], sites: frozenset[str], header: range = range(0)) -> tuple[list[str], list[str]]:
    """Persons under author labels and under editor labels; the first place that names some counts.

    `header`: under the title a single word is a name too where the label has no colon.
    """
    found: dict[str, list[str]] = {"author": [], "editor": []}
    for index in _hinted(texts):
        for role, names in _roles(texts, index):
            role = "author" if role == "both" else role
            if role in found and not found[role] and not _is_fact(texts, index):
                people = people_in(names, sites) or people_in(_of_account(texts, index, names), sites, lower=True)
                sure = (
                    index in header
                    or ":" in texts[index].text
                    or any(tells(texts, index) for tells in (_is_marked, _is_listed))
                )
                found[role] = [name for name in people if sure or " " in name]
    return found["author"], found["editor"]


def _hinted(texts: Sequence[PageText]) -> list[int]:
    """Which texts may hold a label: one search through all of them, as a pattern on each costs ten times as much."""
    short = [index for index, text in enumerate(texts) if len(text.text) <= MAX_LABEL_TEXT]
    lines = [texts[index].text.lower() for index in short]
    begins = [0, *accumulate(len(line) + 1 for line in lines)]
    whole = "\n".join(lines)
    found: set[int] = set()
    for hint in HINTS:
        at = whole.find(hint)
        while at >= 0:
            place = bisect_right(begins, at) - 1
            found.add(short[place])
            at = whole.find(hint, begins[place + 1])
    return sorted(found)


def _roles(texts: Sequence[PageText], index: int) -> list[tuple[str, list[str]]]:
    """Role and names of a text; where the label stands alone, the names are in the texts after or before it."""
    text = texts[index].text
    if len(text) <= MAX_BARE_TEXT and (bare := BARE_LABEL.fullmatch(text)):
        return [(_role(bare), _beside(texts, index))]
    labels = list(LABEL.finditer(text)) if ":" in text else []
    if labels and labels[0].start() <= MAX_LABEL_START:
        ends = [*(label.start() for label in labels[1:]), len(text)]
        pairs = [(label, text[label.end() : end].strip(" |-–—/")) for label, end in zip(labels, ends, strict=True)]
        last, name = pairs[-1]
        more = list(_after(texts, index, name)) if not name.strip(PUNCTUATION) or JOINS_ON.search(name) else []
        return [(_role(label), [name]) for label, name in pairs[:-1]] + [(_role(last), [name, *more])]
    named = next((found for form in NAMED if (found := form.fullmatch(text))), None)
    if named is None:
        return []
    role = "editor" if named.groupdict().get("editor") else "author"
    return [(role, [named["name"], *(_after(texts, index, text) if JOINS_ON.search(text) else ())])]


def _beside(texts: Sequence[PageText], index: int) -> list[str]:
    """`Penulis` | `Rina Saputri`, or `Rina Saputri` | `Penulis`: the markup tells which, else what is a name."""
    after = list(_after(texts, index, ""))
    before = [texts[index - 1].text] if index and not texts[index - 1].in_heading else []
    if not people_in(before, ()) or not MAY_FOLLOW.fullmatch(texts[index].text):
        return after
    if not people_in(after, ()) or (_in_one_box(texts, index - 1, index) and not _in_one_box(texts, index, index + 1)):
        return before
    return after


def _after(texts: Sequence[PageText], index: int, told: str) -> Iterator[str]:
    """Names in the elements after a label: as long as a comma, an `&` or a link to an author's page joins them."""
    joined, first = True, not told.strip(PUNCTUATION)
    for text in texts[index + 1 : index + 1 + MAX_LIST_TEXTS]:
        if CONNECTOR.fullmatch(text.text):
            joined = joined or bool(text.text.strip(" :|"))
            continue
        if len(text.text) > MAX_LABEL_TEXT or BARE_LABEL.fullmatch(text.text):
            return
        linked = not first and text.names_author
        if not (first or joined or linked or JOINS_BACK.match(text.text)):
            return
        yield text.text.strip(PUNCTUATION)
        joined, first = JOINS_ON.search(text.text) is not None, False


def _in_one_box(texts: Sequence[PageText], one: int, other: int) -> bool:
    if one < 0 or other >= len(texts):
        return False
    first, second = texts[one].element, texts[other].element
    return first is not None and second is not None and first.getparent() is second.getparent()


def _is_marked(texts: Sequence[PageText], index: int) -> bool:
    """Whether the text before or after a label is in its box, or the markup says that it names an author."""
    return (
        _in_one_box(texts, index - 1, index)
        or _in_one_box(texts, index, index + 1)
        or (index + 1 < len(texts) and texts[index + 1].names_author)
    )


def _is_listed(texts: Sequence[PageText], index: int) -> bool:
    """`Penulis` | `Rina Saputri` | `Editor` | `Galih`: a label among others, each with one name."""
    return any(
        0 <= other < len(texts) and len(texts[other].text) <= MAX_BARE_TEXT and BARE_LABEL.fullmatch(texts[other].text)
        for other in (index - 2, index + 2)
    )


def _of_account(texts: Sequence[PageText], index: int, names: Sequence[str]) -> list[str]:
    """`by` | `galih`: a name in lower case counts where a link to the author's page holds it."""
    linked = {text.text for text in texts[index + 1 : index + 4] if text.names_author}
    return [name for name in names if name in linked]


def _is_fact(texts: Sequence[PageText], index: int) -> bool:
    """Credits of a film, a book or a vacancy: their neighbours are labelled too."""
    near = (text.text for text in texts[max(index - 2, 0) : index + 3])
    return any(len(text) <= MAX_LABEL_TEXT and FACT_LABEL.match(text) for text in near)


def _role(match: re.Match[str]) -> str:
    return next(name for name, value in match.groupdict().items() if value).removesuffix("_at")
