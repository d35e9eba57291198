"""The images of an article: the true address among placeholders, captions and credits apart."""

import pytest
from lxml.html import document_fromstring

from processors.clean.metadata.choice import Choice
from processors.clean.metadata.images import read_images
from processors.clean.metadata.json_ld import Node
from schemas.article import Image

BASE = "https://kabarutara.id/dunia/kapal"
BOAT = "https://kabarutara.id/foto/kapal.jpg"
CAPTION = "<figcaption>Kapal latih di dermaga</figcaption>"


def images(body: str, meta: dict[str, str] | None = None, article: Node | None = None) -> Choice[tuple[Image, ...]]:
    tree = document_fromstring(f"<html><body>{body}</body></html>")
    return read_images(tree.find("body"), meta or {}, article or {}, base=BASE)


@pytest.mark.parametrize(
    "image",
    [
        pytest.param("<img src='/foto/kapal.jpg'>", id="plain"),
        *(
            pytest.param(f"<img src='data:image/gif;base64,R0' {name}='/foto/kapal.jpg'>", id=name)
            for name in ("data-src", "data-original", "data-lazy-src", "data-native-src", "data-url", "data-bigger")
        ),
        *(
            pytest.param(f"<img src='/a/{name}' data-src='/foto/kapal.jpg'>", id=name)
            for name in (
                "blank.gif",
                "placeholder-16x9.png",
                "loading.svg",
                "no-image.jpg",
                "img-default.png",
                "1x1.gif",
                "kosong.png",
            )
        ),
        pytest.param(
            "<img data-lazy='/a/lazyload.png' data-src='/foto/kapal.jpg'>", id="a placeholder in an attribute"
        ),
        pytest.param("<img srcset='/foto/kapal-400.jpg 400w, /foto/kapal.jpg 1200w'>", id="srcset"),
        pytest.param(
            "<img srcset='/foto/kapal.jpg 2x, /foto/kapal-1.jpg 1x' src='/a/blank.gif'>", id="srcset by density"
        ),
        pytest.param("<img data-srcset='/foto/kapal.jpg 1200w' src='data:image/gif;base64,R0'>", id="data-srcset"),
        pytest.param("<picture><source srcset='/foto/kapal.jpg'><img src='/a/blank.gif'></picture>", id="picture"),
        pytest.param("<img src='/a/blank.gif'><noscript><img src='/foto/kapal.jpg'></noscript>", id="noscript"),
        pytest.param("<amp-img src='/foto/kapal.jpg'></amp-img>", id="amp-img"),
    ],
)
def test_the_true_address_of_a_lazy_picture_is_found(image: str) -> None:
    assert images(f"<figure>{image}{CAPTION}</figure>").value == (Image(url=BOAT, caption="Kapal latih di dermaga"),)


@pytest.mark.parametrize(
    "box",
    [
        pytest.param(
            "<div><img data-src='/foto/kapal.jpg'><p class='caption'>Kapal latih</p></div>", id="side by side"
        ),
        pytest.param(
            "<div><a><img src='/foto/kapal.jpg'></a><div><span class='ket-foto'>Kapal latih</span></div></div>",
            id="boxed",
        ),
    ],
)
def test_a_picture_without_a_figure_has_the_caption_of_its_box(box: str) -> None:
    assert images(box).value == (Image(url=BOAT, caption="Kapal latih"),)


def test_a_figure_of_nothing_but_a_placeholder_is_no_image() -> None:
    assert images(f"<figure><img src='/a/blank.gif'>{CAPTION}</figure>") == Choice(())


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        pytest.param(
            "<span>Kapal latih</span><span>Foto: Rina Saputri</span>",
            "Kapal latih Foto: Rina Saputri",
            "Rina Saputri",
            id="two spans",
        ),
        pytest.param("Kapal latih<br>(ANTARA/Rina)", "Kapal latih (ANTARA/Rina)", "ANTARA/Rina", id="a broken line"),
        pytest.param(
            "<p>Kapal latih</p><p class='credit'>Rina Saputri</p>",
            "Kapal latih Rina Saputri",
            "Rina Saputri",
            id="a class",
        ),
        pytest.param(
            "Kapal latih. <em>Dok. Kabar Utara</em>", "Kapal latih. Dok. Kabar Utara", "Kabar Utara", id="dok"
        ),
        pytest.param("Kapal <b>latih</b>, dermaga", "Kapal latih, dermaga", "", id="none"),
    ],
)
def test_caption_and_credit_stand_apart(caption: str, text: str, credit: str) -> None:
    figure = f"<figure><img src='/foto/kapal.jpg'><figcaption>{caption}</figcaption></figure>"

    assert images(figure).value == (Image(url=BOAT, caption=text, credit=credit),)


@pytest.mark.parametrize(
    ("meta", "article", "where"),
    [
        pytest.param({"og:image": "/foto/kapal.jpg"}, {}, "og:image", id="og"),
        pytest.param({"og:image": "/a/logo.png", "twitter:image": BOAT}, {}, "twitter:image", id="the outlet's logo"),
        pytest.param(
            {"og:image": "/a/default.jpg"}, {"image": {"url": BOAT}}, "json-ld", id="a placeholder beside JSON-LD"
        ),
        pytest.param({}, {"image": [BOAT, "https://kabarutara.id/b.jpg"]}, "json-ld", id="a list in JSON-LD"),
        pytest.param({}, {"image": {"@type": "ImageObject", "contentUrl": BOAT}}, "json-ld", id="an object in JSON-LD"),
    ],
)
def test_the_lead_is_the_first_that_is_no_placeholder(meta: dict[str, str], article: Node, where: str) -> None:
    choice = images(f"<figure><img src='/foto/lain.jpg'>{CAPTION}</figure>", meta, article)

    assert choice.value == (Image(url=BOAT, caption="Kapal latih di dermaga"),)
    assert choice.provenance == where
    assert [told.value for told in choice.candidates if not told.lost] == [BOAT]
