"""Every answer of the API is one that its own description tells of, whatever is asked: Schemathesis asks.

One of its checks is left out: that whatever fits the description is answered with 200. A cursor that nobody gave out, a
step that there is not, a query without a word fit, and are a 422 that says so.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, BaseSchema, Case
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from stores.articles import ArticleStore
from stores.database import open_engine
from stores.fates import FateStore
from stores.frontier.store import Frontier
from stores.stories import StoryStore
from tests.serve.conftest import Newsroom, fill, stem

pytestmark = pytest.mark.slow
# It never ends; test_stream.py reads it.
ENDLESS = "/v1/stream"
EXAMPLES = 12


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    path: Path = tmp_path_factory.mktemp("described") / "warta.db"
    engine = open_engine(f"sqlite:///{path}", busy_timeout_s=5)
    stores = (ArticleStore(engine, stem=stem), FateStore(engine), Frontier.open(engine), StoryStore(engine, stem=stem))
    newsroom = Newsroom(*stores, engine)
    fill(newsroom)
    # It asks by a name of its own.
    yield schemathesis.openapi.from_asgi("/v1/openapi.json", newsroom.app(hosts=("testserver",)))
    engine.dispose()


def test_every_answer_is_as_it_is_described(described: BaseSchema) -> None:
    faults: dict[str, str] = {}
    for found in described.exclude(path=ENDLESS).get_all_operations():
        # A description that cannot be read has no operation.
        assert isinstance(found, Ok), found
        operation = found.ok()
        try:
            _ask(operation)
        except FailureGroup as error:
            faults[operation.label] = str(error)

    assert faults == {}


def _ask(operation: APIOperation[Any, Any, Any, Any]) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck]
    )
    @given(case=operation.as_strategy())
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()
