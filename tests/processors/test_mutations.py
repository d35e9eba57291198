"""Damaged pages and pages made to hurt: each gives an article that is true to its page, or says why it does not."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.corpus import nasty_pages, own_pages
from tests.fuzz.invariants import hold, solid, visible
from tests.fuzz.mutations import MUTATIONS, damage
from tests.fuzz.nasty_pages import NASTY

SMALL = 3_000


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([*own_pages(), *nasty_pages()]), st.randoms(use_true_random=False))
def test_a_damaged_page_gives_an_article_or_a_fate_with_a_reason(page: bytes, dice: Random) -> None:
    hold(damage(page, dice, others=own_pages()))


@pytest.mark.slow
@pytest.mark.parametrize("make", NASTY.values(), ids=NASTY)
def test_a_page_made_to_hurt_gives_an_article_or_a_fate_with_a_reason(make: Callable[[int], bytes]) -> None:
    hold(make(SMALL))


@pytest.mark.parametrize("page", own_pages())
def test_an_undamaged_page_is_an_article_that_holds(page: bytes) -> None:
    assert hold(page)


def test_the_same_seed_damages_a_page_in_the_same_way() -> None:
    one, other = (damage(own_pages()[0], Random(7), others=own_pages()) for _ in range(2))

    assert one == other != own_pages()[0]


@pytest.mark.parametrize("mutate", MUTATIONS)
def test_a_mutation_takes_an_empty_page(mutate: Callable[[bytes, Random], bytes]) -> None:
    assert isinstance(mutate(b"", Random(1)), bytes)


def test_what_scripts_hold_is_not_visible_and_what_follows_them_is() -> None:
    assert visible(b"<body>satu<script>dua</script>tiga<style>empat</style> lima") == solid("satu tiga lima")
