"""Articles in numbered pages: which links lead to the next page of the same article."""

import pytest

from ingest.fetch.numbered_pages import next_page_url, texts

ARTICLE = "https://kabar.test/dunia/perjanjian-di-pyongyang-1234567"


@pytest.mark.parametrize(
    ("link", "number", "found"),
    [
        pytest.param('<a href="?page=2">2</a>', 2, f"{ARTICLE}?page=2", id="a parameter"),
        pytest.param("<a class=next href='?halaman=3&amp;tab=isi'>3</a>", 3, None, id="another parameter beside it"),
        pytest.param(f'<a href="{ARTICLE}?hal=3&amp;utm_source=x">3</a>', 3, f"{ARTICLE}?hal=3&utm_source=x", id="hal"),
        pytest.param(f'<link rel="next" href="{ARTICLE}/2">', 2, f"{ARTICLE}/2", id="a segment"),
        pytest.param(f'<a href="{ARTICLE}/page/2/">2</a>', 2, f"{ARTICLE}/page/2/", id="a segment with its name"),
        pytest.param(f'<a href="{ARTICLE}/hal-4">4</a>', 4, f"{ARTICLE}/hal-4", id="a name and a number"),
        pytest.param('<a href="?page=12">12</a>', 2, None, id="a later page"),
        pytest.param('<a href="?page=1">1</a>', 2, None, id="the page itself"),
        pytest.param(
            '<a href="https://lain.test/dunia/perjanjian-di-pyongyang-1234567?page=2">2</a>', 2, None, id="off"
        ),
        pytest.param('<a href="/dunia?page=2">2</a>', 2, None, id="pages of the section"),
        pytest.param('<a href="/dunia/2">2</a>', 2, None, id="an article whose id is 2"),
        pytest.param('<a href="http://[?page=2">2</a>', 2, None, id="no address"),
        pytest.param("<p>Halaman 2</p>", 2, None, id="no link"),
    ],
)
def test_the_next_page_is_known_by_its_address(link: str, number: int, found: str | None) -> None:
    assert next_page_url(ARTICLE, f"<body><p>Isi</p>{link}</body>".encode(), number) == found


@pytest.mark.parametrize(
    ("url", "link"),
    [
        pytest.param("https://kabar.test/dunia", "/dunia?page=2", id="a section"),
        pytest.param("https://kabar.test/", "/?page=2", id="the front page"),
        pytest.param("https://kabar.test/tag/korea-utara", "/tag/korea-utara/2", id="a tag"),
    ],
)
def test_lists_have_no_pages_to_join(url: str, link: str) -> None:
    assert next_page_url(url, f'<a href="{link}">2</a>'.encode(), 2) is None


def test_paragraphs_are_compared_without_their_tags() -> None:
    line = "Presiden itu menyambut rombongan tamunya di bandara pada Rabu pagi."

    assert texts(f"<p class='a'>{line}</p><p>Pendek</p>".encode()) == texts(f"<p><b>{line}</b> </p>".encode())
