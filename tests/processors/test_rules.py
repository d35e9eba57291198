"""Every rule takes what it says it takes and leaves what it says it leaves; a broken rule file names itself."""

import pytest
from lxml.html import HtmlElement

from processors.clean.examples import FILLER, OTHER_PROSE, PROSE, alone, failed_examples, taken_sentences, text_around
from processors.clean.lines import clean_lines
from processors.clean.parse import parse
from processors.clean.prune import prune
from processors.clean.rules import BadRulesError, Rule, RuleKind, compile_rules, load_rules

RULES = load_rules()
ELEMENT = '[[rule]]\nid = "a"\nkind = "element"\ntakes = ["x"]'


def body_of(markup: str) -> HtmlElement:
    body = parse(f"<html><body>{markup}</body></html>".encode()).find("body")
    assert body is not None
    return body


def examples(kinds: set[RuleKind], *, taken: bool) -> list[object]:
    rules = [rule for rule in RULES.all if rule.kind in kinds]
    pairs = [(rule, text) for rule in rules for text in (rule.takes if taken else rule.leaves)]
    return [pytest.param(rule, text, id=f"{rule.id}: {text[:50]}") for rule, text in pairs]


LINES = {RuleKind.LABEL, RuleKind.BOX, RuleKind.WHOLE, RuleKind.TAIL}
PIECES = {RuleKind.PREFIX, RuleKind.INLINE, RuleKind.SUFFIX}


@pytest.mark.parametrize(("rule", "line"), examples(LINES, taken=True))
def test_a_line_rule_takes_its_example(rule: Rule, line: str) -> None:
    cleaned = clean_lines(text_around(rule, line), alone(rule), title="Judul lain")

    assert line not in cleaned.kept
    assert (rule.id, line) in [(piece.rule, piece.text) for piece in cleaned.removed]


@pytest.mark.parametrize(("rule", "line"), examples(LINES, taken=False))
def test_a_line_rule_leaves_its_counter_example(rule: Rule, line: str) -> None:
    assert line in clean_lines(text_around(rule, line), alone(rule), title="Judul lain").kept


@pytest.mark.parametrize(("rule", "line"), examples(PIECES, taken=True))
def test_a_piece_rule_takes_a_part_of_the_line_and_leaves_the_rest(rule: Rule, line: str) -> None:
    cleaned = clean_lines([PROSE, line], alone(rule), title="Judul lain")

    assert cleaned.kept[-1] != line
    assert line.startswith(cleaned.kept[-1])
    assert cleaned.kept[-1].endswith((".", "pulang"))


@pytest.mark.parametrize(("rule", "line"), examples(PIECES, taken=False))
def test_a_piece_rule_leaves_its_counter_example(rule: Rule, line: str) -> None:
    assert clean_lines([PROSE, line], alone(rule), title="Judul lain").kept[-1] == line


@pytest.mark.parametrize(("rule", "markup"), examples({RuleKind.ELEMENT}, taken=True))
def test_an_element_rule_takes_its_example(rule: Rule, markup: str) -> None:
    body = body_of(f"{markup}{FILLER}")

    taken = prune(body, alone(rule), allowed=10_000)

    assert [child.tag for child in body] == ["article"]
    assert [piece.rule for piece in taken] == [rule.id]


@pytest.mark.parametrize(("rule", "markup"), examples({RuleKind.ELEMENT}, taken=False))
def test_an_element_rule_leaves_its_counter_example(rule: Rule, markup: str) -> None:
    body = body_of(f"{markup}{FILLER}")

    assert prune(body, alone(rule), allowed=10_000) == []


SENTENCES = [text for rule in RULES.all if rule.kind in LINES | PIECES for text in rule.leaves if text.endswith(".")]


@pytest.mark.parametrize("line", [text for text in SENTENCES if len(text) >= 40])
def test_all_rules_together_leave_a_sentence_that_a_rule_must_leave(line: str) -> None:
    assert line in clean_lines([PROSE, line, OTHER_PROSE], RULES, title="Judul lain").kept


@pytest.mark.parametrize("rule", RULES.all, ids=lambda rule: rule.id)
def test_a_shipped_rule_does_what_rules_of_ones_own_are_asked_for(rule: Rule) -> None:
    assert [*failed_examples(rule), *taken_sentences(rule, RULES)] == []
    assert rule.outlets == ()


def test_an_element_that_holds_much_text_is_left_whatever_it_is_called() -> None:
    body = body_of(f"<div class='baca-juga'>{FILLER}</div>")

    assert prune(body, RULES, allowed=10_000) == []


def test_a_link_inside_a_sentence_stays_whatever_its_class_says() -> None:
    sentence = (
        "<p>Menteri itu menyebut harga <a class='tag-link related'>tiket kapal</a> masih mahal bagi banyak warga.</p>"
    )
    body = body_of(f"{sentence}{FILLER}")

    assert prune(body, RULES, allowed=10_000) == []


def test_every_rule_has_an_example_and_every_id_is_used_once() -> None:
    ids = [rule.id for rule in RULES.all]

    assert len(ids) == len(set(ids)) > 40
    assert all(rule.takes for rule in RULES.all)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("[[rule]\nid = 1", "broken.toml", id="no TOML"),
        pytest.param(
            '[[rule]]\nid = "a"\nkind = "whole"\npattern = "("\ntakes = ["x"]', "'a'", id="no regular expression"
        ),
        pytest.param('[[rule]]\nid = "a"\nkind = "whole"\npattern = "x"\ntakes = []', "takes", id="no example"),
        pytest.param('[[rule]]\nid = "a"\nkind = "nothing"\npattern = "x"\ntakes = ["x"]', "kind", id="unknown kind"),
        pytest.param('[[rule]]\nid = "a"\nkind = "whole"\npattern = "x*"\ntakes = ["x"]', "empty", id="an empty line"),
        pytest.param('[[rule]]\nid = "a"\nkind = "whole"\npattern = "(?P<a>x)"\ntakes = ["x"]', "name", id="a name"),
        pytest.param(
            '[[rule]]\nid = "a"\nkind = "element"\npattern = "(x)\\\\1"\ntakes = ["x"]', "name", id="a reference"
        ),
        pytest.param(
            '[[rule]]\nid = "a"\nkind = "element"\npattern = "(?i)x"\ntakes = ["x"]', "flags", id="a flag inside"
        ),
        pytest.param('[[rule]]\nid = "a"\nkind = "whole"\npatern = "x"\ntakes = ["x"]', "patern", id="misspelt key"),
    ],
)
def test_a_broken_rule_file_is_named_with_the_rule_and_the_key(text: str, named: str) -> None:
    with pytest.raises(BadRulesError, match=r"broken\.toml") as error:
        compile_rules({"broken.toml": text})

    assert named in str(error.value)


def test_an_id_given_twice_is_refused() -> None:
    rule = '[[rule]]\nid = "same"\nkind = "whole"\npattern = "x"\ntakes = ["x"]\n'

    with pytest.raises(BadRulesError, match="same"):
        compile_rules({"a.toml": rule, "b.toml": rule})


def test_the_version_changes_with_the_text_of_a_rule() -> None:
    rule = '[[rule]]\nid = "a"\nkind = "whole"\npattern = "x"\ntakes = ["x"]\n'

    assert (
        compile_rules({"a.toml": rule}).version != compile_rules({"a.toml": rule.replace('"x"\nt', '"y"\nt')}).version
    )
