"""How a page writes paragraphs and subheadings: `p`, or any of what sites use instead of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.processors.layouts.laid_out import Attr, Chunk

Write = Callable[[str, Attr], str]


@dataclass(frozen=True)
class Form:
    """`gather` joins a run of paragraphs and subheadings to what may stand in a box beside other blocks."""

    paragraph: Write
    heading: Write
    gather: Callable[[Sequence[str]], str]

    def chunk(self, text: str, attr: Attr, *, heading: bool) -> Chunk:
        write = self.heading if heading else self.paragraph
        return Chunk(write(text, attr), loose=True, text=text, heading=heading)

    def join(self, chunks: Iterable[Chunk]) -> str:
        runs = ((loose, [chunk.html for chunk in run]) for loose, run in groupby(chunks, lambda chunk: chunk.loose))
        return "\n".join(self.gather(run) if loose else "\n".join(run) for loose, run in runs)


def element(tag: str, style: str = "") -> Write:
    return lambda text, attr: f"<{tag}{attr('para')}{style}>{text}</{tag}>"


def titled(tag: str) -> Write:
    return lambda text, attr: f"<{tag}{attr('heading')}>{text}</{tag}>"


def bare(text: str, _attr: Attr) -> str:
    return text


def bold(text: str, _attr: Attr) -> str:
    return f"<strong>{text}</strong>"


def within(opening: str, closing: str, write: Write) -> Write:
    return lambda text, attr: f"{opening}{write(text, attr)}{closing}"


def lines(run: Sequence[str]) -> str:
    return "\n".join(run)


def gathered(opening: str, between: str, closing: str) -> Callable[[Sequence[str]], str]:
    return lambda run: f"{opening}{between.join(run)}{closing}"


FORMS: Mapping[str, Form] = {
    "p": Form(element("p"), titled("h2"), lines),
    "p_bold_heads": Form(element("p"), within("<p>", "</p>", bold), lines),
    "br": Form(bare, bold, gathered("", "<br><br>\n", "")),
    "br_in_p": Form(bare, bold, gathered("<p>", "<br />\n<br />\n", "</p>")),
    "div": Form(element("div"), titled("h3"), lines),
    "div_bold_heads": Form(element("div"), within("<div>", "</div>", bold), gathered("", "<div><br></div>", "")),
    "span_block": Form(element("span", ' style="display:block"'), titled("h3"), lines),
    "span_in_div": Form(within("<div>", "</div>", element("span")), within("<div>", "</div>", bold), lines),
    "pre": Form(bare, bare, gathered("<pre>", "\n\n", "</pre>")),
    "custom": Form(element("x-paragraf"), element("x-judul"), lines),
    "li": Form(element("li"), within("<li>", "</li>", bold), gathered("<ul>", "\n", "</ul>")),
    "h4": Form(element("h4"), titled("h3"), lines),
    "section": Form(element("section"), titled("h2"), lines),
    "p_deep": Form(within("<div><div><div>", "</div></div></div>", element("p")), titled("h2"), lines),
    "rows": Form(
        within("<tr><td>", "</td></tr>", element("p")),
        within("<tr><td>", "</td></tr>", bold),
        gathered("<table>", "\n", "</table>"),
    ),
    "font": Form(
        within('<p align="justify"><font face="Arial">', "</font></p>", bare), within("<p>", "</p>", bold), lines
    ),
    "unclosed_p": Form(lambda text, attr: f"<p{attr('para')}>{text}", titled("h3"), lines),
    "editor_blocks": Form(
        within('<div data-block="true"><div>', "</div></div>", element("span")),
        within('<div data-block="true">', "</div>", titled("h3")),
        lines,
    ),
    "quotes": Form(within("<blockquote>", "</blockquote>", bare), titled("h3"), lines),
    "dd": Form(element("dd"), element("dt"), gathered("<dl>", "\n", "</dl>")),
    "ordered": Form(
        within("<li>", "</li>", element("p")), within("<li>", "</li>", bold), gathered("<ol>", "\n", "</ol>")
    ),
    "cells": Form(
        within('<tr><td width="10">&nbsp;</td><td>', "</td></tr>", bare),
        within("<tr><td></td><td>", "</td></tr>", bold),
        gathered('<table cellpadding="2">', "\n", "</table>"),
    ),
    "spaced_br": Form(bare, bold, gathered("<div>", "<br>&nbsp;<br>\n", "</div>")),
}
# Forms whose paragraphs have no end that closes what stands open in them, and what such an inline would swallow.
ENDLESS = frozenset((
    "br", "br_in_p", "pre", "span_block", "span_in_div", "custom", "font", "unclosed_p", "editor_blocks", "quotes",
    "dd", "ordered", "cells", "spaced_br",
))  # fmt: skip
