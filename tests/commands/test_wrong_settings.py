"""Wrong settings: each is named with what is right, and `warta settings` shows the others all the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.settings import Settings
from pipeline.wrong_settings import masked, unknown_variables, wrong_values
from tests.pipeline.command import Ran, warta


def rows(ran: Ran) -> dict[str, Any]:
    return {row["variable"]: row for row in map(json.loads, ran.lines)}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("processes", "klean=2", "WARTA_PROCESSES: no such step: klean; did you mean clean?"),
        ("processes", "zzz=2", "WARTA_PROCESSES: no such step: zzz; see `warta map`"),
        ("processes", "clean", "WARTA_PROCESSES: 'clean' is no STEP=NUMBER, such as clean=4,enrich=2"),
        ("processes", "clean=0", "WARTA_PROCESSES: Input should be greater than 0 (given: '0')"),
        ("port", "-1", "WARTA_PORT: Input should be greater than or equal to 0 (given: '-1')"),
        ("log", "kafak", "WARTA_LOG: Input should be 'sqlite' or 'kafka'; did you mean kafka? (given: 'kafak')"),
        ("kafka_bootstrap", "kafka", "WARTA_KAFKA_BOOTSTRAP: 'kafka' is no host:port of a Kafka broker"),
        ("kafka_bootstrap", "a:1,b:0", "WARTA_KAFKA_BOOTSTRAP: 'b:0' is no host:port of a Kafka broker"),
        ("kafka_bootstrap", "a:70000", "WARTA_KAFKA_BOOTSTRAP: 'a:70000' is no host:port of a Kafka broker"),
        ("kafka_bootstrap", "http://a:1", "WARTA_KAFKA_BOOTSTRAP: 'http://a:1' is no host:port of a Kafka broker"),
        ("allow_addresses", "::1:80x", "WARTA_ALLOW_ADDRESSES: '::1:80x' is no ADDRESS:PORT, such as 127.0.0.1:8001"),
        ("allow_addresses", "a.id:80", "WARTA_ALLOW_ADDRESSES: 'a.id:80' is no ADDRESS:PORT, such as 127.0.0.1:8001"),
        (
            "contact",
            "my desk",
            "WARTA_CONTACT: 'my desk' is no address of a page or of mail, such as https://your.site/about-the-crawler",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_is_right(
    monkeypatch: pytest.MonkeyPatch, field: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"WARTA_{field.upper()}", value)
    with pytest.raises(ValidationError) as error:
        Settings()

    assert [str(each) for each in wrong_values(error.value)] == [said]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kafka_bootstrap", "kafka-1.inner:9092, [::1]:9093"),
        ("allow_addresses", "127.0.0.1:8001,[::1]:8002"),
        ("processes", "clean=4,serve=1"),
        ("contact", "redaksi@kabar.id"),
    ],
)
def test_a_right_value_is_taken(monkeypatch: pytest.MonkeyPatch, field: str, value: str) -> None:
    monkeypatch.setenv(f"WARTA_{field.upper()}", value)

    assert getattr(Settings(), field)


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("WARTA_PROT", ["WARTA_PROT: no such setting; did you mean WARTA_PORT?"]),
        ("warta_datadir", ["warta_datadir: no such setting; did you mean WARTA_DATA_DIR?"]),
        ("WARTA_QQQQQQQQ", ["WARTA_QQQQQQQQ: no such setting"]),
        ("WARTA_PORT", []),
        ("warta_port", []),
        ("WARTA_TEST_POSTGRES", []),
        ("WARTA_VERSION", []),
        ("WARTAWAN", []),
    ],
)
def test_a_variable_of_our_names_that_is_no_setting_is_told(variable: str, said: list[str]) -> None:
    assert [str(each) for each in unknown_variables({variable: "rahasia"})] == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://a:r4@hasia@db/w", "postgresql://a:***@db/w"),
        ("postgresql://db/w?user=a&password=r4hasia&x=1", "postgresql://db/w?user=a&password=***&x=1"),
        ("postgresql://db/w?sslpassword=r4hasia", "postgresql://db/w?sslpassword=***"),
        ("https://your.site/about", "https://your.site/about"),
    ],
)
def test_a_password_in_an_address_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_the_settings_are_shown_though_some_are_wrong_and_say_where_they_come_from(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("r4hasia")
    given = {
        "WARTA_PORT": "-1",
        "WARTA_PROCESSES": "klean=2",
        "WARTA_PROT": "r4hasia",
        "WARTA_HOST": "127.0.0.2",
        "WARTA_KAFKA_PASSWORD_FILE": str(file),
        "WARTA_DATABASE_URL": "postgresql://a:r4hasia@db/w?sslpassword=r4hasia",
    }
    ran = warta("settings", "--json", env=given)
    shown = rows(ran)

    assert ran.code == 2
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == ["WARTA_PROCESSES", "WARTA_PORT", "WARTA_PROT"]
    assert {name: shown[name]["value"] for name in ("WARTA_PORT", "WARTA_PROCESSES")} == dict.fromkeys(
        ("WARTA_PORT", "WARTA_PROCESSES"), "wrong"
    )
    assert (shown["WARTA_HOST"]["value"], shown["WARTA_HOST"]["from"]) == ("127.0.0.2", "environment")
    assert (shown["WARTA_LOG"]["value"], shown["WARTA_LOG"]["from"]) == ("sqlite", "default")
    assert (shown["WARTA_KAFKA_PASSWORD"]["value"], shown["WARTA_KAFKA_PASSWORD"]["from"]) == ("***", "file")
    assert "r4hasia" not in ran.out + ran.err


def test_a_secret_of_the_environment_is_not_shown() -> None:
    ran = warta("settings", "--json", env={"WARTA_KAFKA_PASSWORD": "r4hasia"})

    assert (ran.code, rows(ran)["WARTA_KAFKA_PASSWORD"]["value"]) == (0, "***")
    assert "r4hasia" not in ran.out
