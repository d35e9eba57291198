"""Tree to text: the steps in turn, and a second reading where the guard sees that the first lost or gained."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lxml.html import HtmlElement

from processors.clean.blocks import Block, read_blocks, title_block
from processors.clean.dom import Taken, mass, text_of
from processors.clean.extract import extract_lines
from processors.clean.guard import Guard, Verdict, shares_nothing
from processors.clean.images import captions_of, drop_image_boxes
from processors.clean.isolate import isolate
from processors.clean.language_gate import is_indonesian
from processors.clean.lines import CleanedLines, clean_lines, ends_text
from processors.clean.links import drop_cards, drop_link_lists
from processors.clean.place import place
from processors.clean.plain import gather, lines_of, make_plain
from processors.clean.prune import ARTICLE_SHARE, CODE_TAGS, EMBED_TAGS, drop_forms, drop_tags, name_buttons, prune
from processors.clean.rules import Rules
from processors.clean.wrap import wrap_loose_text
from processors.markers import looks_indonesian
from schemas.article import ReadingFigures, Removed

# A text of less is asked about again, whatever the guard saw: a page may show nothing of an article that it states.
FEW_CHARS = 300
# On a foreign page the text that JSON-LD states is believed where it tells this much more.
BETTER = 1.25
# Another reading is taken where it has at most this share of the first one's faults: only that knows the rules.
MUCH_BETTER = 0.5
# A reading of which so much is lost or from elsewhere is stored with a warning.
DOUBTFUL_SHARE = 0.2

# Told the name of each step as it ends: whoever explains the cleaning can time it.
Done = Callable[[str], None]


def say_nothing(_step: str) -> None:
    """For callers that explain nothing."""


@dataclass(frozen=True)
class Reading:
    """`readings` are the figures of all that were compared, where a second was asked for."""

    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...]
    indonesian: bool
    second_opinion: str = ""
    verdict: Verdict | None = None
    readings: tuple[ReadingFigures, ...] = ()

    @property
    def chars(self) -> int:
        return sum(map(len, self.paragraphs))

    @property
    def is_doubtful(self) -> bool:
        """Whether the best reading, too, lost or gained much."""
        return self.verdict is not None and self.verdict.fails and self.verdict.wrong > DOUBTFUL_SHARE * self.verdict.kept


def read_text(
    tree: HtmlElement,
    rules: Rules,
    *,
    title: str,
    url: str,
    stated_body: str,
    names: Sequence[str],
    reparse: Callable[[], HtmlElement],
    done: Done = say_nothing,
) -> Reading:
    """`tree` is consumed; `reparse` gives it anew. `stated_body` is what JSON-LD holds as the article's text."""
    body = tree.find(".//body")
    indonesian = is_indonesian(body, title=title)
    done("language")
    captions = captions_of(body) if indonesian else set()
    if indonesian:
        drop_forms(body)
    drop_tags(body, CODE_TAGS)
    line_rules = partial(clean_lines, rules=rules, title=title, captions=captions, names=names)
    if not indonesian:
        return _read_foreign(tree, url, stated_body, line_rules, done)
    name_buttons(body)
    shown = text_of(body)
    taken = drop_cards(body)
    taken += drop_image_boxes(body, allowed=int(mass(body).plain * ARTICLE_SHARE))
    done("images")
    drop_tags(body, EMBED_TAGS)
    wrap_loose_text(body)
    done("wrap")
    blocks = read_blocks(body)
    heading = title_block(blocks, title)
    lines, taken = _read_article(tree, blocks, heading, rules, taken, title=title, url=url, done=done)
    cleaned = line_rules(lines, indonesian=True)
    done("lines")
    around = tuple(Removed(rule=piece.rule, text=piece.text) for piece in taken)
    first = Reading(cleaned.kept, place(lines, cleaned, around=around, shown=shown), indonesian)
    done("place")
    guard = Guard(blocks, heading, stated=stated_body, ends=partial(ends_text, rules=rules))
    first = _judged(first, guard)
    done("guard")
    assert first.verdict is not None
    if not first.verdict.fails and first.chars >= FEW_CHARS:
        return first
    others = (
        _again(stated_body.splitlines(), "json-ld", line_rules, indonesian=True),
        _again(_unpruned(reparse(), url), "unpruned", line_rules, indonesian=True),
    )
    best = _best(first, [_judged(other, guard) for other in others])
    done("second opinion")
    return best


def _read_article(
    tree: HtmlElement, blocks: Sequence[Block], heading: Block | None, rules: Rules, taken: list[Taken], *, title: str,
    url: str, done: Done,
) -> tuple[list[str], list[Taken]]:  # fmt: skip
    """The lines of the article's parts, and all that was taken before and in them."""
    body = tree.find(".//body")
    article = gather(body, isolate(body, blocks, heading, rules))
    done("isolate")
    taken += prune(article, rules, allowed=int(mass(article).plain * ARTICLE_SHARE))
    done("prune")
    taken += drop_link_lists(article, rules, title=title)
    done("links")
    taken += make_plain(article)
    done("plain")
    handed = list(lines_of(article))
    lines = extract_lines(tree, url=url, fast=True)
    told = set(lines)
    taken += [Taken("extractor", line, article) for line in handed if line and line not in told]
    done("extract")
    return lines, taken


def _read_foreign(
    tree: HtmlElement, url: str, stated_body: str, line_rules: Callable[..., CleanedLines], done: Done
) -> Reading:
    """On foreign pages the extractor chooses, and only what is dead goes: it scores best there."""
    drop_tags(tree.find(".//body"), ("button", *EMBED_TAGS))
    lines = extract_lines(tree, url=url)
    done("extract")
    cleaned = line_rules(lines, indonesian=False)
    done("lines")
    reading = Reading(cleaned.kept, place(lines, cleaned), indonesian=False)
    done("place")
    unseen = len(stated_body) >= FEW_CHARS and shares_nothing(reading.paragraphs, stated_body)
    if reading.chars >= FEW_CHARS and not unseen:
        return reading
    # A page drawn by script has no text to tell its language by until now.
    stated = stated_body.splitlines()
    other = _again(stated, "json-ld", line_rules, indonesian=looks_indonesian(stated_body))
    done("second opinion")
    return other if unseen or other.chars >= max(FEW_CHARS, BETTER * reading.chars) else reading


def _again(
    lines: list[str], name: str, line_rules: Callable[..., CleanedLines], *, indonesian: bool
) -> Reading:
    cleaned = line_rules(lines, indonesian=indonesian)
    return Reading(cleaned.kept, place(lines, cleaned), indonesian, name)


def _judged(reading: Reading, guard: Guard) -> Reading:
    return replace(reading, verdict=guard.judge(reading.paragraphs, reading.removed))


def _best(first: Reading, others: Sequence[Reading]) -> Reading:
    """The one that lost and gained least of what the page holds; another than the first where that is much better."""
    readings = [first, *(other for other in others if other.chars >= FEW_CHARS)]
    best = min(readings, key=_wrong)
    if first.chars >= FEW_CHARS and _wrong(best) > MUCH_BETTER * _wrong(first):
        best = first
    return replace(best, readings=tuple(map(_figures, readings)))


def _wrong(reading: Reading) -> int:
    return reading.verdict.wrong if reading.verdict else 0


def _figures(reading: Reading) -> ReadingFigures:
    verdict = reading.verdict or Verdict(0, 0, 0)
    return ReadingFigures(
        name=reading.second_opinion or "rules", kept=verdict.kept, lost=verdict.lost, gained=verdict.gained
    )


def _unpruned(tree: HtmlElement, url: str) -> list[str]:
    body = tree.find(".//body")
    drop_tags(body, (*CODE_TAGS, *EMBED_TAGS))
    wrap_loose_text(body)
    return extract_lines(tree, url=url)
