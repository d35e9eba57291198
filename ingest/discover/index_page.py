"""Reads an index page (newest articles, an archive's day, hits of a search) into the articles it links to."""

from lxml import etree, html

from ingest.discover.decoding import decoded
from ingest.discover.listing import MAX_LINKS, FoundLink, Listing, UnreadableListError, title_of, web_url
from schemas.article_address import is_article
from schemas.ids import url_key
from schemas.outcomes import Reason

# Parts of a page that are the same on every page of the site.
FURNITURE = frozenset({"nav", "header", "footer", "aside"})
CARDS = frozenset({"article", "li"})


def read_index(body: bytes, *, base_url: str, content_type: str = "") -> Listing:
    """Raises UnreadableListError (index_invalid) if the bytes are no web page; no article found is an empty list."""
    root = parse_page(body, content_type)
    links_base = base_of(root, base_url)
    titles: dict[str, str] = {}
    urls: dict[str, str] = {}
    own_key = url_key(base_url)
    for anchor in root.iter("a"):
        url = web_url(links_base, (anchor.get("href") or "").strip())
        if url is None or not is_article(url) or _in_furniture(anchor):
            continue
        key = url_key(url)
        if key != own_key and len(urls) < MAX_LINKS:
            urls.setdefault(key, url)
            # A picture and a headline link to the same article: the longest words are the headline.
            titles[key] = max(titles.get(key, ""), _words(anchor), key=len)
    return Listing(links=tuple(FoundLink(url, title=title_of(titles[key])) for key, url in urls.items()))


def parse_page(body: bytes, content_type: str = "") -> html.HtmlElement:
    """Raises UnreadableListError (index_invalid)."""
    text = decoded(body, content_type)
    if "<" not in text[:4096] or "\x00" in text[:512]:
        raise UnreadableListError(Reason.INDEX_INVALID, "no markup in it")
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableListError(Reason.INDEX_INVALID, str(error)) from error


def base_of(root: html.HtmlElement, url: str) -> str:
    """What relative addresses of the page are relative to: the first `<base href>`, or where the page lies."""
    stated = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    return (web_url(url, stated) if stated else None) or url


def _in_furniture(anchor: html.HtmlElement) -> bool:
    """The header and footer of an article, a card of a list, are its own."""
    for parent in anchor.iterancestors():
        if parent.tag in ("nav", "aside"):
            return True
        if parent.tag in FURNITURE:
            return not any(above.tag in CARDS for above in parent.iterancestors())
    return False


def _words(anchor: html.HtmlElement) -> str:
    text = " ".join("".join(anchor.itertext()).split())
    return text or str(anchor.get("title") or "").strip()
