"""Brings what earlier versions stored to the present one: keys of addresses, tokens of the search."""

from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy import Engine

from pipeline.moved_stories import bring_over
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for, open_articles, open_fates, open_frontier, open_state
from processors.lives import RevisionState
from stores import migrate, passes, rekey
from stores.archive.tables import ARCHIVE
from stores.article_lives import join_articles
from stores.article_tables import articles
from stores.articles import ArticleStore
from stores.passes import Pass

STEP = "revise"
# By database; on a server all stand in one.
DATABASES = ("articles", "frontier", "archive", "fates")
# In this order: what leads from one id to another is made of keys that are still the old ones.
ORDER = ("articles.keys", "urls.keys", "archive_pages.keys", "fates.keys", "articles.tokens")

OnProgress = Callable[[str, int], None]
"""Gets the name of a pass and how many rows of it are done in this run."""


def bring_up(settings: Settings, told: OnProgress, *, batch: int = passes.BATCH) -> int:
    """Does every pass that is pending; returns how many rows were looked at. Raises StoreUnavailableError."""
    bring_over(settings)
    engines = _engines(settings)
    names = {name: database for database, engine in engines.items() for name in passes.pending(engine)}
    if not names:
        return 0
    makers = _makers(settings, engines)
    done = 0
    for name in sorted(names, key=ORDER.index):
        of_pass = 0
        for rows in passes.run(engines[names[name]], makers[name](), batch=batch):
            of_pass += rows
            told(name, of_pass)
        done += of_pass
    return done


def _engines(settings: Settings) -> Mapping[str, Engine]:
    """Of the databases that are there, their tables as this version has them."""
    if settings.database_url is not None:
        return {"articles": open_articles(settings, unfinished=True).engine}
    found = {}
    for name in DATABASES:
        if (settings.data_dir / f"{name}.db").is_file():
            found[name] = engine_for(settings, name)
            _migrate(settings, name, found[name])
    return found


def _migrate(settings: Settings, name: str, engine: Engine) -> None:
    if name == "archive":
        migrate.upgrade(engine, ARCHIVE)
        return
    {"articles": open_articles, "fates": open_fates, "frontier": open_frontier}[name](settings, unfinished=True)


def _makers(settings: Settings, engines: Mapping[str, Engine]) -> Mapping[str, Callable[[], Pass]]:
    def at(name: str) -> Engine:
        return engines.get(name, next(iter(engines.values())))

    join = partial(_join, settings)
    return {
        "articles.keys": partial(rekey.articles_pass, join),
        "urls.keys": lambda: rekey.frontier_pass(at("frontier"), join),
        "archive_pages.keys": partial(rekey.archive_pass, join),
        "fates.keys": rekey.fates_pass,
        "articles.tokens": lambda: _tokens(open_articles(settings, unfinished=True)),
    }


def _join(settings: Settings, pairs: list[rekey.Ids]) -> None:
    """First what the step remembers, then the articles: killed in between, both are asked again."""
    if not pairs:
        return
    state = open_state(settings, unfinished=True).engine
    lives = rekey.join_states(state, STEP, pairs, target=_target, pointer=_pointer)
    if lives:
        join_articles(open_articles(settings, unfinished=True).engine, lives)


def _target(value: bytes) -> str:
    return RevisionState.decode(value).lives_as


def _pointer(to: str) -> bytes:
    return RevisionState.pointer(to).encode()


def _tokens(store: ArticleStore) -> Pass:
    return Pass("articles.tokens", articles.c.doc, (articles.c.id,), store.reindex)
