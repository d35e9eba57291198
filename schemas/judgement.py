"""Judgement: what the watches of now make of an article that they judged before, by `warta watches apply`."""

from typing import ClassVar

from schemas.article import Article, WatchMatch
from schemas.judged import Judged
from schemas.record import Record, Version


class Judgement(Record):
    """`article` is what was judged, on the replay lane; `watches` is empty where no watch wants it."""

    TYPE: ClassVar[str] = "judgement"
    VERSION: ClassVar[Version] = Version(1, 1)

    article: Article
    watches: tuple[WatchMatch, ...] = ()
    judged: Judged
    former: tuple[str, ...] = ()
    """The watches that it is stored under (since 1.1)."""

    def key(self) -> str:
        return self.article.key()

    def event_id(self) -> str:
        return f"{self.article.event_id()}.{self.judged.number}"

    def subject(self) -> str:
        return self.article.subject()
