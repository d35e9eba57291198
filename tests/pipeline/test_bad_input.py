"""Wrong settings, clusters and databases: one line and an exit code, or a wait that says for what.

Every case runs the real command on the real services.
"""

import contextlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from kafka import TopicPartition
from sqlalchemy import create_engine

from bench.corpus import made_pages
from broker.port import Log, Message
from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log
from pipeline.wiring.stores import open_stores
from runtime.codec import to_message
from schemas.record import Lane
from tests.broker.no_broker import answering, shares_no_request, speaks_nonsense
from tests.pipeline.command import ROOT, comes, warta
from tests.pipeline.places import engines
from tests.stores.conftest import empty_schema

__all__ = ["engines"]

pytestmark = pytest.mark.slow
Admin = Any
Env = dict[str, str]


@pytest.fixture
def env(kafka_bootstrap: str, tmp_path: Path) -> Env:
    """A corner of the cluster that no other test knows, without a topic."""
    return {
        "WARTA_LOG": "kafka",
        "WARTA_KAFKA_BOOTSTRAP": kafka_bootstrap,
        "WARTA_TOPIC_PREFIX": f"t-{uuid.uuid4().hex[:12]}.",
        "WARTA_DATA_DIR": str(tmp_path / "data"),
    }


def settings_of(env: Env) -> Settings:
    return Settings.model_validate({name.removeprefix("WARTA_").lower(): value for name, value in env.items()})


def refused(*arguments: str, env: Env) -> tuple[int, str]:
    """The exit code and the one line of a command that cannot do what it was asked."""
    ran = warta(*arguments, env=env)
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1, ran.err
    assert ran.err.startswith("warta: ")
    return ran.code, ran.err


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        pytest.param({"WARTA_KAFKA_BOOTSTRAP": "kafka"}, 2, "'kafka' is no host:port", id="no address"),
        pytest.param({"WARTA_KAFKA_SECURITY": "SASL_SSL"}, 2, "needs a user and a password", id="no user"),
        pytest.param({"WARTA_KAFKA_SECURITY": "TLS"}, 2, "WARTA_KAFKA_SECURITY", id="no such security"),
        pytest.param({"WARTA_KAFKA_PASSWORD_FILE": "/nowhere"}, 2, "/nowhere: No such file", id="no password file"),
        pytest.param(
            {"WARTA_KAFKA_SECURITY": "SSL", "WARTA_KAFKA_CA_FILE": "/nowhere"},
            1,
            "cannot read certificates from /nowhere",
            id="no certificates",
        ),
    ],
)
@pytest.mark.parametrize("arguments", [("lag",), ("worker", "clean")], ids=["lag", "worker"])
def test_a_cluster_that_cannot_be_used_is_told(
    tmp_path: Path, arguments: tuple[str, ...], given: Env, code: int, told: str
) -> None:
    found, line = refused(*arguments, env={"WARTA_LOG": "kafka", "WARTA_DATA_DIR": str(tmp_path)} | given)

    assert told in line
    assert found == code


def test_a_cluster_that_does_not_answer_is_told_to_who_asks(tmp_path: Path) -> None:
    nobody = {"WARTA_LOG": "kafka", "WARTA_KAFKA_BOOTSTRAP": "127.0.0.1:1", "WARTA_DATA_DIR": str(tmp_path)}
    code, line = refused("lag", env=nobody)

    assert "127.0.0.1:1: it cannot be reached" in line
    assert code == 1


def test_a_worker_waits_for_a_cluster_that_does_not_answer(env: Env) -> None:
    with running(env | {"WARTA_KAFKA_BOOTSTRAP": "127.0.0.1:1"}) as served:
        assert comes(lambda: "log: log_unavailable cannot use Kafka at 127.0.0.1:1: it cannot be reached" in served())
        metrics = served("/metrics")

    assert 'warta_waiting{reason="log_unavailable",stage="clean",what="log"} 1.0' in metrics


@pytest.mark.parametrize(
    "answer",
    [pytest.param(speaks_nonsense, id="another protocol"), pytest.param(shares_no_request, id="no request in common")],
)
def test_an_incompatible_broker_is_told(tmp_path: Path, answer: Callable[[bytes], bytes]) -> None:
    with answering(answer) as address:
        given = {"WARTA_LOG": "kafka", "WARTA_KAFKA_BOOTSTRAP": address, "WARTA_DATA_DIR": str(tmp_path)}
        code, line = refused("worker", "clean", env=given)

    assert "no Kafka broker of a version" in line
    assert code == 1


def test_a_wrong_password_is_told(env: Env, kafka_sasl_bootstrap: str) -> None:
    login = {"WARTA_KAFKA_SECURITY": "SASL_PLAINTEXT", "WARTA_KAFKA_USER": "nobody", "WARTA_KAFKA_PASSWORD": "wrong"}
    code, line = refused("topics", "apply", env=env | login | {"WARTA_KAFKA_BOOTSTRAP": kafka_sasl_bootstrap})

    assert "password" in line
    assert code == 1


def test_a_worker_does_not_start_on_a_cluster_without_its_topics(env: Env) -> None:
    code, line = refused("worker", "clean", env=env)

    assert "run `warta topics apply`" in line
    assert f"created {env['WARTA_TOPIC_PREFIX']}" in line
    assert code == 1


@pytest.mark.parametrize(
    ("held", "wanted", "told"),
    [
        pytest.param("2", "4", "partitions 2 → 4", id="too few partitions"),
        pytest.param("4", "2", "has 4 partitions and cannot go down to 2", id="more partitions than declared"),
    ],
)
def test_a_worker_does_not_start_on_topics_of_other_partitions(env: Env, held: str, wanted: str, told: str) -> None:
    assert warta("topics", "apply", env=env | {"WARTA_TOPIC_PARTITIONS": held}).code == 0

    code, line = refused("worker", "clean", env=env | {"WARTA_TOPIC_PARTITIONS": wanted})

    assert told in line
    assert code == 1


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        pytest.param({"WARTA_DATABASE_URL": "here"}, 2, "WARTA_DATABASE_URL", id="no address"),
        pytest.param({"WARTA_DATABASE_URL": "mysql://x/y"}, 2, "mysql is none of postgresql", id="another database"),
        pytest.param(
            {"WARTA_DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/y"}, 1, "cannot be reached", id="nobody there"
        ),
        pytest.param(
            {"WARTA_DATABASE_URL": "postgresql+psycopg://x@h/y", "WARTA_DATABASE_PASSWORD_FILE": "/nowhere"},
            2,
            "/nowhere: No such file",
            id="no password file",
        ),
        pytest.param(
            {"WARTA_DATA_DIR": str(Path(__file__))}, 2, "test_bad_input.py is a file", id="a folder that is a file"
        ),
    ],
)
def test_a_store_that_cannot_be_used_is_told(tmp_path: Path, given: Env, code: int, told: str) -> None:
    found, line = refused("search", "kursk", env={"WARTA_DATA_DIR": str(tmp_path)} | given)

    assert told in line
    assert found == code


@pytest.mark.parametrize("arguments", [("search", "kursk"), ("worker", "articles")], ids=["search", "worker"])
def test_a_database_of_a_newer_migration_is_refused(
    engines: None, tmp_path: Path, postgres_url: str, arguments: tuple[str, ...]
) -> None:
    with empty_schema(postgres_url) as url:
        given = {"WARTA_DATABASE_URL": url, "WARTA_DATA_DIR": str(tmp_path)}
        open_stores(settings_of(given))
        assert warta("search", "kursk", env=given).code == 0
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        engine.dispose()

        code, line = refused(*arguments, env=given)

    assert "schema 9999" in line
    assert "update Warta" in line
    assert code == 1


@pytest.fixture
def log(env: Env) -> Iterator[Log]:
    """The cluster as the commands see it, its topics made."""
    settings = settings_of(env)
    with closing(open_log(settings)) as opened:
        apply_topics(opened, settings)
        yield opened


def page_message(env: Env, number: int) -> Message:
    page = made_pages(number + 1, seed=3)[number]
    topic = f"{env['WARTA_TOPIC_PREFIX']}pages"
    return to_message(page, topic=topic, stage="test", at=1_745_800_000.0, lane=Lane.LIVE, origin=1_745_800_000.0)


def publish(log: Log, *messages: Message) -> None:
    with closing(log.publisher(client="test")) as publisher:
        publisher.publish(messages)


@contextlib.contextmanager
def running(env: Env) -> Iterator[Callable[..., str]]:
    """`warta worker clean`; gives what its worker serves, its health first, empty while it serves nothing."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "commands.main", "worker", "clean"],
        env=clean | {"PYTHONPATH": str(ROOT)} | env,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    endpoint = Path(env["WARTA_DATA_DIR"]) / "run" / "endpoints" / "clean-0"

    def served(path: str = "/health/ready") -> str:
        try:
            with urllib.request.urlopen(f"http://{endpoint.read_text()}{path}", timeout=60) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            # 503 says why it is not ready.
            with error:
                return error.read().decode()
        except OSError:
            return ""

    try:
        yield served
    finally:
        process.terminate()
        _, said = process.communicate(timeout=60)
        assert "Traceback" not in said.decode()


def test_a_topic_deleted_under_a_worker_is_waited_for_by_name(env: Env, log: Log) -> None:
    pages = f"{env['WARTA_TOPIC_PREFIX']}pages"
    with running(env) as health:
        assert comes(lambda: '"ok": true' in health())
        log.delete([pages])

        assert comes(lambda: f"topic_missing not in the log: {pages}" in health())

        apply_topics(log, settings_of(env))
        publish(log, page_message(env, 0))
        assert comes(lambda: '"ok": true' in health())
        assert comes(lambda: log.ends()[f"{env['WARTA_TOPIC_PREFIX']}cleaned"] > 0)


def test_an_offset_out_of_range_is_waited_for_and_nothing_is_skipped(env: Env, log: Log, admin: Admin) -> None:
    pages = f"{env['WARTA_TOPIC_PREFIX']}pages"
    publish(log, page_message(env, 0), page_message(env, 1)._replace(key=page_message(env, 0).key))
    partition = next(lag.partition for lag in log.lag() if lag.group == "clean" and lag.behind)
    admin.delete_records({TopicPartition(pages, partition): 1})

    with running(env) as health:
        assert comes(lambda: "offset_out_of_range" in health())
        told = json.loads(health())

    assert not told["ok"]
    assert f"{pages}" in told["why_not"][0], told
    at = [lag.settled for lag in log.lag() if (lag.group, lag.topic, lag.partition) == ("clean", pages, partition)]
    assert at == [0]


def test_a_record_of_an_unknown_major_is_waited_for_and_put_aside_only_by_command(env: Env, log: Log) -> None:
    ours = page_message(env, 0)
    newer = tuple((name, b"warta.page.v9.0" if name == "ce_type" else value) for name, value in ours.headers)
    publish(log, ours._replace(headers=newer))
    where = next(lag for lag in log.lag() if lag.group == "clean" and lag.behind)

    with running(env) as health:
        assert comes(lambda: "unknown_major" in health())
        assert "page 9.0: this reader knows major" in health()
        assert log.ends()[f"{env['WARTA_TOPIC_PREFIX']}dead.clean"] == 0

        assert warta("letters", "quarantine", "clean", where.topic, str(where.partition), "0", env=env).code == 0
        assert comes(lambda: log.ends()[f"{env['WARTA_TOPIC_PREFIX']}dead.clean"] > 0)

    letters = [json.loads(line) for line in warta("letters", "list", "--json", env=env).lines]
    assert [(letter["step"], letter["reason"]) for letter in letters] == [("clean", "quarantined")]


def test_what_a_waiting_worker_has_not_read_is_told_by_its_metrics_and_by_the_command(env: Env, log: Log) -> None:
    ours = page_message(env, 0)
    newer = tuple((name, b"warta.page.v9.0" if name == "ce_type" else value) for name, value in ours.headers)
    publish(log, ours._replace(headers=newer))

    with running(env) as served:
        assert comes(lambda: "unknown_major" in served())
        metrics = served("/metrics")
        behind = [row for row in map(json.loads, warta("lag", "--json", env=env).lines) if row["behind"]]
        rows = [row for row in behind if row["group"] == "clean"]

    assert [row["topic"] for row in rows] == [f"{env['WARTA_TOPIC_PREFIX']}pages"]
    assert rows[0]["oldest_s"] > 0
    where = f'{{partition="{rows[0]["partition"]}",stage="clean",topic="{rows[0]["topic"]}"}}'
    figures = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
    assert float(figures[f"warta_lag_records{where}"]) == rows[0]["behind"]
    assert 0 < float(figures[f"warta_oldest_unread_seconds{where}"]) <= rows[0]["oldest_s"] + 1
    assert any(name.startswith("warta_waiting{") and 'reason="unknown_major"' in name for name in figures)
    assert any(name.startswith("warta_kafka_client_info{") and 'crc32c="c"' in name for name in figures)
