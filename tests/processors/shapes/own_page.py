"""What a shape builds: a page of our own, with the text, the facts and the boilerplate that it was built from."""

# Markup and sentences keep their lines.
# ruff: noqa: E501

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.processors.shapes.stories import OTHERS, Story


@dataclass(frozen=True)
class OwnPage:
    """`published` is ISO 8601 to the minute; `must_not` are texts of the page that are none of the article."""

    name: str
    url: str
    html: str
    title: str
    paragraphs: tuple[str, ...]
    published: str = ""
    authors: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


def blocks(
    story: Story, inserts: Mapping[int, str] | None = None, *, dateline: str = "", end: str = "", tag: str = "p",
    head: str = "h2",
) -> str:  # fmt: skip
    """The story's lines as elements; `inserts` are put before the line of that number, `end` into the last line."""
    put = inserts or {}
    pieces: list[str] = []
    for index, line in enumerate(story.lines):
        pieces.append(put.get(index, ""))
        first, last = index == 0, index == len(story.lines) - 1
        text = f"{dateline if first else ''}{line.removeprefix('## ')}{end if last else ''}"
        name = head if line.startswith("## ") else tag
        pieces.append(f"<{name}>{text}</{name.split(' ')[0]}>")
    return "\n".join((*pieces, put.get(len(story.lines), "")))


def links(start: int, count: int, item: str = "li") -> str:
    """Headlines of other articles, each a link in an element of its own."""
    some = ((number, OTHERS[number % len(OTHERS)]) for number in range(start, start + count))
    return "".join(f'<{item}><a href="/read/{number}">{title}</a></{item.split(" ")[0]}>' for number, title in some)


def others(start: int, count: int) -> tuple[str, ...]:
    return tuple(OTHERS[number % len(OTHERS)] for number in range(start, start + count))


def cards(start: int, count: int, css: str = "media") -> str:
    """Teasers as a side column has them: a picture, a linked headline, a section, a time."""
    return "".join(
        f'<div class="{css}"><div class="{css}__image"><a href="/read/{i}"><img src="/{i}.jpg" alt=""></a></div>'
        f'<div class="{css}__text"><h3 class="{css}__title"><a href="/read/{i}">{title}</a></h3>'
        f'<div class="{css}__date">Nasional | {i + 1} jam yang lalu</div></div></div>'
        for i, title in enumerate(others(start, count))
    )


def stated(story: Story, published: str = "", author: object = None, **more: object) -> str:
    """A JSON-LD block of an article."""
    node: dict[str, object] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title}
    if published:
        node["datePublished"] = published
    if author is not None:
        node["author"] = author
    return ld(node | more)


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def document(body: str, head: Sequence[str] = (), *, title: str, site: str, suffix: str = " - {}") -> str:
    """A whole page; `suffix` is how the site's name stands in `<title>`."""
    named = title + suffix.format(site)
    return f"""<!DOCTYPE html><html lang="id-ID"><head><meta charset="utf-8"><title>{named}</title>
<meta property="og:site_name" content="{site}"><meta property="og:type" content="article">
{"".join(head)}<script>var dataLayer = [{{"kanal": "nasional"}}];</script><style>.x{{color:red}}</style></head>
<body>{body}<script>window.lazy = true;</script></body></html>"""


MENU = """<header class="header"><a href="/" class="logo"><img src="/logo.svg" alt="Beranda"></a><ul class="menu">
<li><a href="/nasional">Nasional</a></li><li><a href="/dunia">Internasional</a></li><li><a href="/bola">Olahraga</a></li>
<li><a href="/ekonomi">Ekonomi</a></li><li><a href="/indeks">Indeks</a></li></ul></header>"""
FOOTER = """<footer class="footer"><ul><li><a href="/tentang">Tentang Kami</a></li><li><a href="/redaksi">Redaksi</a>
</li><li><a href="/pedoman">Pedoman Media Siber</a></li><li><a href="/karier">Karier</a></li></ul>
<p>Copyright © 2025 Kabar Utara. Hak cipta dilindungi undang-undang.</p></footer>"""
