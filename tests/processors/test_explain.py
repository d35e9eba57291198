"""Explaining an article: its text in page order with what was taken, and each field with what else stood there."""

from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean
from processors.clean.code_rules import TAG, CodeRule
from processors.clean.rules import load_rules
from processors.explain.explanation import Explanation, Fact, TextRun
from processors.explain.layout import lay_out
from processors.explain.page import explain_page, explain_text
from processors.explain.record import ORDER, explain_record
from processors.explain.took import CODE_SAYS, what_took
from processors.explain.visible import visible
from processors.normalise import normalise
from schemas.article import CleanedArticle, DateCandidate, Dateline, Removed
from schemas.ids import url_key
from schemas.outcomes import Drop
from schemas.page import Page
from tests.processors.own_pages import AUTHOR, BODY, EDITOR, TITLE

RULES = load_rules()
NOW = datetime(2025, 4, 29, tzinfo=UTC)
URL = "https://kabarutara.example/berita/kapal"
FIRST, SECOND, THIRD = BODY[0], BODY[1], BODY[2]
HEAD = (
    f"<title>{TITLE} - KabarUtara</title><meta property='og:title' content='{TITLE} - KabarUtara'>"
    "<meta property='og:site_name' content='KabarUtara'><meta property='og:locale' content='en_US'>"
    "<meta name='author' content='Tim Redaksi'><meta property='article:section' content='Dunia'>"
    "<meta property='article:published_time' content='2025-04-28T14:05:00+07:00'>"
    "<meta property='article:modified_time' content='2025-04-28T15:30:00+07:00'>"
    "<link rel='canonical' href='https://lain.example/kapal'>"
)
PAGE = (
    f"<html lang='en'><head>{HEAD}</head><body><h1>{TITLE}</h1><p>Penulis: {AUTHOR} | Editor: {EDITOR}</p>"
    f"<p>{FIRST}</p><div class='baca-juga'>Baca juga: Kapal Tiba</div><p>{SECOND}</p><p>{THIRD} (rin/bag)</p>"
    "<h2>Berita lain dari pelabuhan itu</h2></body></html>"
)


def explained(html: str, url: str = URL) -> Explanation:
    page = Page(url=url, final_url=url, url_key=url_key(url), slot="f", source="x", fetched_at=NOW, body=html.encode())
    return explain_page(page, outlet=None, rules=RULES, done=lambda _: None)


def fact(name: str) -> Fact:
    return next(fact for fact in explained(PAGE).facts if fact.name == name)


def verdicts(name: str) -> dict[str, str]:
    return {f"{candidate.where}: {candidate.value}": candidate.lost for candidate in fact(name).candidates}


def removed(text: str, paragraph: int | None = None, offset: int | None = None) -> Removed:
    return Removed(rule="r", text=text, paragraph=paragraph, offset=offset)


@pytest.mark.parametrize(
    ("pieces", "drawn"),
    [
        pytest.param([removed("x", 0)], ["-x-", "satu dua", "tiga"], id="before the first"),
        pytest.param([removed("x", 2)], ["satu dua", "tiga", "-x-"], id="behind the last"),
        pytest.param([removed("x", 9)], ["satu dua", "tiga", "-x-"], id="far behind the last"),
        pytest.param([removed("x", 0, 4)], ["satu -x- dua", "tiga"], id="inside"),
        pytest.param([removed("x", 1, 0)], ["satu dua", "-x- tiga"], id="at the beginning"),
        pytest.param([removed("x", 0, 8), removed("y", 0, 8)], ["satu dua -x- -y-", "tiga"], id="two at the end"),
        pytest.param([removed("x", 0, 99)], ["satu dua -x-", "tiga"], id="beyond the end"),
        pytest.param(
            [removed("x", 1), removed("y", 1), removed("z")], ["satu dua", "-x-", "-y-", "tiga"], id="in turn"
        ),
    ],
)
def test_pieces_stand_where_they_stood(pieces: list[Removed], drawn: list[str]) -> None:
    blocks = lay_out(("satu dua", "tiga"), pieces, None)

    runs = [" ".join(f"-{run.text}-" if run.rule else run.text for run in block.runs) for block in blocks]
    assert runs == drawn


def test_the_dateline_stands_before_the_text_it_was_split_off() -> None:
    blocks = lay_out((FIRST,), (), Dateline(place="WONSAN", raw="WONSAN -"))

    assert blocks[0].runs == (TextRun(text="WONSAN -", kept_as="dateline"), TextRun(text=FIRST))


def test_every_removed_piece_is_shown_once_and_the_kept_text_is_whole() -> None:
    explanation = explained(PAGE)
    runs = [run for block in explanation.blocks for run in block.runs]

    assert [run.text for run in runs if not run.rule] == [FIRST, SECOND, THIRD]
    assert [run.rule for run in runs if run.rule] == [
        "fixed.title",
        "line.byline",
        "element.read-also",
        "piece.end-code",
        "extractor",
    ]
    assert sum(took.pieces for took in explanation.took) == 5
    assert explanation.unplaced == ()


def test_a_rule_says_what_it_takes_by_its_own_examples() -> None:
    took = what_took([removed("xx"), Removed(rule="line.ad", text="IKLAN"), Removed(rule="tag.aside", text="a")], RULES)

    says = {each.rule: each.says for each in took}
    assert [(each.rule, each.chars) for each in took] == [("line.ad", 5), ("r", 2), ("tag.aside", 1)]
    rule = next(rule for rule in RULES.all if rule.id == "line.ad")
    assert says["line.ad"] == f"A whole line, such as “{rule.takes[0]}”, but not “{rule.leaves[0]}”."
    assert says["r"] == "A rule that this version does not have."
    assert says["tag.aside"].startswith("An element that stands beside an article")


def test_every_rule_says_something_of_its_own() -> None:
    took = what_took([Removed(rule=rule.id, text="x") for rule in RULES.all], RULES)

    assert len({each.says for each in took}) == len(RULES.all)


def test_whatever_the_code_takes_has_a_sentence() -> None:
    assert set(CODE_SAYS) == set(CodeRule)
    took = what_took([Removed(rule=rule, text="x") for rule in (*CodeRule, f"{TAG}aside")], RULES)

    assert len({each.says for each in took}) == len(CodeRule) + 1
    assert "A rule that this version does not have." not in {each.says for each in took}


def test_no_id_is_both_a_rules_and_the_codes() -> None:
    assert {rule.id for rule in RULES.all}.isdisjoint(CodeRule)


def test_the_title_tells_why_the_others_lost() -> None:
    assert fact("title").provenance == "heading, as in the metadata"
    assert verdicts("title") == {
        f"h1: {TITLE}": "",
        "h2: Berita lain dari pelabuhan itu": "not what the page calls itself",
        f"og:title: {TITLE} - KabarUtara": "carries more than the title, such as the site's name",
        f"title: {TITLE} - KabarUtara": "carries more than the title, such as the site's name",
    }


def test_dates_of_a_change_stand_apart_from_dates_of_publication() -> None:
    assert fact("published").value == "2025-04-28T14:05+07:00"
    assert fact("modified").value == "2025-04-28T15:30+07:00"
    assert [candidate.value for candidate in fact("modified").candidates] == ["2025-04-28T15:30:00+07:00"]


def test_authors_tell_which_source_won_and_who_is_nobody() -> None:
    assert (fact("authors").value, fact("authors").provenance) == (AUTHOR, "label")
    assert verdicts("authors")["meta: Tim Redaksi"].startswith("no person's name")
    assert (fact("editors").value, fact("editors").provenance) == (EDITOR, "label")


def test_an_address_on_foreign_ground_is_told_so() -> None:
    assert verdicts("canonical url") == {
        "canonical link: https://lain.example/kapal": "a foreign host, no address, or not an article's",
        f"address fetched: {URL}": "",
    }


@pytest.mark.parametrize(
    ("name", "value", "candidate"),
    [
        pytest.param("section", "Dunia", ("Dunia", "article:section", ""), id="section"),
        pytest.param("language", "id", ("en", "lang of the page", "only the running text counts"), id="language"),
        pytest.param("end code", "rin · bag", ("(rin/bag)", "text", ""), id="end code"),
        pytest.param("byline", AUTHOR, (f"Penulis: {AUTHOR} | Editor: {EDITOR}", "text", ""), id="byline"),
    ],
)
def test_a_field_shows_what_stood_for_it(name: str, value: str, candidate: tuple[str, str, str]) -> None:
    assert fact(name).value == value
    assert candidate in [(told.value, told.where, told.lost) for told in fact(name).candidates]


def test_every_flag_says_whether_there_was_a_sign_of_it() -> None:
    html = PAGE.replace("</body>", "<p>Halaman selanjutnya</p></body>")
    flags = next(fact for fact in explained(html).facts if fact.name == "flags")

    assert flags.value == "partial"
    assert [c.value for c in flags.candidates if not c.lost] == ["partial"]


def test_a_record_alone_is_explained_with_every_field_in_order() -> None:
    article = CleanedArticle(
        id="a", page_id="p", url=URL, canonical_url=URL, url_key="k", source="x", fetched_at=NOW, title=TITLE,
        paragraphs=(FIRST,), date_candidates=(DateCandidate(raw="kemarin", provenance="visible", lost="no date"),),
    )  # fmt: skip

    explanation = explain_record(article, RULES)

    assert tuple(fact.name for fact in explanation.facts) == ORDER
    assert explanation.facts[ORDER.index("published")].candidates[0].lost == "no date"


def test_steps_are_told_in_turn() -> None:
    steps: list[str] = []
    page = Page(url=URL, final_url=URL, url_key="k", slot="f", source="x", fetched_at=NOW, body=PAGE.encode())
    explain_page(page, outlet=None, rules=RULES, done=steps.append)

    assert steps == [
        *("parse", "facts", "language", "images", "wrap", "isolate", "prune", "links", "plain", "extract", "lines"),
        *("place", "guard", "normalise"),
    ]


def test_a_text_alone_is_explained_like_a_page() -> None:
    text = (
        f"{TITLE}\nPenulis: {AUTHOR}\n28 April 2025 14:05\nWONSAN - {FIRST}\nBaca juga: Kapal Tiba\n{SECOND} (rin/bag)"
    )
    explanation = explain_text(text, name="t.txt", now=NOW, rules=RULES, done=lambda _: None)
    facts = {fact.name: fact.value for fact in explanation.facts}

    assert explanation.title == facts["title"] == TITLE
    assert (facts["authors"], facts["dateline"], facts["end code"]) == (AUTHOR, "WONSAN", "rin · bag")
    assert facts["published"] == "2025-04-28T14:05+07:00, zone assumed"
    assert [run.text for block in explanation.blocks for run in block.runs if not run.rule] == [
        "WONSAN -",
        FIRST,
        SECOND,
    ]


def test_a_text_without_an_article_is_dropped() -> None:
    with pytest.raises(Drop, match="no_article"):
        explain_text("ADVERTISEMENT\n[Gambas:Video KU]", name="t", now=NOW, rules=RULES, done=lambda _: None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("biasa saja", "biasa saja", id="plain"),
        pytest.param("kafé “dua” – tiga", "kafé “dua” – tiga", id="letters and marks"),
        pytest.param("a\u202eb\u2069c", "a⟨U+202E⟩b⟨U+2069⟩c", id="direction"),
        pytest.param("a\x1b[2Jb\x07", "a⟨U+001B⟩[2Jb⟨U+0007⟩", id="terminal"),
        pytest.param("a\nb\tc", "a b c", id="lines"),
        pytest.param("a\ud800b", "a⟨U+D800⟩b", id="half a character"),
        pytest.param("per\u00adtemuan", "per\u00adtemuan", id="soft hyphen"),
    ],
)
def test_what_acts_unseen_is_named(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_stored_article_tells_the_source_of_every_field() -> None:
    page = Page(url=URL, final_url=URL, url_key="k", slot="f", source="x", fetched_at=NOW, body=PAGE.encode())
    article = normalise(clean(page, outlet=None, rules=RULES)[0])
    stored = CleanedArticle.decode(article.encode())

    told = {fact.name: (fact.provenance, fact.confidence) for fact in explain_record(stored, RULES).facts if fact.value}
    at_once = {fact.name: (fact.provenance, fact.confidence) for fact in explained(PAGE).facts if fact.value}
    assert told == at_once
    assert all(source for source, _ in told.values())
    assert told["title"] == ("heading, as in the metadata", 0.95)


def test_a_record_of_before_sources_were_kept_is_explained_without_them() -> None:
    article = CleanedArticle(
        id="a", page_id="p", url=URL, canonical_url=URL, url_key="k", source="x", fetched_at=NOW, title=TITLE,
        paragraphs=(FIRST,),
    )  # fmt: skip

    title = explain_record(article, RULES).facts[0]

    assert (title.value, title.provenance, title.confidence) == (TITLE, "", None)
