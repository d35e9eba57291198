"""Watches applied to what is kept: what changes is published once and counted once, wherever it is cut off."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.applying import Applying, ApplyRequest
from pipeline.patience import Patience
from pipeline.running import prepare_topics
from pipeline.settings import Settings
from pipeline.wiring.applying import make_applying, make_judging
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_applications, open_articles, open_fates, open_texts
from runtime.clock import utc_now
from runtime.state import StaleOwnerError
from schemas.judgement import Judgement
from schemas.topics import JUDGEMENTS
from stores.article_filters import ArticleFilters
from tests.pipeline import in_process
from tests.pipeline.kept_articles import NOON, Kept, declare, ids, keep, stored_ids

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", config_dir=tmp_path / "config", log_durable=False)
    declare(settings.config_dir, "kapal", "kapal")
    prepare_topics(settings)
    return settings


@pytest.fixture
def kept(settings: Settings) -> Kept:
    return keep(settings)


class KilledError(Exception):
    """The process ends here."""


@dataclass
class Death:
    """At the `at`-th call of what it guards, before its effect or after it."""

    at: int
    after: bool
    calls: int = 0

    def guard(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.at and not self.after:
                raise KilledError
            made = function(*given, **named)
            if self.calls == self.at:
                raise KilledError
            return made

        return guarded


def apply(settings: Settings, asked: ApplyRequest, death: Death | None = None) -> Counter[str]:
    judging = make_judging(settings, asked)
    with closing(open_log(settings)) as log:
        patience = Patience(0.0, lambda _: None)
        with make_applying(settings, judging, log, patience) as made:
            applying = made
            if death is not None:
                kept = open_applications(settings)
                kept.save = death.guard(kept.save)  # type: ignore[method-assign]
                applying = replace(made, publish=death.guard(made.publish), applications=kept)
            owner, opened = applying.open(above=0)
            return Counter(applying.run(owner, opened, tell=lambda _: None))


def carried(settings: Settings) -> Counter[str]:
    """Through the steps behind; returns how many records each step passed, by reason."""
    in_process.run(settings)
    rows = open_fates(settings).counts(NOON.replace(year=2000))
    return Counter({f"{row.stage} {row.outcome} {row.reason}".strip(): row.records for row in rows})


def test_a_lowered_threshold_adds_what_is_kept_and_a_raised_one_withdraws_it(settings: Settings, kept: Kept) -> None:
    declare(settings.config_dir, "pasar", "pasar")
    declare(settings.config_dir, "kapal", "kapal", threshold=0.9)

    counts = apply(settings, ApplyRequest())
    told = carried(settings)

    assert stored_ids(settings) == ids(kept.markets)
    assert counts == Counter({"read": 930, "added": 300, "withdrawn": 330, "added pasar": 300, "withdrawn kapal": 330})
    assert told["enrich_bulk passed added"] == 300
    assert told["enrich_bulk passed withdrawn"] == 330
    assert told["articles passed"] == 630
    assert apply(settings, ApplyRequest()) == Counter(read=930)


def test_one_watch_alone_is_applied(settings: Settings, kept: Kept) -> None:
    declare(settings.config_dir, "pasar", "pasar")
    declare(settings.config_dir, "kapal", "kapal", threshold=0.9)

    counts = apply(settings, ApplyRequest("pasar"))
    carried(settings)

    assert stored_ids(settings) == ids(kept.ships, kept.old, kept.markets)
    assert (counts["added"], counts["withdrawn"], counts["changed"]) == (300, 0, 0)


def test_a_deleted_watch_withdraws_what_it_alone_wanted(settings: Settings, kept: Kept) -> None:
    (settings.config_dir / "watches" / "kapal.toml").unlink()

    counts = apply(settings, ApplyRequest("kapal"))
    carried(settings)

    assert stored_ids(settings) == set()
    assert counts["withdrawn kapal"] == 330


def test_a_changed_score_is_stored_and_an_article_that_comes_back_has_its_history(
    settings: Settings, kept: Kept
) -> None:
    assert apply(settings, ApplyRequest())["changed"] == 330
    for threshold in (0.9, 0.3):
        carried(settings)
        declare(settings.config_dir, "kapal", "kapal", threshold=threshold)
        apply(settings, ApplyRequest())
    carried(settings)
    articles = open_articles(settings)

    # Those without a kept text had theirs kept when they were withdrawn.
    assert stored_ids(settings) == ids(kept.ships, kept.old)
    (row,) = articles.latest(ArticleFilters(watch="kapal"), limit=1).items
    assert row.watches["kapal"] == 0.7769
    assert row.lane == "replay"
    assert [each.revision for each in articles.revisions(row.id)] == [1]


# What an application of 330 articles does: each batch is saved, and published if something changes; then the end.
CALLS = 9
ENDED = Death(CALLS, after=True, calls=CALLS)
DEATHS = [Death(at, after) for at in range(1, CALLS + 1) for after in (False, True)]


def test_an_application_saves_and_publishes_so_often(settings: Settings) -> None:
    keep(settings, each=100)
    declare(settings.config_dir, "kapal", "kapal", threshold=0.9)
    declare(settings.config_dir, "pasar", "pasar")
    never = Death(0, after=False)
    apply(settings, ApplyRequest(), never)

    assert never.calls == CALLS


@pytest.mark.parametrize("death", DEATHS, ids=lambda death: f"call {death.at} {'after' if death.after else 'before'}")
@pytest.mark.parametrize("carried_between", [True, False], ids=["carried on between", "carried on at the end"])
def test_an_application_that_is_cut_off_anywhere_changes_and_counts_everything_once(
    settings: Settings, death: Death, carried_between: bool
) -> None:
    death = replace(death)
    kept = keep(settings, each=100)
    declare(settings.config_dir, "pasar", "pasar")
    declare(settings.config_dir, "kapal", "kapal", threshold=0.9)

    try:
        counts = apply(settings, ApplyRequest(), death)
    except KilledError:
        # A new application waits for what is on its way; one that goes on does not have to.
        if carried_between or death == ENDED:
            carried(settings)
        counts = apply(settings, ApplyRequest())
    told = carried(settings)

    # Cut off behind its last word, it had ended: the next one finds nothing to do.
    assert (counts["added"], counts["withdrawn"]) == ((0, 0) if death == ENDED else (100, 110))
    assert stored_ids(settings) == ids(kept.markets)
    assert told["articles passed"] == 210
    assert told["articles dropped older_version"] == 0


def test_a_changed_watch_begins_anew_where_an_application_was_cut_off(settings: Settings, kept: Kept) -> None:
    declare(settings.config_dir, "pasar", "pasar")
    with pytest.raises(KilledError):
        apply(settings, ApplyRequest(), Death(4, after=True))
    carried(settings)
    declare(settings.config_dir, "pasar", "sekolah")

    apply(settings, ApplyRequest())
    carried(settings)

    assert stored_ids(settings) == ids(kept.ships, kept.old, kept.schools)


def test_a_second_application_shuts_the_first_out(settings: Settings, kept: Kept) -> None:
    judging = make_judging(settings, ApplyRequest())
    published: list[Judgement] = []
    first, second = (Applying(judging, open_applications(settings), published.extend, lambda: NOON) for _ in range(2))
    owner, opened = first.open(above=0)
    second.open(above=0)

    with pytest.raises(StaleOwnerError):
        first.run(owner, opened, tell=lambda _: None)

    assert published == []


def test_judgements_travel_on_the_replay_lane_under_the_key_of_their_article(settings: Settings, kept: Kept) -> None:
    declare(settings.config_dir, "pasar", "pasar")
    apply(settings, ApplyRequest("pasar"))
    found = in_process.records(settings, JUDGEMENTS, Judgement)

    assert {record.key() for record in found} == ids(kept.markets)
    assert {record.article.lane.value for record in found} == {"replay"}


def test_a_text_that_is_over_its_time_is_not_judged_again(settings: Settings, kept: Kept) -> None:
    open_texts(settings).retain(utc_now() + timedelta(days=settings.texts_keep_days))
    declare(settings.config_dir, "pasar", "pasar")

    assert apply(settings, ApplyRequest()) == {"read": len(kept.ships) + len(kept.old), "changed": 330}
