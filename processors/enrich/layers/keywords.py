"""Layers `keywords` and `gist`: words and one sentence that tell what an article is about, chosen from it."""

from collections import Counter
from collections.abc import Sequence

from processors.enrich.layers.text import Sentence, TokenizedText
from processors.text.markers import FUNCTION_WORDS
from schemas.layers import Entity, Gist, Keyword

VERSION = "1"
MAX_KEYWORDS = 10
MIN_WORD_CHARS = 4
MAX_GIST_CHARS = 320
MIN_GIST_CHARS = 40
GIST_SENTENCES = 6
TITLE_WORTH, LEAD_WORTH = 2.0, 1.0
# The lead tells most: each sentence further on must hold so many keywords more.
LATER_COSTS = 2.0


def read_keywords(text: TokenizedText, entities: Sequence[Entity], title: str) -> Sequence[Keyword]:
    """The entities named most, and words in small letters that are frequent, early, or in the title."""
    named = {word for entity in entities for word in entity.canonical.lower().split()}
    in_title = {word.strip(".,:;!?\"'") for word in title.lower().split()}
    counts: Counter[str] = Counter()
    lead: set[str] = set()
    for number, sentence in enumerate(text.sentences):
        for token in text.tokens[sentence.first : sentence.last]:
            if (
                token.is_word
                and len(token.low) >= MIN_WORD_CHARS
                and token.low not in FUNCTION_WORDS
                and token.low not in named
            ):
                counts[token.low] += 1
                if number < 2:
                    lead.add(token.low)
    found = [
        Keyword(each.canonical, round(2 * each.salience, 3), f"entity, named {len(each.mentions)} times")
        for each in entities
    ]
    for word, count in counts.items():
        worth = TITLE_WORTH * (word in in_title) + LEAD_WORTH * (word in lead)
        if count > 1 or worth >= TITLE_WORTH:
            why = f"{count} times" + ", in the title" * (word in in_title) + ", in the lead" * (word in lead)
            found.append(Keyword(word, round((count + worth) / 8, 3), why))
    return sorted(found, key=lambda each: (-each.score, each.text))[:MAX_KEYWORDS]


def read_gist(text: TokenizedText, keywords: Sequence[Keyword]) -> Gist | None:
    """The early sentence that holds most of the keywords; None where no sentence is of a fit length."""
    best: tuple[float, Sentence, int] | None = None
    for number, sentence in enumerate(text.sentences[:GIST_SENTENCES]):
        words = text.text[sentence.start : sentence.end]
        if not MIN_GIST_CHARS <= len(words) <= MAX_GIST_CHARS or words[0] in '"\u201c':
            continue
        low = words.lower()
        held = sum(keyword.text.lower() in low for keyword in keywords)
        score = held - number * LATER_COSTS
        if best is None or score > best[0]:
            best = (score, sentence, held)
    if best is None:
        return None
    _, sentence, held = best
    return Gist(
        sentence.start,
        sentence.end,
        text.text[sentence.start : sentence.end],
        f"holds {held} of {len(keywords)} keywords",
    )
