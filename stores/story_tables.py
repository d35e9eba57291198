"""The tables of the story store: the newest version of each story, its articles, its figures, all its versions."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table

from stores.column_types import Characters, InstantColumn, json_checks
from stores.common_tables import METADATA, owners, passes, taken_down
from stores.outbox_tables import OUTBOX

# A merged story stays as its id alone: `merged_into` is the one that it answers with, for ever.
stories = Table(
    "stories",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("watch", Characters, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("merged_into", Characters, nullable=False),
    Column("headline", Characters, nullable=False),
    Column("size", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Column("sorted_at", InstantColumn, nullable=False),
    # Of the stemmed words, one space before and behind each.
    Column("tokens", Characters, nullable=False),
    Column("body", Characters, nullable=False),
    *json_checks("body"),
)
Index("stories_newest", stories.c.sorted_at, stories.c.id)
Index("stories_of_watch", stories.c.watch, stories.c.sorted_at, stories.c.id)
# An article is in one story of a watch. That which left all of them stays with none, so that nothing older brings it
# back: `number` is that of the change that put it where it is.
story_members = Table(
    "story_members",
    METADATA,
    Column("watch", Characters, primary_key=True),
    Column("article_id", Characters, primary_key=True),
    Column("story_id", Characters, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("outlet", Characters, nullable=False),
    Column("title", Characters, nullable=False),
    Column("published_at", InstantColumn),
    Column("near_dup_of", Characters, nullable=False),
    Column("kind", Characters, nullable=False),
    Column("credit", Characters, nullable=False),
    Column("confidence", Float, nullable=False),
)
Index("story_members_of", story_members.c.story_id, story_members.c.published_at)
Index("story_members_by_article", story_members.c.article_id)
story_figures = Table(
    "story_figures",
    METADATA,
    Column("story_id", Characters, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("what", Characters, nullable=False),
    Column("unit", Characters, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("claims", Characters, nullable=False),
    *json_checks("claims"),
)
story_versions = Table(
    "story_versions",
    METADATA,
    Column("story_id", Characters, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("event", Characters, nullable=False),
    Column("other", Characters, nullable=False),
    Column("articles", Characters, nullable=False),
    Column("why", Characters, nullable=False),
    Column("size", Integer, nullable=False),
    *json_checks("articles"),
)

# The outbox is that of the articles, so that both are told in one order.
STORIES = (owners, passes, taken_down, stories, story_members, story_figures, story_versions, *OUTBOX)
