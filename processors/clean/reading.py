"""Tree to text: the steps in turn, and a second opinion where too little came out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lxml.html import HtmlElement

from processors.clean.dom import Taken, mass, text_of
from processors.clean.extract import extract_lines
from processors.clean.images import captions_of, drop_image_boxes
from processors.clean.isolate import densest_prose, isolate
from processors.clean.language_gate import is_indonesian
from processors.clean.lines import clean_lines
from processors.clean.links import drop_cards, drop_link_lists
from processors.clean.place import place
from processors.clean.plain import gather, make_plain
from processors.clean.prune import ARTICLE_SHARE, CODE_TAGS, EMBED_TAGS, drop_tags, name_buttons, prune
from processors.clean.rules import Rules
from processors.clean.wrap import wrap_loose_text
from processors.markers import looks_indonesian
from schemas.article import Removed

# Under this share of the page's densest run of paragraphs, the extractor or the pruning lost the article.
SUSPICIOUS_SHARE = 0.7
SUSPICIOUS_CHARS = 300
LOST_CHARS = 160
# A second opinion is believed where it tells this much more.
BETTER = 1.25
# Told the name of each step as it ends: whoever explains the cleaning can time it.
Done = Callable[[str], None]


def say_nothing(_step: str) -> None:
    """For callers that explain nothing."""


@dataclass(frozen=True)
class Reading:
    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...]
    indonesian: bool
    second_opinion: str = ""

    @property
    def chars(self) -> int:
        return sum(map(len, self.paragraphs))


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
    drop_tags(body, CODE_TAGS)
    name_buttons(body)
    shown = text_of(body)
    taken: list[Taken] = []
    if indonesian:
        taken += drop_cards(body)
        allowed = int(mass(body).plain * ARTICLE_SHARE)
        taken += drop_image_boxes(body, allowed=allowed)
        done("images")
    drop_tags(body, EMBED_TAGS)
    expected = 0
    removed: tuple[Removed, ...] = ()
    if indonesian:
        wrap_loose_text(body)
        done("wrap")
        expected, densest = densest_prose(body, title=title)
        article = gather(body, isolate(body, densest, rules, title=title))
        done("isolate")
        taken += prune(article, rules, allowed=int(mass(article).plain * ARTICLE_SHARE))
        done("prune")
        taken += drop_link_lists(article, rules, title=title)
        done("links")
        taken += make_plain(article)
        done("plain")
        removed = tuple(Removed(rule=piece.rule, text=piece.text) for piece in taken)
    line_rules = partial(clean_lines, rules=rules, title=title, captions=captions, names=names)
    lines = extract_lines(tree, url=url, fast=indonesian)
    done("extract")
    cleaned = line_rules(lines, indonesian=indonesian)
    done("lines")
    reading = Reading(cleaned.kept, place(lines, cleaned, around=removed, shown=shown), indonesian)
    done("place")
    if reading.chars >= SUSPICIOUS_CHARS and reading.chars >= SUSPICIOUS_SHARE * expected:
        return reading

    def again(lines: list[str], name: str) -> Reading:
        # A page drawn by script has no text to tell its language by until now.
        ours = indonesian or looks_indonesian(" ".join(lines))
        other = line_rules(lines, indonesian=ours)
        return Reading(other.kept, place(lines, other), ours, name)

    opinions = [lambda: again(stated_body.splitlines(), "json-ld")]
    # A short article loses nothing by pruning: unpruned, its page tells the teasers of other articles too.
    if reading.chars < max(LOST_CHARS, SUSPICIOUS_SHARE * expected):
        opinions.append(lambda: again(_unpruned(reparse(), url), "unpruned"))
    better = _better(reading, opinions)
    done("second opinion")
    return better


def _better(reading: Reading, opinions: list[Callable[[], Reading]]) -> Reading:
    for opinion in opinions:
        other = opinion()
        if other.chars >= SUSPICIOUS_CHARS and other.chars >= BETTER * reading.chars:
            return other
    return reading


def _unpruned(tree: HtmlElement, url: str) -> list[str]:
    body = tree.find(".//body")
    drop_tags(body, (*CODE_TAGS, *EMBED_TAGS))
    wrap_loose_text(body)
    return extract_lines(tree, url=url)
