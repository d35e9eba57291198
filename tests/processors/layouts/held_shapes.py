"""Kinds that the cleaner was not built on, by shape: boxes, forms and inline elements, reported apart."""

# Markup keeps its lines.
# ruff: noqa: E501

from collections.abc import Mapping
from random import Random

from tests.processors.layouts.boxes import Box, Text, folded, led
from tests.processors.layouts.forms import Form, bare, bold, element, gathered, lines, titled, within
from tests.processors.layouts.inlines import Inline, around, parted
from tests.processors.layouts.laid_out import Piece, joined


def tabs(text: Text) -> Piece:
    """Three panels of which one is shown, with a button for each."""
    names = ("Bagian satu", "Bagian dua", "Bagian tiga")
    cut = text.cut(3)
    buttons = "".join(f'<button role="tab">{name}</button>' for name in names[: len(cut)])
    panels = "".join(
        f'<div role="tabpanel" aria-labelledby="t{n}"{" hidden" if n else ""}>{text.form.join(part)}</div>'
        for n, part in enumerate(cut)
    )
    return Piece(f'<div><div role="tablist">{buttons}</div>{panels}</div>', names[: len(cut)])


def ads_between(text: Text) -> Piece:
    """An ad's slot after every second paragraph."""
    slot = '<div class="dfp-slot"><span>Iklan</span></div>'
    groups = [text.chunks[n : n + 2] for n in range(0, len(text.chunks), 2)]
    return Piece(f"<div{text.attr('body')}>{slot.join(text.form.join(group) for group in groups)}</div>", ("Iklan",))


def closing_apart(text: Text) -> Piece:
    """The last paragraph stands below an offer, in a box of its own."""
    offer = Piece(
        '<div class="cta"><a href="/daftar">Daftar buletin gratis kami</a></div>', ("Daftar buletin gratis kami",)
    )
    return joined(
        Piece(text.box(text.chunks[:-1])), offer, Piece(f"<div><div>{text.form.join(text.chunks[-1:])}</div></div>")
    )


def columns_of_three(text: Text) -> Piece:
    """A newspaper's columns, told apart by style alone."""
    columns = "".join(f'<div style="float:left;width:33%">{text.form.join(part)}</div>' for part in text.cut(3))
    return Piece(f"<div>{columns}</div>")


def articles_nested(text: Text) -> Piece:
    return Piece(f"<article><article><div{text.attr('body')}>{text.form.join(text.chunks)}</div></article></article>")


def pictures_between(text: Text) -> Piece:
    """The text in groups, a picture with its caption before each but the first."""
    captions = ("Perahu bersandar saat air surut. (Dok. Warga)", "Halaman depan setelah hujan. (Dok. Warga)")
    first, *rest = text.cut(3)
    laid = [Piece(f"<div{text.attr('body')}>{text.form.join(first)}")]
    for caption, part in zip(captions, rest, strict=False):
        picture = f'<div class="foto"><picture><img src="/f.jpg" alt=""></picture><span class="caption">{caption}</span></div>'
        laid.append(Piece(picture + text.form.join(part), (caption,)))
    return joined(*laid, Piece("</div>"))


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


BOXES: Mapping[str, Box] = {
    "tabs": tabs,
    "ads_between": ads_between,
    "closing_apart": closing_apart,
    "columns_of_three": columns_of_three,
    "articles_nested": articles_nested,
    "pictures_between": pictures_between,
    "fold_details": folded("", tag="details", before="<summary>Baca selengkapnya</summary>"),
    "fold_height": folded(' style="max-height:0;overflow:hidden"'),
    "lead_header": led("<header><p class='excerpt'>{text}</p></header>"),
    "lead_quote": led("<blockquote{attr}><p>{text}</p></blockquote>"),
}
FORMS: Mapping[str, Form] = {
    "font": Form(within('<p align="justify"><font face="Arial">', "</font></p>", bare), within("<p>", "</p>", bold), lines),
    "unclosed_p": Form(lambda text, attr: f"<p{attr('para')}>{text}", titled("h3"), lines),
    "editor_blocks": Form(
        within('<div data-block="true"><div>', "</div></div>", element("span")),
        within('<div data-block="true">', "</div>", titled("h3")),
        lines,
    ),
    "quotes": Form(within("<blockquote>", "</blockquote>", bare), titled("h3"), lines),
    "dd": Form(element("dd"), element("dt"), gathered("<dl>", "\n", "</dl>")),
    "ordered": Form(within("<li>", "</li>", element("p")), within("<li>", "</li>", bold), gathered("<ol>", "\n", "</ol>")),
    "cells": Form(
        within('<tr><td width="10">&nbsp;</td><td>', "</td></tr>", bare), within("<tr><td></td><td>", "</td></tr>", bold),
        gathered('<table cellpadding="2">', "\n", "</table>"),
    ),
    "spaced_br": Form(bare, bold, gathered("<div>", "<br>&nbsp;<br>\n", "</div>")),
}  # fmt: skip
INLINES: Mapping[str, Inline] = {
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
}
