"""Matches of our own articles, as `enrich` hands them to `relate`."""

from datetime import timedelta

from schemas.knowledge import EntityType
from schemas.layers import Entity, Layers
from schemas.match import Match
from tests.processors.relate.told import MONDAY, article


def match(event: str, number: int, hours: float, *, revision: int = 1, watch: str = "daerah") -> Match:
    features = article(event, number, hours, revision=revision)
    entities = tuple(
        Entity(each.id, each.name, EntityType(each.type), "", (), each.salience) for each in features.entities
    )
    return Match(
        watch=watch,
        article=features.id,
        url_key=f"{features.outlet}/{features.id}",
        source=features.outlet,
        revision=revision,
        fetched_at=MONDAY + timedelta(hours=hours + 1),
        published_at=features.published,
        title=features.title,
        paragraphs=features.paragraphs,
        layers=Layers(entities=entities),
    )


def withdrawal(of: Match, **changed: object) -> Match:
    bare = {"watch", "article", "url_key", "source", "revision", "fetched_at"}
    return Match(**of.model_dump(include=bare) | {"withdrawn": True} | changed)
