"""Settings come from `WARTA_*`, go to children unchanged, and are all in the docs."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from commands.options import settings_with
from pipeline.errors import UsageError
from pipeline.settings import Settings, child_environment
from pipeline.wiring.stores import open_stores
from tests.pipeline.command import warta

ROOT = Path(__file__).parents[2]


def test_a_child_has_the_settings_of_its_parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parent = Settings(
        data_dir=tmp_path,
        processes={"clean": 3, "enrich": 2},
        allow_addresses=("127.0.0.1:8001", "127.0.0.1:8002"),
        refetch_after_s=(60.0, 120.0),
        log_durable=False,
        topic_max_bytes=5000,
        port=0,
        log="kafka",
        kafka_password=SecretStr("rahasia"),
        database_url="postgresql+psycopg://warta@localhost/warta",
    )
    for name, value in child_environment(parent).items():
        monkeypatch.setenv(name, value)

    assert Settings() == parent


def test_a_child_has_the_settings_of_a_parent_that_was_given_none(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = Settings()
    for name, value in child_environment(parent).items():
        monkeypatch.setenv(name, value)

    assert Settings().model_dump(exclude={"data_dir"}) == parent.model_dump(exclude={"data_dir"})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        pytest.param("WARTA_PORT", "eighty", "WARTA_PORT", id="no number"),
        pytest.param("WARTA_PORT", "70000", "WARTA_PORT", id="out of range"),
        pytest.param("WARTA_PROCESSES", "clean=many", "WARTA_PROCESSES", id="no count"),
        pytest.param("WARTA_LOG_LEVEL", "loud", "WARTA_LOG_LEVEL", id="no level"),
        pytest.param("WARTA_OTLP_ENDPOINT", "collector:4318", "no address of a receiver", id="no scheme"),
        pytest.param("WARTA_OTLP_ENDPOINT", "http://u:rahasia@c:4318", "a password in an address", id="password"),
        pytest.param("WARTA_OTLP_RATIO", "1.5", "WARTA_OTLP_RATIO", id="more than all"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(UsageError, match=said) as error:
        settings_with()

    assert "\n" not in str(error.value)


def test_every_setting_is_in_the_docs_with_what_it_is_for() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `WARTA_")}

    assert set(rows) == {f"WARTA_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert str(field.description) in rows[f"WARTA_{name.upper()}"]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://warta:r4hasia@db/warta",
        "postgresql+psycopg://warta:r4hasia/@x@db:5432/warta?sslmode=require",
    ],
)
def test_a_password_in_an_address_is_not_shown(address: str) -> None:
    shown = warta("settings", "--json", env={"WARTA_DATABASE_URL": address})

    assert "r4hasia" not in shown.out + shown.err
    assert "postgresql+psycopg://warta:***@db" in shown.out


@pytest.mark.parametrize("name", ["ada?mode=memory", "100%25", "a#b", "satu dua"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    settings = Settings(data_dir=folder, log_durable=False)
    stores = open_stores(settings)

    assert stores.articles.count() == 0
    assert {"articles.db", "fates.db", "frontier.db"} <= {file.name for file in folder.iterdir()}
    assert [each.name for each in tmp_path.iterdir()] == [name]
