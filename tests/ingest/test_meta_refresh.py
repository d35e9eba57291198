"""Redirects that a page states in its markup: which are followed, and which a page keeps for its readers."""

import pytest

from ingest.web.meta_refresh import HEAD_BYTES, refresh_target


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        pytest.param('<meta http-equiv="refresh" content="0; url=/baru">', "/baru", id="at once"),
        pytest.param("<META HTTP-EQUIV='Refresh' CONTENT='3;URL=/baru'>", "/baru", id="after three seconds"),
        pytest.param('<meta content="0,/baru" http-equiv=refresh>', "/baru", id="without a name, attributes turned"),
        pytest.param("<meta http-equiv=refresh content=\"0; url='/baru?a=1&amp;b=2'\">", "/baru?a=1&b=2", id="quoted"),
        pytest.param('<meta http-equiv="refresh" content="600; url=/baru">', None, id="when it has been read"),
        pytest.param('<meta http-equiv="refresh" content="300">', None, id="a reload of itself"),
        pytest.param('<meta http-equiv="refresh" content="url=/baru">', None, id="no number"),
        pytest.param('<meta name="description" content="0; url=/refresh">', None, id="another meta"),
        pytest.param(
            '<noscript><meta http-equiv="refresh" content="0; url=/polos"></noscript>', None, id="without scripts"
        ),
        pytest.param('<!-- <meta http-equiv="refresh" content="0; url=/lama"> -->', None, id="commented out"),
        pytest.param("<title>Kabar</title>", None, id="none"),
        pytest.param(
            '<base href="https://kabar.example/lama/"><meta http-equiv=refresh content="0;url=baru">',
            "https://kabar.example/lama/baru",
            id="a base",
        ),
        pytest.param(
            '<base href="/lama/"><meta http-equiv=refresh content="0;url=baru">', "/lama/baru", id="a path as base"
        ),
        pytest.param(
            '<base href="http://[x"><meta http-equiv=refresh content="0;url=/baru">', "/baru", id="no base at all"
        ),
        *(
            pytest.param(f"<{each}><meta http-equiv=refresh content='0;url=/baru'></{each}>", None, id=f"in {each}")
            for each in ("script", "style", "template", "title", "textarea", "iframe")
        ),
        pytest.param("<p data-x='<meta http-equiv=refresh content=\"0;url=/baru\">'>", None, id="in an attribute"),
        pytest.param("<meta http-equiv=refresh content='0;\n url=\n/baru'>", "/baru", id="line breaks"),
        pytest.param("<meta http-equiv=refresh content=0;url=/baru>", "/baru", id="nothing quoted"),
        pytest.param(
            "<meta data-content='x' http-equiv=refresh content='0;/baru'>", "/baru", id="a name that ends alike"
        ),
        pytest.param("<script>a</scrip><meta http-equiv=refresh content='0;url=/baru'>", None, id="a script left open"),
    ],
)
def test_a_stated_refresh_is_read(markup: str, target: str | None) -> None:
    assert refresh_target(f"<!doctype html><head>{markup}</head>".encode()) == target


def test_what_stands_far_down_a_page_is_its_text() -> None:
    body = b"<p>" + b" " * HEAD_BYTES + b'<meta http-equiv="refresh" content="0; url=/baru">'

    assert refresh_target(body) is None
