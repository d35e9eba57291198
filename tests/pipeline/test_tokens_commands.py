"""`warta tokens`: made, shown once, listed without the secret, revoked."""

import json
from pathlib import Path

import pytest

from tests.pipeline.command import warta


def test_a_token_is_shown_once_and_revoked(tmp_path: Path) -> None:
    env = {"WARTA_DATA_DIR": str(tmp_path)}
    made = json.loads(warta("tokens", "create", "pembaca", "--scope", "read", "--json", env=env).out)
    listed = warta("tokens", "list", "--json", env=env).out
    revoked = warta("tokens", "revoke", made["id"], env=env)
    again = warta("tokens", "revoke", made["id"], env=env)

    assert made["token"].startswith("warta_")
    assert made["token"] not in listed
    assert json.loads(listed)["scopes"] == ["read"]
    assert (revoked.code, again.code) == (0, 2)
    assert f"there is no good token {made['id']}" in again.err


@pytest.mark.parametrize("asked", [("list",), ("list", "--json"), ("revoke", "none")])
def test_who_only_asks_makes_no_database(tmp_path: Path, asked: tuple[str, ...]) -> None:
    answer = warta("tokens", *asked, env={"WARTA_DATA_DIR": str(tmp_path / "data")})

    assert answer.code != 0
    assert "articles.db is not made yet" in answer.err
    assert list(tmp_path.iterdir()) == []
