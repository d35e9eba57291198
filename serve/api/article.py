"""One article: whole, as two revisions differ, and the page it was read from."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from formats.warc.record import BrokenRecordError
from processors.explain.difference import difference
from schemas.article import EnrichedArticle
from serve.access import CallerAccess, Scope, require
from serve.errors import GoneError, NotFoundError
from serve.refusals import Responses, refusing
from serve.shown import article_for, rights_of
from serve.views import Views
from stores.archive.index import ArchivedPage
from stores.archive.reader import ArchiveReader
from stores.article_reads import RevisionRow

REFUSING = refusing("not_found", "taken_down")
Number = Query(ge=1, le=2**31 - 1)
Revision = Annotated[int | None, Number]


class ArticleDetail(BaseModel):
    article: EnrichedArticle
    revisions: tuple[RevisionRow, ...]


class DiffPiece(BaseModel):
    kind: Literal["same", "added", "removed"]
    text: str


class ArticleDiff(BaseModel):
    """`title` and `text` in the order of the text; the pieces that are not removed, joined, are the later one."""

    id: str
    before: int
    after: int
    title: tuple[DiffPiece, ...]
    text: tuple[DiffPiece, ...]

    @property
    def differs(self) -> bool:
        return any(piece.kind != "same" for piece in (*self.title, *self.text))


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/articles/{article_id}", response_model=ArticleDetail, responses=REFUSING)
    def article(article_id: str, access: CallerAccess, revision: Revision = None) -> Response:
        """The newest revision, or the one that is named, with the list of all. Without the right to its text, a
        snippet."""
        detail = read_article(views, article_id, revision)
        shown = article_for(detail.article, rights_of(views, detail.article.source), access)
        return JSONResponse(detail.model_copy(update={"article": shown}).model_dump(mode="json"))

    @router.get("/articles/{article_id}/diff", responses=REFUSING)
    def diff(
        article_id: str,
        access: CallerAccess,
        before: Annotated[int, Query(alias="from", ge=1, le=2**31 - 1)],
        after: Annotated[int, Query(alias="to", ge=1, le=2**31 - 1)],
    ) -> ArticleDiff:
        """What was added and removed between two revisions, word by word."""
        require(access, Scope.TEXT)
        old, new = (read_article(views, article_id, revision).article for revision in (before, after))
        return difference_of(old, new)

    @router.get("/articles/{article_id}/raw", response_class=Response, responses=_file_of("application/octet-stream"))
    def raw(article_id: str, access: CallerAccess, revision: Revision = None) -> Response:
        """The page as it was fetched. Never shown by a browser: it is a stranger's."""
        require(access, Scope.TEXT)
        archive, page = _archived(views, article_id, revision)
        try:
            body = archive.read(page).body
        except BrokenRecordError as error:
            raise NotFoundError(f"the archived page cannot be read: {error}") from error
        return _file(body, "application/octet-stream", f"{page.event_id}.html")

    @router.get("/articles/{article_id}/warc", response_class=Response, responses=_file_of("application/warc"))
    def warc(article_id: str, access: CallerAccess, revision: Revision = None) -> Response:
        """The WARC records of the page that it was read from, packed as they lie in the archive."""
        require(access, Scope.TEXT)
        archive, page = _archived(views, article_id, revision)
        return _file(archive.records_of(page), "application/warc", f"{page.event_id}.warc.gz")


def read_article(views: Views, article_id: str, revision: int | None) -> ArticleDetail:
    if (why := views.articles.taken_down(article_id)) is not None:
        raise GoneError(f"the article was taken down: {why}")
    found = views.articles.get(article_id, revision)
    if found is None:
        which = "" if revision is None else f" in revision {revision}"
        raise NotFoundError(f"no article {article_id[:64]!r} is stored{which}")
    return ArticleDetail(article=found, revisions=tuple(views.articles.revisions(article_id)))


def difference_of(before: EnrichedArticle, after: EnrichedArticle) -> ArticleDiff:
    """Of two revisions of an article."""
    title, text = (_pieces(*pair) for pair in ((before.title, after.title), (_text(before), _text(after))))
    return ArticleDiff(id=after.id, before=before.revision, after=after.revision, title=title, text=text)


def _pieces(before: str, after: str) -> tuple[DiffPiece, ...]:
    return tuple(DiffPiece(kind=piece.kind, text=piece.text) for piece in difference(before, after))


def _text(article: EnrichedArticle) -> str:
    return "\n".join(article.paragraphs)


def _archived(views: Views, article_id: str, revision: int | None) -> tuple[ArchiveReader, ArchivedPage]:
    """Raises NotFoundError where the page is not in the archive, or not any more."""
    article, archive = read_article(views, article_id, revision).article, views.archive()
    pages = [] if archive is None else archive.of_url(article.url_key)
    page = next((page for page in pages if page.event_id == article.page_id), None)
    if archive is None or page is None:
        raise NotFoundError(f"the page of {article.id} is not in the archive")
    return archive, page


def _file_of(media_type: str) -> Responses:
    """As the description tells it."""
    return {**REFUSING, 200: {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}}


def _file(body: bytes, media_type: str, name: str) -> Response:
    safe = "".join(letter if letter.isalnum() or letter in ".-_" else "-" for letter in name)
    headers = {"content-disposition": f'attachment; filename="{safe}"'}
    return Response(body, media_type=media_type, headers=headers)
