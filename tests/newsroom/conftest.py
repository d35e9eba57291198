"""A newsroom whose clock stands still at the second a test asks for."""

from collections.abc import Mapping

import pytest

from newsroom.desk import Desk
from newsroom.stories.edition import STORIES
from tests.newsroom.moment import PUBLISH_S, START, DeskAt


@pytest.fixture
def desk_at() -> DeskAt:
    """`desk_at(12.0, {(outlet, path): 3.0})`: the desk twelve seconds after the start, one page read at three."""

    def make(elapsed_s: float, first_read: Mapping[tuple[str, str], float] | None = None) -> Desk:
        return Desk(STORIES, START, PUBLISH_S, elapsed=lambda: elapsed_s, first_read=dict(first_read or {}))

    return make
