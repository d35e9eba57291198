"""Elements inside a sentence of the article: each takes its plain text and gives HTML that reads the same."""

import html
from collections.abc import Callable, Mapping, Sequence
from random import Random

from tests.processors.layouts.names import INLINE

# Of a paragraph of prose; the first of a text is always dressed.
DRESSED_SHARE = 0.45
MIN_WORDS = 8
Inline = Callable[[str, Random], str]


def plain(text: str, _dice: Random) -> str:
    return html.escape(text, quote=False)


def around(opening: str, closing: str, *, words: int = 3) -> Inline:
    """A run of words in the middle of the sentence stands in an element."""

    def dress(text: str, dice: Random) -> str:
        before, run, after = parted(text, dice, words)
        return f"{before} {opening.format(hostile=dice.choice(INLINE))}{run}{closing} {after}"

    return dress


def split_word(text: str, dice: Random) -> str:
    """An element ends inside a word."""
    before, word, after = parted(text, dice, 1)
    cut = max(len(word) // 2, 1)
    return f"{before} <b>{word[:cut]}</b><span>{word[cut:]}</span> {after}"


def soft_hyphens(text: str, _dice: Random) -> str:
    """Long words carry the places where they may be broken."""
    words = plain(text, _dice).split(" ")
    return " ".join(f"{w[:4]}\u00ad{w[4:]}" if len(w) > 8 and w.isalpha() else w for w in words)


def word_breaks(text: str, dice: Random) -> str:
    before, word, after = parted(text, dice, 1)
    return f"{before} {word[:2]}<wbr>{word[2:]} {after}"


def line_breaks(text: str, dice: Random) -> str:
    """A line of the sentence ends without a space."""
    before, run, after = parted(text, dice, 4)
    return f"{before}<br>{run}<br/>{after}"


def new_tab(text: str, dice: Random) -> str:
    """A link with words for readers of screens that nobody else sees; they are no part of the text."""
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)"
    return around('<a href="/t" target="_blank">', f'<span style="{hidden}">, buka di tab baru</span></a>')(text, dice)


def unclosed_link(text: str, dice: Random) -> str:
    before, run, after = parted(text, dice, 2)
    return f'{before} <a href="/topik/kota">{run} {after}'


def several(text: str, dice: Random) -> str:
    """Two marks in one sentence, one in the other."""
    before, run, after = parted(text, dice, 4)
    first, _, rest = run.partition(" ")
    cls = dice.choice(INLINE)
    return f'{before} <span><em class="{cls}">{first}</em> <a href="/topik/{cls}">{rest}</a></span> {after}'


def drop_cap(style: str) -> Inline:
    """The first letter in an element of its own; `style` has `{first}` for it."""

    def dress(text: str, dice: Random) -> str:
        start = next((index for index, char in enumerate(text) if char.isalpha()), 0)
        cap = style.format(first=text[start], hostile=dice.choice(INLINE))
        return plain(text[:start], dice) + cap + plain(text[start + 1 :], dice)

    return dress


def footnote(text: str, _dice: Random) -> str:
    return f'{text}<sup id="r1"><a href="#n1" title="Catatan"></a></sup>'


def comment_node(text: str, dice: Random) -> str:
    before, word, after = parted(text, dice, 1)
    return f"{before} {word[:2]}<!-- pecah -->{word[2:]} {after}"


def zero_width(text: str, dice: Random) -> str:
    before, run, after = parted(text, dice, 3)
    return f"{before} \u200b{run}\u200b {after}"


def icon_link(text: str, dice: Random) -> str:
    """A link with an icon that says nothing."""
    return around('<a href="/t"><svg width="8"><path d="M0 0"/></svg>', "</a>", words=2)(text, dice)


def references(text: str, _dice: Random) -> str:
    return text.replace("a", "&#97;", 5).replace(" ", "&#32;", 3)


INLINES: Mapping[str, Inline] = {
    "plain": plain,
    "span_hostile": around('<span class="{hostile}">', "</span>"),
    "link_hostile": around('<a href="/topik/a" class="{hostile}">', "</a>"),
    "link": around('<a href="/topik/kota">', "</a>", words=2),
    "time": around('<time datetime="2025-03-03">', "</time>"),
    "q": around("<q>", "</q>", words=4),
    "label": around("<label>", "</label>"),
    "output": around("<output>", "</output>"),
    "mark": around("<mark>", "</mark>"),
    "abbr": around('<abbr title="kepanjangan">', "</abbr>", words=1),
    "data": around('<data value="12">', "</data>"),
    "cite": around("<cite>", "</cite>"),
    "font": around('<font color="#333">', "</font>"),
    "custom": around("<x-term>", "</x-term>", words=2),
    "nested_span": around('<span><span class="{hostile}"><span>', "</span></span></span>"),
    "several": several,
    "split_word": split_word,
    "soft_hyphens": soft_hyphens,
    "word_breaks": word_breaks,
    "line_breaks": line_breaks,
    "new_tab": new_tab,
    "unclosed_link": unclosed_link,
    "kbd": around("<kbd>", "</kbd>"),
    "small": around("<small>", "</small>"),
    "ins": around('<ins datetime="2025-01-01">', "</ins>"),
    "dfn": around("<dfn>", "</dfn>", words=2),
    "bdi": around("<bdi>", "</bdi>"),
    "meter": around('<meter value="2">', "</meter>", words=2),
    "button": around('<button type="button">', "</button>", words=1),
    "summary_span": around('<span role="note" aria-label="related">', "</span>"),
    "footnote": footnote,
    "comment_node": comment_node,
    "zero_width": zero_width,
    "icon_link": icon_link,
    "references": references,
    "drop_cap": drop_cap('<span class="dropcap">{first}</span>'),
    "drop_cap_float": drop_cap('<span style="float:left;font-size:60px">{first}</span>'),
    "drop_cap_hostile": drop_cap('<span class="{hostile}-title widget">{first}</span>'),
    "drop_cap_twice": drop_cap('<span aria-hidden="true">{first}</span><span class="sr-only">{first}</span>'),
}
# Strings that a kind puts into the text and that are none of it.
INLINE_MARKS: Mapping[str, tuple[str, ...]] = {"new_tab": (", buka di tab baru",)}


def dress_all(texts: Sequence[str], inline: Inline, dice: Random, *, first_alone: bool) -> list[str]:
    """The texts as HTML: the first is dressed, and some of the others where it is not alone."""
    return [
        inline(text, dice)
        if _may_wear(text) and (not index or (not first_alone and _falls(dice)))
        else plain(text, dice)
        for index, text in enumerate(texts)
    ]


def _falls(dice: Random) -> bool:
    return dice.random() < DRESSED_SHARE


def _may_wear(text: str) -> bool:
    return len(text.split()) >= MIN_WORDS


def parted(text: str, dice: Random, words: int) -> tuple[str, str, str]:
    """Before, a run of words in the middle, and after."""
    parts = html.escape(text, quote=False).split(" ")
    start = dice.randint(2, max(len(parts) - words - 2, 2))
    return " ".join(parts[:start]), " ".join(parts[start : start + words]), " ".join(parts[start + words :])
