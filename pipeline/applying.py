"""Applies watches to what is kept: every text is judged again, and what changes is published on the replay lane."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from processors.enrich.watch import CompiledWatch
from processors.judge_again import judge_again, newer
from runtime.state import Owner
from schemas.article import Article, EnrichedArticle
from schemas.ids import digest
from schemas.judgement import Judgement
from stores.applications import Application, Applications
from stores.standings import Standings
from stores.texts import TextRange, TextStore

BATCH = 200
EVERY_TEXT = TextRange()


class Phase(StrEnum):
    TEXTS = "texts"
    STORED = "stored"
    """Articles without a kept text: they came before texts were kept, or theirs is over its time."""
    DONE = "done"


@dataclass(frozen=True)
class ApplyRequest:
    """What is applied: one watch or, where `watch` is empty, all; `forced`: also to articles that nothing changes."""

    watch: str = ""
    span: TextRange = EVERY_TEXT
    forced: bool = False

    def words(self) -> str:
        """The same for the same question, so that one that was cut off is known again."""
        times = [at.isoformat() if at else "" for at in (self.span.since, self.span.until)]
        return json.dumps([self.watch, *times, self.span.source, self.forced])


class Case(NamedTuple):
    """One article as it is kept and stored, and what is to become of it."""

    article: Article
    stored: EnrichedArticle | None
    judgement: Judgement | None


class CaseBatch(NamedTuple):
    """`after` is the id where the next begins; None where the phase has no more."""

    cases: Sequence[Case]
    after: str | None


@dataclass(frozen=True)
class Judging:
    """Judges what is kept, batch by batch; writes nothing. `reads` is the version of the layers and the knowledge."""

    texts: TextStore
    standings: Standings
    watches: Sequence[CompiledWatch]
    asked: ApplyRequest
    reads: str

    def total(self) -> int:
        """About how many articles there are: what is stored has a text for the most part."""
        return max(self.texts.count(), self.standings.count())

    def batches(self, phase: Phase, after: str, *, number: int) -> Iterator[CaseBatch]:
        at: str | None = after
        while at is not None:
            batch = self._texts(at, number) if phase is Phase.TEXTS else self._stored(at, number)
            yield batch
            at = batch.after

    def _texts(self, after: str, number: int) -> CaseBatch:
        found = self.texts.after(after, limit=BATCH, span=self.asked.span)
        stored = self.standings.of([article.id for article in found])
        cases = [self._case(article, stored.get(article.id), number) for article in found]
        return CaseBatch(cases, found[-1].id if found else None)

    def _stored(self, after: str, number: int) -> CaseBatch:
        ids = self.standings.ids_after(after, limit=BATCH)
        kept = self.texts.kept(ids)
        stored = self.standings.of([id_ for id_ in ids if id_ not in kept]).values()
        cases = [self._case(None, each, number) for each in stored if self.asked.span.has(each)]
        return CaseBatch(cases, ids[-1] if ids else None)

    def again(self, ids: Sequence[str], number: int) -> Sequence[Judgement]:
        """Of articles that were judged under this number already, those that have not arrived in the store."""
        texts, stored = self.texts.of(ids), self.standings.of(ids)
        there = {id_ for id_ in ids if id_ in texts or id_ in stored}
        cases = [self._case(texts.get(id_), stored.get(id_), number) for id_ in sorted(there)]
        return [case.judgement for case in cases if case.judgement is not None and not _arrived(case.stored, number)]

    def _case(self, text: Article | None, stored: EnrichedArticle | None, number: int) -> Case:
        article, asked = newer(text, stored), self.asked
        judgement = judge_again(
            article, stored, watches=self.watches, only=asked.watch, number=number, forced=asked.forced
        )
        return Case(article, stored, judgement)


def _arrived(stored: EnrichedArticle | None, number: int) -> bool:
    return stored is not None and stored.judged is not None and stored.judged.number >= number


@dataclass(frozen=True)
class Applying:
    """Publishes what changes. Each batch is written down, with its counts, before it is published: an application
    that is cut off goes on with the batch in hand, which counts once."""

    judging: Judging
    applications: Applications
    publish: Callable[[Sequence[Judgement]], None]
    now: Callable[[], datetime]

    def goes_on(self) -> bool:
        """Whether one of this question was cut off: what is on its way then is its own, or came after it."""
        return self._cut_off() is not None

    def _cut_off(self) -> Application | None:
        return self.applications.open(self.judging.asked.words(), _fingerprint(self.judging))

    def open(self, *, above: int) -> tuple[Owner, Application]:
        """The one that was cut off, if it was of the same watches, layers and knowledge; else a new one, numbered above
        `above`."""
        owner = self.applications.claim()
        words, watches = self.judging.asked.words(), _fingerprint(self.judging)
        opened = self._cut_off()
        if opened is None:
            opened = self.applications.begin(owner, words, watches, phase=Phase.TEXTS, above=above, now=self.now())
        return owner, opened

    def run(self, owner: Owner, application: Application, *, tell: Callable[[int], None]) -> Mapping[str, int]:
        """Returns the counts: `read`, `added`, `withdrawn`, `changed`, and these by watch as `added ID`.

        `tell` gets the number of articles that are judged so far. Raises StaleOwnerError where another has taken over.
        """
        if application.pending:
            self._send(owner, application.phase, self.judging.again(application.pending, application.number))
        at = application
        for phase in (Phase.TEXTS, Phase.STORED):
            if at.phase != phase:
                continue
            for batch in self.judging.batches(phase, at.after, number=at.number):
                at = self._take(owner, at, batch)
                tell(at.counts.get("read", 0))
            following = Phase.STORED if phase is Phase.TEXTS else Phase.DONE
            at = replace(at, phase=following, after="")
        self.applications.save(owner, replace(at, pending=()), ended_at=self.now())
        return at.counts

    def _take(self, owner: Owner, at: Application, batch: CaseBatch) -> Application:
        judgements = [case.judgement for case in batch.cases if case.judgement is not None]
        at = replace(
            at,
            after=batch.after if batch.after is not None else at.after,
            pending=tuple(judgement.key() for judgement in judgements),
            counts=Counter(at.counts) + counted(batch.cases),
        )
        self.applications.save(owner, at)
        self._send(owner, at.phase, judgements)
        return at

    def _send(self, owner: Owner, phase: str, judgements: Sequence[Judgement]) -> None:
        if phase == Phase.STORED:
            # Withdrawn, they would be nowhere where they can be judged again.
            gone = [each.article for each in judgements if each.judged.is_withdrawal]
            self.judging.texts.write(owner, gone)
        if judgements:
            self.publish(judgements)


def counted(cases: Sequence[Case]) -> Counter[str]:
    """Articles by what becomes of them, and by the watch that they come to or leave."""
    counts = Counter(read=len(cases))
    for case in cases:
        if case.judgement is None:
            continue
        before = {match.watch for match in case.stored.watches} if case.stored is not None else set()
        now = {match.watch for match in case.judgement.watches}
        counts[case.judgement.judged.effect.value] += 1
        counts.update(f"added {watch}" for watch in now - before)
        counts.update(f"withdrawn {watch}" for watch in before - now)
    return counts


def _fingerprint(judging: Judging) -> str:
    """Of all that an article is judged and read by: had the knowledge changed, what was sent on first would be old."""
    return digest("watches", judging.reads, *sorted(each.watch.model_dump_json() for each in judging.watches))
