"""The title prefilter: a title must name something that a watch requires."""

import pytest

from ingest.discover.title_filter import admit_by
from schemas.watch import ConceptGroup, Watch

KORUT = ConceptGroup(id="korut", aliases=("Korea Utara", "Kim Jong Un"))
RUSIA = ConceptGroup(id="rusia", aliases=("Rusia", "Putin"))
KURSK = ConceptGroup(id="kursk", aliases=("Kursk",), required=False)


def watch(*groups: ConceptGroup) -> Watch:
    return Watch(id="uji", name="Uji", version="1", threshold=1.0, groups=groups)


@pytest.mark.parametrize(
    ("title", "admitted"),
    [
        pytest.param("Putin Ucapkan Terima Kasih", True, id="one alias of one required group"),
        pytest.param("KIM JONG-UN Hadiri Parade", True, id="case and hyphens aside"),
        pytest.param("Pasukan Korea\u00a0Utara", True, id="white space of any kind"),
        pytest.param("Prusia dan Kursk", False, id="inside a word, and a group that is not required"),
        pytest.param("Harga Cabai Naik", False, id="something else"),
        pytest.param("", False, id="an empty title"),
        pytest.param(None, True, id="no title"),
    ],
)
def test_titles_are_admitted_by_what_they_name(title: str | None, admitted: bool) -> None:
    assert admit_by([watch(KORUT, RUSIA, KURSK)])(title) is admitted


def test_any_watch_may_admit_a_title() -> None:
    admit = admit_by([watch(KORUT), watch(RUSIA)])

    assert admit("Putin")
    assert admit("Korea Utara")


@pytest.mark.parametrize("watches", [[], [watch(KURSK)], [watch(KORUT), watch(KURSK)]])
def test_where_nothing_is_required_everything_is_admitted(watches: list[Watch]) -> None:
    assert admit_by(watches)("Harga Cabai Naik")
