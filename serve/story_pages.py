"""What the pages of stories are drawn with: the list, and one story."""

from typing import Any

from serve.api.stories import list_stories, read_story
from serve.errors import BadQueryError
from serve.views import Views

LISTED = 30


def stories_page(views: Views, query: str, cursor: str | None, *, disputed: bool) -> dict[str, Any]:
    """An unanswerable query shows its error on the page."""
    page: dict[str, Any] = {"query": query[:200], "disputed": disputed, "problem": "", "stories": (), "next": None}
    try:
        found = list_stories(
            views, query, limit=LISTED, cursor=cursor, watch=None, disputed=disputed, min_size=1 if query else 2
        )
    except BadQueryError as error:
        return page | {"problem": str(error)}
    return page | {"stories": found.items, "next": found.next}


def story_page(views: Views, story_id: str) -> dict[str, Any]:
    """Raises NotFoundError."""
    story = read_story(views, story_id)
    return {"story": story, "titles": {each.article_id: each for each in story.members}}
