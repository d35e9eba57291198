"""Everything a page says about its article besides the text, read from the tree before anything is taken out of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from processors.clean.metadata.address import canonical_url, disbelieved
from processors.clean.metadata.authors import BylineChoice, find_byline
from processors.clean.metadata.choice import Candidate, Choice, FoundValue, first_of
from processors.clean.metadata.images import read_images
from processors.clean.metadata.json_ld import Node, names_at, read_json_ld, text_at, types_of
from processors.clean.metadata.meta_tags import read_meta, tags_of
from processors.clean.metadata.own_article import described, own_article
from processors.clean.metadata.page_texts import PageTexts, above_title, header_after, read_page_texts
from processors.clean.metadata.paging import leads_on
from processors.clean.metadata.published import Dating, PageContext, date_article
from processors.clean.metadata.title import find_title
from processors.text.words import key_of
from schemas.article import Image
from schemas.ids import host_of, registered_host
from schemas.outlet import Outlet
from schemas.page import Page

DEFAULT_ZONE = "Asia/Jakarta"
STATED, OUTLETS_OWN = 0.9, 0.95


@dataclass(frozen=True)
class Choices:
    """What was chosen for each field, with everything that stood for it. Dates carry theirs in `Facts.dating`."""

    title: Choice[str]
    subtitle: Choice[str]
    byline: BylineChoice
    section: Choice[str]
    tags: Choice[tuple[str, ...]]
    images: Choice[tuple[Image, ...]]
    canonical_url: Choice[str]
    publisher: Choice[str]


@dataclass(frozen=True)
class Facts:
    """`article` is the page's own node of JSON-LD, empty where it has none.

    `told` is it with what the node of the page itself states in its place.
    `site_names` are the names the outlet goes by, which are neither title nor author; `languages` what the page claims.
    """

    nodes: tuple[Node, ...]
    article: Node
    told: Node
    meta: Mapping[str, str]
    texts: PageTexts
    site_names: tuple[str, ...]
    url: str
    chosen: Choices
    dating: Dating
    languages: tuple[Candidate, ...]
    leads_on: bool

    @property
    def title(self) -> str:
        return self.chosen.title.value

    @property
    def canonical(self) -> str:
        return self.chosen.canonical_url.value

    @property
    def disbelieved(self) -> str:
        """The first address of the page's own outlet that is stated and not believed; empty if there is none."""
        return disbelieved(self.chosen.canonical_url, final_url=self.url)


def read_facts(tree: HtmlElement, page: Page, *, outlet: Outlet | None) -> Facts:
    body = tree.find(".//body")
    nodes, meta, texts = read_json_ld(tree), read_meta(tree), read_page_texts(body)
    urls = [page.final_url, page.url, meta.get("link:canonical", "")]
    article = own_article(nodes, names=_page_names(meta, texts), urls=urls)
    told = described(nodes, article, urls=urls)
    # Asked once: it takes 6 µs, for names may be international.
    host = host_of(page.final_url).split(":", 1)[0]
    domain = registered_host(host)
    publisher = _publisher(meta, told, domain, outlet)
    names = _site_names(publisher, nodes, told, domain, outlet)
    titled = find_title(meta, article, texts, site_names=names, url=page.final_url)
    header = header_after(texts.texts, titled.position)
    tags, tags_from = tags_of(meta)
    languages = _languages(tree, meta, article)
    around = _surroundings(page, outlet, at_home=_is_at_home(host, languages))
    return Facts(
        nodes=nodes,
        article=article,
        told=told,
        meta=meta,
        texts=texts,
        site_names=names, url=page.final_url,
        chosen=Choices(
            title=titled.choice,
            subtitle=_first(("json-ld", text_at(article, "alternativeHeadline")), ("og:subtitle", meta)),
            byline=find_byline(texts.texts, told, meta, site_names=names, header=header,
                above=above_title(texts, titled.position)),
            section=_first(
                ("article:section", meta), ("json-ld", text_at(article, "articleSection")), ("content_category", meta)
            ),
            tags=Choice(tags, tags_from, STATED if tags else None),
            images=read_images(body, meta, article, base=page.final_url),
            canonical_url=canonical_url(meta, told, final_url=page.final_url),
            publisher=publisher,
        ),
        dating=date_article(told, meta, texts, around, position=titled.position),
        languages=languages,
        leads_on=leads_on(tree, meta, url=page.final_url),
    )  # fmt: skip


def _surroundings(page: Page, outlet: Outlet | None, *, at_home: bool) -> PageContext:
    zone = ZoneInfo(outlet.timezone if outlet else DEFAULT_ZONE)
    return PageContext(url=page.final_url, feed=page.link_published, now=page.fetched_at, zone=zone, at_home=at_home)


def _first(*found: tuple[str, str | Mapping[str, str]]) -> Choice[str]:
    """The first of several places; a table stands for what it holds under the place's name."""
    told = (FoundValue(where, value if isinstance(value, str) else value.get(where, "")) for where, value in found)
    return first_of(told, confidence=STATED)


def _page_names(meta: Mapping[str, str], texts: PageTexts) -> list[str]:
    """What the page calls itself: a node with another headline is another article's."""
    stated = [meta.get(key, "") for key in ("og:title", "title", "twitter:title")]
    return [name for name in (*stated, *(h.text for h in texts.headings if h.tag == "h1")) if name]


def _publisher(meta: Mapping[str, str], told: Node, domain: str, outlet: Outlet | None) -> Choice[str]:
    found = [FoundValue("catalogue", outlet.name)] if outlet else []
    found += [FoundValue("og:site_name", meta.get("og:site_name", ""))]
    found += [FoundValue("json-ld", name) for name, _ in names_at(told, "publisher")]
    found += [FoundValue("application-name", meta.get("application-name", "")), FoundValue("host", domain)]
    return first_of(found, confidence=OUTLETS_OWN if outlet else STATED)


def _site_names(
    publisher: Choice[str], nodes: Iterable[Node], told: Node, domain: str, outlet: Outlet | None
) -> tuple[str, ...]:
    """What the outlet calls itself, the clearest first, and its host's labels; who writes a blog is not its name."""
    label = domain.split(".", 1)[0]
    sites = [name for node in nodes if types_of(node) & {"WebSite", "NewsMediaOrganization"}
             if (name := text_at(node, "name"))]  # fmt: skip
    own = [outlet.name, outlet.id] if outlet else []
    names = [*(candidate.value for candidate in publisher.candidates), *sites, *own, domain, label]
    authors = {key_of(name) for name, kind in names_at(told, "author") if kind == "Person"}
    kept = (name for name in names if key_of(name) not in authors or key_of(name) == key_of(label))
    return tuple(dict.fromkeys(name for name in kept if name))


def _is_at_home(host: str, languages: Iterable[Candidate]) -> bool:
    """Whether address or claimed language make it an Indonesian page: a clock without a zone is then our own."""
    return host.endswith(".id") or any(told.value.lower().startswith(("id", "in-id")) for told in languages)


def _languages(tree: HtmlElement, meta: Mapping[str, str], article: Node) -> tuple[Candidate, ...]:
    found = [("lang of the page", tree.get("lang") or ""), ("og:locale", meta.get("og:locale", ""))]
    found.append(("json-ld", text_at(article, "inLanguage")))
    lost = "only the running text counts"
    return tuple(Candidate(value=value, where=where, lost=lost) for where, value in found if value)
