"""The steps from a page's tree to the lines of its article, in order; each can be left out to see what it does."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.blocks import Block, read_blocks, title_block
from processors.clean.cards import drop_cards
from processors.clean.code_rules import CodeRule
from processors.clean.dead import DEAD_TAGS, EMBED_TAGS, drop_dead, drop_tags, name_buttons
from processors.clean.dom import Taken, attached, mass, text_of
from processors.clean.extract import extract_lines
from processors.clean.images import drop_image_boxes
from processors.clean.isolate import isolate
from processors.clean.lines import CleanedLines, clean_lines
from processors.clean.links import drop_link_lists
from processors.clean.plain import gather, lines_of, make_plain
from processors.clean.prune import ARTICLE_SHARE, prune
from processors.clean.rules import Rules
from processors.clean.wrap import wrap_loose_text

# Told the name of each step as it ends: whoever explains the cleaning can time it.
Done = Callable[[str], None]


def say_nothing(_step: str) -> None:
    """For callers that explain nothing."""


class ArticleHints(NamedTuple):
    """What is known of an article before its text is read. `stated_body` is what JSON-LD holds as the text."""

    title: str
    url: str
    stated_body: str = ""
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Steps:
    """Those that choose and take; a test leaves out one after another and holds each to what it adds."""

    drop_cards: Callable[[HtmlElement], list[Taken]] = drop_cards
    drop_image_boxes: Callable[..., list[Taken]] = drop_image_boxes
    name_buttons: Callable[[HtmlElement], list[Taken]] = name_buttons
    wrap: Callable[[HtmlElement], None] = wrap_loose_text
    isolate: Callable[..., list[HtmlElement]] = isolate
    prune: Callable[..., list[Taken]] = prune
    drop_link_lists: Callable[..., list[Taken]] = drop_link_lists
    make_plain: Callable[[HtmlElement], list[Taken]] = make_plain
    clean_lines: Callable[..., CleanedLines] = clean_lines
    second_reading: bool = True


STEPS = Steps()


class ExtractedArticle(NamedTuple):
    """The lines of the article's parts, all that was taken on the way, and the page that they were chosen from.

    `shown` is the page's text, white space collapsed, before anything was taken.
    """

    lines: list[str]
    taken: list[Taken]
    shown: str
    blocks: Sequence[Block]
    heading: Block | None


def read_article(tree: HtmlElement, rules: Rules, told: ArticleHints, *, steps: Steps, done: Done) -> ExtractedArticle:
    """`tree` is consumed."""
    body = tree.find(".//body")
    dead = drop_dead(body)
    shown = text_of(body)
    dead += steps.name_buttons(body)
    taken = steps.drop_cards(body)
    taken += steps.drop_image_boxes(body, allowed=int(mass(body).plain * ARTICLE_SHARE))
    done("images")
    dead += drop_tags(body, EMBED_TAGS)
    steps.wrap(body)
    done("wrap")
    blocks = read_blocks(body)
    heading = title_block(blocks, told.title)
    article = gather(body, steps.isolate(body, blocks, heading, rules))
    # Outside of the article nobody misses them.
    taken += [piece for piece in dead if attached(piece.parent, article)]
    done("isolate")
    taken += steps.prune(article, rules, allowed=int(mass(article).plain * ARTICLE_SHARE))
    done("prune")
    taken += steps.drop_link_lists(article, rules, title=told.title)
    done("links")
    taken += steps.make_plain(article)
    done("plain")
    lines, left_out = _extract(tree, article, told.url)
    done("extract")
    return ExtractedArticle(lines, taken + left_out, shown, blocks, heading)


def line_rules(
    rules: Rules, told: ArticleHints, captions: Collection[str], *, steps: Steps
) -> Callable[..., CleanedLines]:
    return partial(steps.clean_lines, rules=rules, title=told.title, captions=captions, names=told.names)


def _extract(tree: HtmlElement, article: HtmlElement, url: str) -> tuple[list[str], list[Taken]]:
    """What the extractor tells of the article, and the lines that it left out."""
    handed = list(lines_of(article))
    lines = extract_lines(tree, url=url, fast=True)
    told = set(lines)
    return lines, [Taken(CodeRule.EXTRACTOR, line, article) for line in handed if line and line not in told]


def unpruned_lines(tree: HtmlElement, url: str) -> list[str]:
    """What the extractor makes of the whole page. `tree` is consumed."""
    body = tree.find(".//body")
    drop_tags(body, (*DEAD_TAGS, *EMBED_TAGS))
    wrap_loose_text(body)
    return extract_lines(tree, url=url)
