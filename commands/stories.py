"""`warta stories`: joins the articles of a file to stories, one after the other, as the stream would."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from catalogue.knowledge import load_knowledge
from commands.options import Config, Json, settings_with
from commands.showing import output_console
from pipeline.article_file import ArticleLine, in_order, read_articles, read_features
from processors.enrich.layers.knowledge_index import index_knowledge
from processors.relate.duplicates import Duplicate
from processors.relate.members import Related
from processors.relate.relate import relate
from processors.relate.room import Room


def cluster(
    path: Annotated[
        Path, typer.Argument(metavar="ARTICLES", help="One JSON object a line: id, title, text, published, outlet.")
    ],
    as_lines: Json = False,
    config: Config = None,
) -> None:
    """Print the story of each article, and what it is a near-duplicate of."""
    settings = settings_with(config=config)
    index = index_knowledge(load_knowledge(settings.config_dir / "knowledge"))
    articles = read_articles(path)
    room, related = Room(), dict[str, Related]()
    ended, duplicates = dict[str, str](), dict[str, Duplicate]()
    for features in in_order([read_features(article, index) for article in articles]):
        found = related[features.id] = relate(room, features)
        if found.duplicate is not None:
            duplicates[features.id] = found.duplicate
        duplicates |= {each.id: each for each in found.copies}
        for event in found.events:
            ended.update(dict.fromkeys(event.articles, event.story))
    if as_lines:
        for article in articles:
            duplicate = duplicates.get(article.id)
            of = duplicate.of if duplicate else None
            row = {"id": article.id, "story": room.resolve(ended[article.id]), "near_dup_of": of}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        _show(articles, related, duplicates, {each: room.resolve(story) for each, story in ended.items()})


def _show(
    articles: Sequence[ArticleLine],
    related: Mapping[str, Related],
    duplicates: Mapping[str, Duplicate],
    stories: Mapping[str, str],
) -> None:
    console = output_console()
    by_story: dict[str, list[ArticleLine]] = {}
    for article in sorted(articles, key=lambda each: (each.when is not None, str(each.when))):
        by_story.setdefault(stories[article.id], []).append(article)
    for story, members in by_story.items():
        console.print(f"{story} ({len(members)})", style="bold", markup=False, highlight=False)
        for article in members:
            duplicate = duplicates.get(article.id)
            kind = f", {duplicate.kind} of {duplicate.of}, by {duplicate.credit}" if duplicate else ""
            when = article.when.isoformat(" ", "minutes") if article.when else "no date"
            line = f"  {when}  {article.outlet}: {article.title} [{related[article.id].why}{kind}]"
            console.print(line, markup=False, highlight=False)
