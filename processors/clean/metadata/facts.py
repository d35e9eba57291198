"""Everything a page says about its article besides the text, read from the tree before anything is taken out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from processors.clean.metadata.address import canonical_url
from processors.clean.metadata.authors import Byline, find_byline
from processors.clean.metadata.images import read_images
from processors.clean.metadata.json_ld import Node, article_node, names_at, read_json_ld, text_at
from processors.clean.metadata.meta_tags import read_meta, tags_of
from processors.clean.metadata.page_texts import PageTexts, header_of, read_page_texts
from processors.clean.metadata.published import Dating, date_article
from processors.clean.metadata.title import find_title
from schemas.article import Image
from schemas.ids import host_of, registered_host
from schemas.outlet import Outlet
from schemas.page import Page

DEFAULT_ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class Facts:
    """`site_names` are the names the outlet goes by, which are neither title nor author."""

    nodes: tuple[Node, ...]
    article: Node
    meta: Mapping[str, str]
    texts: PageTexts
    site_names: tuple[str, ...]
    canonical: str
    publisher: str
    title: str
    subtitle: str
    section: str
    tags: tuple[str, ...]
    dating: Dating
    images: tuple[Image, ...]

    def byline(self, *, signed: str) -> Byline:
        """`signed` is a name in capitals that ended the text."""
        return find_byline(
            self.texts.texts, self.article, self.meta, site_names=self.site_names, signed=signed,
            header=header_of(self.texts, self.title),
        )  # fmt: skip


def read_facts(tree: HtmlElement, page: Page, *, outlet: Outlet | None) -> Facts:
    body = tree.find(".//body")
    nodes = read_json_ld(tree)
    article, meta, texts = article_node(nodes), read_meta(tree), read_page_texts(body)
    names = _site_names(meta, article, page, outlet)
    title = find_title(meta, article, texts.headings, site_names=names)
    zone: tzinfo = ZoneInfo(outlet.timezone if outlet else DEFAULT_ZONE)
    return Facts(
        nodes=nodes,
        article=article,
        meta=meta,
        texts=texts,
        site_names=names,
        canonical=canonical_url(meta, article, final_url=page.final_url),
        publisher=outlet.name if outlet else names[0],
        title=title,
        subtitle=text_at(article, "alternativeHeadline") or meta.get("og:subtitle", ""),
        section=meta.get("article:section") or text_at(article, "articleSection") or meta.get("content_category", ""),
        tags=tags_of(tree, meta),
        dating=date_article(
            article,
            meta,
            texts,
            title=title,
            url=page.final_url,
            feed=page.link_published,
            now=page.fetched_at,
            zone=zone,
        ),
        images=read_images(body, meta, base=page.final_url),
    )


def _site_names(meta: Mapping[str, str], article: Node, page: Page, outlet: Outlet | None) -> tuple[str, ...]:
    """What the outlet calls itself, the clearest first, and the labels of its host."""
    host = host_of(page.final_url).split(":", 1)[0]
    domain = registered_host(host)
    stated = [
        meta.get("og:site_name", ""),
        *(name for name, _ in names_at(article, "publisher")),
        meta.get("application-name", ""),
    ]
    own = [outlet.name, outlet.id] if outlet else []
    names = [*stated, *own, domain, domain.split(".", 1)[0]]
    return tuple(dict.fromkeys(name for name in names if name))
