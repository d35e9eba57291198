"""Who bears a role in an article: `Kapolsek` later means the person whom it names so."""

from collections.abc import Mapping, Sequence

from processors.enrich.layers.entities import role_before
from processors.enrich.layers.finding import word_set
from processors.enrich.layers.text import TokenizedText
from processors.enrich.layers.values import Mention, Speaker


def role_bearers(text: TokenizedText, mentions: Sequence[Mention]) -> Mapping[str, str]:
    """Role words in front of people's names, or in them, with the person's canonical name."""
    found: dict[str, str] = {}
    for mention in mentions:
        role = role_before(text, mention).split(" ")[0].lower()
        titles = [word for word in mention.canonical.lower().split() if word in word_set("names.roles")]
        for word in (role, *titles):
            if word:
                found.setdefault(word, mention.canonical)
    return found


def bearer_of(speaker: Speaker, bearers: Mapping[str, str]) -> Speaker:
    """The person behind a bare role, if the article gives it to one: `Kapolsek menjelaskan`."""
    if speaker.entity or " " in speaker.name:
        return speaker
    name = bearers.get(speaker.name.lower())
    return Speaker(name, speaker.mention) if name else speaker
