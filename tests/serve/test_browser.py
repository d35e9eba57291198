"""The pages in a browser: readable by everybody, on every screen, and nothing that a page of the web says acts.

Debian's Chromium by Playwright; axe-core looks for what shuts people out.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from broker.port import Message, Position
from runtime.dead_letters import Letter
from schemas.article import Change
from tests.serve.conftest import Newsroom
from tests.serve.samples import PARAGRAPHS, REMOVED, URL, article
from tests.serve.served import served
from tests.serve.test_pages import ATTACK
from tests.serve.test_said_page import SAID, told

ID = article().id
PATHS = (
    "/",
    "/articles",
    "/articles?source=kabar&from=2025-04-28&to=2025-04-28",
    *(f"/articles/{ID}?tab={tab}" for tab in ("text", "said", "revisions", "metadata", "way")),
    "/stories",
    "/sources",
    "/letters",
    "/search?q=kursk",
    f"/trace?url={URL}",
    "/api",
    # The last: its entity is named by the articles of a full newsroom alone.
    "/entities/gpe%3Akorea-utara",
)
EMPTY = (
    "/",
    "/articles",
    "/articles?from=kemarin",
    "/stories",
    "/sources",
    "/letters",
    "/search",
    "/search?q=()",
    "/trace",
)
ERRORS = ("/nowhere", "/articles/none", "/stories/none", "/letters?step=none")
WIDTHS = (360, 768, 1280, 1920)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium")
    if found is None:
        assert not os.environ.get("CI"), "CI has Debian's chromium"
        pytest.skip("no chromium to look at the pages with: `apt-get install chromium`")
    with sync_playwright() as playwright:
        # Its sandbox needs what a container does not have; it meets our own pages alone.
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@dataclass
class Desk:
    """A browser's page on a newsroom that is served; whatever it says in a dialog or logs as a fault is kept."""

    page: Page
    base: str
    newsroom: Newsroom
    acted: list[str]

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture
def desk(browser: Browser, newsroom: Newsroom) -> Iterator[Desk]:
    with served(newsroom) as (host, port):
        page = browser.new_page()
        acted: list[str] = []

        def refuse(dialog: Dialog) -> None:
            acted.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", refuse)
        page.on("pageerror", lambda error: acted.append(error.message))
        # Among them what the policy of the page refused.
        page.on("console", lambda said: acted.append(said.text) if said.type == "error" else None)
        yield Desk(page, f"http://{host}:{port}", newsroom, acted)
        page.close()


@pytest.fixture
def full(desk: Desk, filled: Newsroom) -> Desk:
    filled.publish(
        told(SAID, *PARAGRAPHS).model_copy(update={"revision": 2, "change": Change.FIGURES, "removed": REMOVED})
    )
    filled.letters = [letter()]
    return desk


def letter(detail: str = "no page record", value: bytes = b"<html>\x1b[31m" + b"x" * 400) -> Letter:
    origin = Position("warta.pages", 2, 40)
    message = Message("warta.pages", b"k", value)
    place = Position("warta.dead.clean", 0, 7)
    return Letter(
        place, "clean", "clean-0", 1745841600.0, "warta.pages", origin, "undecodable", detail, 1, "Traceback", message
    )


def violations(page: Page) -> list[str]:
    """What axe finds, with where it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


def overflowing(page: Page) -> list[int]:
    """The widths at which the page is wider than its window."""
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(width)
    return wide


def faults(page: Page) -> list[str]:
    """What shuts somebody out, light on a desk and dark on a phone; where it overflows; a page without its title."""
    found = [f"wider than {width}" for width in overflowing(page)]
    for scheme, width in (("light", 1280), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}: {each}" for each in violations(page)]
    return found + [f"{page.locator('h1').count()} h1"] * (page.locator("h1").count() != 1)


def test_every_page_is_open_to_everybody_on_every_screen(full: Desk) -> None:
    assert {path: found for path in PATHS if (found := faults(full.go(path)))} == {}

    assert full.acted == []


def test_so_is_every_page_of_an_empty_newsroom(desk: Desk) -> None:
    assert {path: found for path in EMPTY if (found := faults(desk.go(path)))} == {}


def test_so_is_every_page_of_a_fault(desk: Desk) -> None:
    assert {path: found for path in ERRORS if (found := faults(desk.go(path)))} == {}


def test_a_reader_with_a_keyboard_skips_to_the_content(full: Desk) -> None:
    page = full.go("/articles")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_page_that_is_shown_is_told_in_the_navigation(full: Desk) -> None:
    for path, name in (("/", "Flow"), ("/articles", "Articles"), ("/letters", "Letters")):
        assert full.go(path).locator("header nav [aria-current=page]").all_text_contents() == [name]


def test_an_article_opens_with_its_clean_text_and_the_switch_is_remembered(full: Desk) -> None:
    removed = f"text={REMOVED[1].text}"
    page = full.go(f"/articles/{ID}")

    assert page.locator(f"text={PARAGRAPHS[0]}").is_visible()
    assert not page.locator(removed).first.is_visible()

    page.get_by_label("Show what was removed").check()
    assert page.locator(removed).first.is_visible()

    page.reload()
    assert page.locator(removed).first.is_visible()

    page.get_by_label("Show what was removed").uncheck()
    page.reload()
    assert not page.locator(removed).first.is_visible()


def test_the_tabs_of_an_article_lead_to_its_revisions_and_back(full: Desk) -> None:
    page = full.go(f"/articles/{ID}")
    page.get_by_role("link", name="Revisions").click()
    assert page.get_by_role("heading", name="Changed since revision 1").is_visible()

    page.get_by_role("link", name="revision 1", exact=True).click()

    assert page.get_by_text("There is none before it.").is_visible()
    page.get_by_role("link", name="Its way").click()
    assert page.locator("td", has_text="clean").count() > 0


def test_articles_are_narrowed_by_the_form_and_the_form_keeps_what_was_asked(full: Desk) -> None:
    full.newsroom.publish(article("https://lain.example/1", title="Kabar dari tempat lain", source="lain"))
    page = full.go("/articles")
    page.get_by_label("Source").select_option("lain")
    page.get_by_role("button", name="Show").click()

    assert page.locator(".headline").all_text_contents() == ["Kabar dari tempat lain"]
    assert page.get_by_label("Source").input_value() == "lain"

    page.get_by_label("From", exact=True).fill("2030-01-01")
    page.get_by_role("button", name="Show").click()
    assert page.get_by_text("No article is so.").is_visible()


@pytest.mark.parametrize(("button", "done"), [("Replay", "replayed"), ("Discard", "discarded")])
def test_dead_letters_are_looked_into_and_settled(full: Desk, button: str, done: str) -> None:
    page = full.go("/letters")
    page.get_by_text("What it holds").click()
    assert "<html>" in page.inner_text("pre >> nth=0")

    page.get_by_role("button", name=button).click()

    assert page.inner_text("[role=status]") == f"1 letter {done}."
    assert full.newsroom.settled == [("clean", 7, button == "Replay")]
    assert page.get_by_text("No dead letter waits").is_visible()


def test_what_the_web_writes_into_any_field_never_acts(desk: Desk) -> None:
    evil = told(SAID, ATTACK).model_copy(
        update={
            "title": ATTACK,
            "publisher": ATTACK,
            "authors": (ATTACK,),
            "tags": (ATTACK,),
            "section": ATTACK,
            "canonical_url": f"javascript:{ATTACK}",
            "removed": tuple(each.model_copy(update={"text": ATTACK}) for each in REMOVED),
        }
    )
    desk.newsroom.publish(evil)
    desk.newsroom.letters = [letter(detail=ATTACK, value=ATTACK.encode())]

    for path in PATHS[:-1]:
        page = desk.go(path)
        for found in page.locator("details").all():
            found.click()
        page.mouse.move(300, 300)

    assert desk.acted == []
    assert re.search("alert", desk.go(f"/articles/{ID}").content())
