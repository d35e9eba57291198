"""What of an article leaves: the fields that were asked for, and as much text as the rights let go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import TypeAdapter

from processors.query.snippets import Snippet
from schemas.article import EnrichedArticle
from schemas.outlet import Rights
from serve.access import Access
from serve.errors import BadQueryError
from serve.finding import Hit
from serve.views import ChangeViews
from stores.article_reads import ArticleRow
from stores.said_reads import QuoteRow

# As long as what a list shows of a first paragraph.
SNIPPET_CHARS = 400
OF_ROW = tuple(ArticleRow.__dataclass_fields__)
FIELDS = (*OF_ROW, "rights", "text")
ROW = TypeAdapter(ArticleRow)


@dataclass(frozen=True)
class ItemFields:
    """The fields of an item, in their order."""

    fields: tuple[str, ...]

    @property
    def with_text(self) -> bool:
        return "text" in self.fields


def _shape(
    fields: Annotated[str, Query(max_length=500, description=f"separated by commas: {', '.join(FIELDS)}")] = "",
    include: Annotated[list[Literal["text"]], Query(description="the text too, by paragraphs")] = [],  # noqa: B006
) -> ItemFields:
    asked = [name for name in fields.split(",") if name]
    for name in asked:
        if name not in FIELDS:
            raise BadQueryError("unknown_field", f"no field {name[:64]!r}: there are {', '.join(FIELDS)}")
    chosen = dict.fromkeys((*(asked or FIELDS[:-1]), *include))
    return ItemFields(tuple(chosen))


def shape_of(fields: str, *, text: bool) -> ItemFields:
    """Raises BadQueryError for a field that there is not."""
    return _shape(fields, ["text"] if text else [])


Shaped = Annotated[ItemFields, Depends(_shape)]


def rights_of(views: ChangeViews, source: str) -> Rights:
    """Of an outlet that is not declared, an import: as of one that nobody looked at."""
    outlet = views.outlets().get(source)
    return Rights.SNIPPET if outlet is None else outlet.rights


def items(views: ChangeViews, rows: Sequence[ArticleRow], shape: ItemFields, access: Access) -> list[dict[str, Any]]:
    """As JSON takes them. A text that may not leave is its snippet, or nothing."""
    texts = views.articles.newest([row.id for row in rows]) if shape.with_text else {}
    return [_item(row, rights_of(views, row.source), texts, shape, access) for row in rows]


def _item(
    row: ArticleRow, rights: Rights, texts: Mapping[str, EnrichedArticle], shape: ItemFields, access: Access
) -> dict[str, Any]:
    made = {**ROW.dump_python(_row(row, rights, access), mode="json"), "rights": rights.value}
    if shape.with_text:
        article = texts.get(row.id)
        made["text"] = list(paragraphs_for(article, rights, access)) if article is not None else []
    return {name: made[name] for name in shape.fields}


def row_for(views: ChangeViews, row: ArticleRow, access: Access) -> ArticleRow:
    """Its lead where that may leave."""
    return _row(row, rights_of(views, row.source), access)


def _row(row: ArticleRow, rights: Rights, access: Access) -> ArticleRow:
    return replace(row, lead="") if rights is Rights.NONE and not access.has_text else row


def may_not_be_shown(views: ChangeViews, source: str, access: Access) -> bool:
    """Whether not a word of the outlet's articles may leave, but for their titles."""
    return rights_of(views, source) is Rights.NONE and not access.has_text


def hit_for(views: ChangeViews, hit: Hit, access: Access) -> Hit:
    """A snippet of search is the lead's own length at most, and goes where the lead goes."""
    if not may_not_be_shown(views, hit.source, access):
        return hit
    return replace(hit, lead="", snippet=Snippet("", ()))


def quote_for(views: ChangeViews, quote: QuoteRow, access: Access) -> QuoteRow:
    """Who spoke, and where it stands; the words where they may leave."""
    return replace(quote, text="") if may_not_be_shown(views, quote.source, access) else quote


def paragraphs_for(article: EnrichedArticle, rights: Rights, access: Access) -> Sequence[str]:
    if access.has_text or rights is Rights.FULL_TEXT:
        return article.paragraphs
    if rights is Rights.NONE or not article.paragraphs:
        return ()
    return (article.paragraphs[0][:SNIPPET_CHARS],)


def article_for(article: EnrichedArticle, rights: Rights, access: Access) -> EnrichedArticle:
    """The whole record, or what of it tells no more than a snippet."""
    if access.has_text or rights is Rights.FULL_TEXT:
        return article
    kept = {"paragraphs": tuple(paragraphs_for(article, rights, access)), "removed": (), "search_text": ""}
    return article.model_copy(update={**kept, "layers": None, "byline": None, "images": ()})
