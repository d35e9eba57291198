"""The article's parts as plain tags without attributes, so that nothing in them hides text from the extractor.

Extractors match the classes, ids, styles and tags inside an article too: a `<time>`, a `<q>` or a span of class
`author` in mid-sentence, a part folded by a script. What is chosen by now is the article, whatever it is called.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.html import Element, HtmlElement

from processors.clean.code_rules import CodeRule
from processors.clean.dom import BLOCKS, HEADINGS, Taken, mass, squeeze, take, text_of
from processors.clean.prose import MAX_PLAIN_BESIDE_LINKS, MIN_HEADLINE_WORDS, MIN_PROSE_CHARS

LISTS = ("ul", "ol")
TABLE_TAGS = frozenset(("table", "tr", "td", "th", "caption"))
KEPT = HEADINGS | TABLE_TAGS | frozenset(("p", "br", "li", *LISTS))
# Of a table only its rows count.
TABLE_GROUPS = frozenset(("thead", "tbody", "tfoot", "colgroup"))
INLINE = "span"
SENTENCE = re.compile(r"""[^.][.!?]["”')]?$""")


def gather(body: HtmlElement, parts: Sequence[HtmlElement]) -> HtmlElement:
    """Leaves `body` with one `article` of the parts alone, and returns it."""
    article = Element("article")
    for part in parts:
        part.tail = None
        article.append(part)
    for child in list(body):
        body.remove(child)
    body.text = None
    body.append(article)
    return article


def make_plain(article: HtmlElement) -> list[Taken]:
    """In place: nothing but paragraphs, headings, lists and tables, no attribute. Lines of links alone are taken."""
    for element in article.iterdescendants():
        element.attrib.clear()
        element.tag = _plain_tag(str(element.tag))
    etree.strip_tags(article, INLINE)
    for table in list(article.iter("table")):
        _flatten_table(table)
    for listing in list(article.iter(*LISTS)):
        _unfold_list(listing)
    for heading in list(article.iter(*HEADINGS)):
        etree.strip_tags(heading, "div", "p", "br")
    for box in reversed(list(article.iter("article", "div"))):
        _wrap_runs(box)
    etree.strip_tags(article, "div")
    taken = _take_links_alone(article)
    etree.strip_tags(article, "a")
    return taken


def _take_links_alone(article: HtmlElement) -> list[Taken]:
    """Lines of nothing but links before the prose and behind it: tags, pages. Between, short ones are subheadings."""
    lines = list(article)
    prose = [at for at, line in enumerate(lines) if line.tag == "p" and mass(line).plain >= MIN_PROSE_CHARS]
    amid = range(prose[0], prose[-1]) if prose else range(0)
    alone = [line for line in lines if line.tag == "p" and _is_links_alone(line)]
    alone = [
        line for line in alone if lines.index(line) not in amid or len(text_of(line).split()) >= MIN_HEADLINE_WORDS
    ]
    return [piece for line in alone for piece in take(line, CodeRule.ALONE)]


def _is_links_alone(line: HtmlElement) -> bool:
    """A line with hardly a word outside its links, which is no sentence: tags, pages, a teaser."""
    if line.find("a") is None:
        return False
    plain, linked = mass(line)
    return linked > 0 and plain <= MAX_PLAIN_BESIDE_LINKS and not SENTENCE.search(text_of(line))


def lines_of(article: HtmlElement) -> Iterator[str]:
    """What the extractor is handed, a line for each paragraph, heading, list item and row."""
    for element in article.iter("p", "li", "tr", "caption", *HEADINGS):
        if element.tag == "tr":
            yield " | ".join(filter(None, (text_of(cell) for cell in element)))
        elif element.tag != "li" or not any(child.tag in LISTS for child in element):
            yield text_of(element)
        else:
            yield squeeze(element.text or "")


def _plain_tag(tag: str) -> str:
    if tag == "h1":
        return "h2"
    if tag in KEPT or tag == "a":
        return tag
    if tag in TABLE_GROUPS:
        return INLINE
    return "div" if tag in BLOCKS else INLINE


def _flatten_table(table: HtmlElement) -> None:
    """A cell is one run of text; a table of one column lays out what stands in it and is none."""
    rows = [row for row in table.iter("tr") if row.getparent() is not None]
    if not any(len(row) > 1 for row in rows):
        for part in (table, *table.iter("tr", "td", "th", "caption")):
            part.tag = "div"
        return
    for cell in list(table.iter("td", "th")):
        if len(cell):
            text = squeeze(" ".join(cell.itertext())) if cell.find(".//table") is None else None
            if text is not None:
                for child in list(cell):
                    cell.remove(child)
                cell.text = text


def _unfold_list(listing: HtmlElement) -> None:
    """A list whose items hold blocks becomes those blocks; a lone block in an item is the item's text."""
    items = [item for item in listing if item.tag == "li"]
    for item in items:
        blocks = [child for child in item if child.tag not in ("br", "a", *LISTS)]
        loose = [item.text or "", *(child.tail or "" for child in item)]
        if len(blocks) == 1 == len(item) and not "".join(loose).strip() and blocks[0].tag in ("p", "div"):
            blocks[0].tag = INLINE
            etree.strip_tags(item, INLINE)
    if any(child.tag not in ("br", "a", *LISTS) for item in items for child in item) or not items:
        listing.tag = "div"
        for item in items:
            item.tag = "div"


def _wrap_runs(box: HtmlElement) -> None:
    """Loose text and links between the blocks of a box become paragraphs; `<br>` parts them."""
    run = Element("p")
    run.text, box.text = box.text, None
    for child in list(box):
        tail, child.tail = child.tail, None
        if child.tag == "a":
            run.append(child)
            child.tail = tail
            continue
        _place(run, before=child)
        if child.tag == "br":
            box.remove(child)
        run = Element("p")
        run.text = tail
    if text_of(run):
        box.append(run)


def _place(run: HtmlElement, *, before: HtmlElement) -> None:
    if text_of(run):
        before.addprevious(run)
