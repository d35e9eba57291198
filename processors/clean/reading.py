"""Tree to text: the steps in turn, and a second reading where the guard sees that the first lost or gained."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lxml.html import HtmlElement

from processors.clean.dead import DEAD_TAGS, EMBED_TAGS, drop_tags
from processors.clean.extract import extract_lines
from processors.clean.guard import Balance, Guard, shares_nothing
from processors.clean.images import captions_of
from processors.clean.language_gate import is_indonesian
from processors.clean.lines import CleanedLines, ends_text
from processors.clean.place import place
from processors.clean.rules import Rules
from processors.clean.steps import (
    STEPS,
    ArticleHints,
    Done,
    ExtractedArticle,
    Steps,
    line_rules,
    read_article,
    say_nothing,
    unpruned_lines,
)
from processors.text.markers import looks_indonesian
from schemas.article import ReadingFigures, Removed

# A text of less is asked about again, whatever the guard saw: a page may show nothing of an article that it states.
FEW_CHARS = 300
# On a foreign page the text that JSON-LD states is believed where it tells this much more.
BETTER = 1.25
# Another reading is taken where it has at most this share of the first one's faults: only that knows the rules.
MUCH_BETTER = 0.5
# A reading of which so much is lost or from elsewhere is stored with a warning.
DOUBTFUL_SHARE = 0.2

NOT_JUDGED = Balance(0, 0, 0)
LineRules = Callable[..., CleanedLines]


@dataclass(frozen=True)
class Reading:
    """`readings` are the figures of all that were compared, where a second was asked for."""

    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...]
    indonesian: bool
    second_opinion: str = ""
    verdict: Balance = NOT_JUDGED
    readings: tuple[ReadingFigures, ...] = ()

    @property
    def chars(self) -> int:
        return sum(map(len, self.paragraphs))

    @property
    def is_doubtful(self) -> bool:
        """Whether the best reading, too, lost or gained much."""
        return self.verdict.fails and self.verdict.wrong > DOUBTFUL_SHARE * self.verdict.kept


def read_text(
    tree: HtmlElement, rules: Rules, told: ArticleHints, *, reparse: Callable[[], HtmlElement],
    done: Done = say_nothing, steps: Steps = STEPS,
) -> Reading:  # fmt: skip
    """`tree` is consumed; `reparse` gives it anew."""
    body = tree.find(".//body")
    indonesian = is_indonesian(body, title=told.title)
    done("language")
    captions = captions_of(body) if indonesian else set()
    rule = line_rules(rules, told, captions, steps=steps)
    if not indonesian:
        return _read_foreign(tree, told, rule, done)
    article = read_article(tree, rules, told, steps=steps, done=done)
    first = _first(article, rule, done)
    guard = Guard(article.blocks, article.heading, stated=told.stated_body, ends=partial(ends_text, rules=rules))
    first = _judged(first, guard)
    done("guard")
    if not steps.second_reading or (not first.verdict.fails and first.chars >= FEW_CHARS):
        return first
    others = (
        _again(told.stated_body.splitlines(), "json-ld", rule, indonesian=True),
        _again(unpruned_lines(reparse(), told.url), "unpruned", rule, indonesian=True),
    )
    best = _best(first, [_judged(other, guard) for other in others])
    done("second opinion")
    return best


def _first(article: ExtractedArticle, rule: LineRules, done: Done) -> Reading:
    cleaned = rule(article.lines, indonesian=True)
    done("lines")
    around = tuple(Removed(rule=piece.rule, text=piece.text) for piece in article.taken)
    removed = place(article.lines, cleaned, around=around, shown=article.shown)
    done("place")
    return Reading(cleaned.kept, removed, indonesian=True)


def _read_foreign(tree: HtmlElement, told: ArticleHints, rule: LineRules, done: Done) -> Reading:
    """On foreign pages the extractor chooses, and only what is dead goes: it scores best there."""
    drop_tags(tree.find(".//body"), (*DEAD_TAGS, "button", *EMBED_TAGS))
    lines = extract_lines(tree, url=told.url)
    done("extract")
    cleaned = rule(lines, indonesian=False)
    done("lines")
    reading = Reading(cleaned.kept, place(lines, cleaned), indonesian=False)
    done("place")
    stated = told.stated_body
    unseen = len(stated) >= FEW_CHARS and shares_nothing(reading.paragraphs, stated)
    if reading.chars >= FEW_CHARS and not unseen:
        return reading
    # A page drawn by script has no text to tell its language by until now.
    other = _again(stated.splitlines(), "json-ld", rule, indonesian=looks_indonesian(stated))
    done("second opinion")
    return other if unseen or other.chars >= max(FEW_CHARS, BETTER * reading.chars) else reading


def _again(lines: list[str], name: str, rule: LineRules, *, indonesian: bool) -> Reading:
    cleaned = rule(lines, indonesian=indonesian)
    return Reading(cleaned.kept, place(lines, cleaned), indonesian, name)


def _judged(reading: Reading, guard: Guard) -> Reading:
    return replace(reading, verdict=guard.judge(reading.paragraphs, reading.removed))


def _best(first: Reading, others: Sequence[Reading]) -> Reading:
    """The one that lost and gained least of what the page holds; another than the first where that is much better."""
    readings = [first, *(other for other in others if other.chars >= FEW_CHARS)]
    best = min(readings, key=lambda reading: reading.verdict.wrong)
    if first.chars >= FEW_CHARS and best.verdict.wrong > MUCH_BETTER * first.verdict.wrong:
        best = first
    return replace(best, readings=tuple(map(_figures, readings)))


def _figures(reading: Reading) -> ReadingFigures:
    kept, lost, gained = reading.verdict
    return ReadingFigures(name=reading.second_opinion or "rules", kept=kept, lost=lost, gained=gained)
