"""Signs that what stands beside a text is none of it: other articles, lists of them, readers' comments."""

import re

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, mass, text_of
from processors.clean.prose import MIN_HEADLINE_WORDS, MIN_PROSE_CHARS, PARAGRAPHS

HEADLINES = ("h2", "h3", "h4", "h5", "h6", "dt")
BOXES = frozenset(("div", "section"))
# Never a part that goes on beside the text.
SIDES = frozenset(("aside", "footer", "nav", "form", "h1"))
AGO = re.compile(r".{0,20}\b\d{1,2} ?(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun)(?: yang)? lalu", re.IGNORECASE)
MIN_COMMENTS = 2
MIN_LINKS = 3


def is_alike(element: HtmlElement, other: HtmlElement) -> bool:
    return (element.tag, element.get("class")) == (other.tag, other.get("class"))


def is_twin(element: HtmlElement, other: HtmlElement) -> bool:
    named = element.get("class") or element.get("role")
    return bool(named) and is_alike(element, other) and element.get("role") == other.get("role")


def is_other_article(element: HtmlElement) -> bool:
    headlines = (text_of(heading) for heading in element.iter("h1"))
    return element.tag == "article" or any(len(text.split()) >= MIN_HEADLINE_WORDS for text in headlines)


def lists_others(element: HtmlElement) -> bool:
    """Headlines that are nothing but links, about as many as paragraphs of prose."""
    headings = (heading for heading in element.iter(*HEADLINES) if heading.find(".//a") is not None)
    headlines = sum(mass(heading).plain == 0 for heading in headings)
    return headlines > 0 and headlines * 2 >= sum(
        mass(line).plain >= MIN_PROSE_CHARS for line in element.iter(*PARAGRAPHS)
    )


def begins_another(element: HtmlElement) -> bool:
    """A box that opens with a linked headline is another article, however much it tells."""
    first = next((each for each in element.iter(*HEADINGS, *PARAGRAPHS) if text_of(each)), None)
    if first is None or first.tag not in HEADINGS or first.find(".//a") is None or mass(first).plain:
        return False
    return len(text_of(first).split()) >= MIN_HEADLINE_WORDS


def is_thread(element: HtmlElement) -> bool:
    """Readers' comments say how long ago each was written."""
    return sum(AGO.fullmatch(text.strip()) is not None for text in element.itertext()) >= MIN_COMMENTS


def is_bridge(element: HtmlElement) -> bool:
    """What stands between two parts stands in the article: a subheading, a table; the later steps clean it."""
    if element.tag in HEADINGS or is_announced(element):
        return element.tag not in SIDES
    if element.tag == "aside":
        return element.find(".//a") is None and element.find(".//img") is None
    if element.tag in SIDES or lists_others(element) or is_thread(element):
        return False
    return element.tag == "table" or not is_list_of_links(element)


def is_announced(element: HtmlElement) -> bool:
    before = next((each for each in element.itersiblings(preceding=True) if text_of(each)), None)
    return before is not None and text_of(before).endswith(":")


def is_list_of_links(element: HtmlElement) -> bool:
    """Several headlines in links, and more in them than beside them."""
    headlines = sum(len(text_of(link).split()) >= MIN_HEADLINE_WORDS for link in element.iter("a"))
    plain, linked = mass(element)
    return headlines >= MIN_LINKS and linked > plain
