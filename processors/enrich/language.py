"""The language of an article: its function words tell Indonesian from Malay, which statistical detectors mix up."""

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from processors.text.markers import INDONESIAN_ONLY, MALAY_ONLY, WORD, looks_indonesian

# Languages that appear in pages of Indonesian outlets; a free choice among 97 calls short texts Javanese or Esperanto.
LANGUAGES = ("id", "ms", "en", "jv", "ar", "zh", "ja", "ko", "ru", "nl", "fr", "de", "es", "pt", "tr", "vi", "th")
MIN_CHARS = 40


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language_of(text: str) -> str:
    """ISO 639-1 code, or an empty string where the text is too short to tell."""
    if len(text.strip()) < MIN_CHARS:
        return ""
    words = [word.lower() for word in WORD.findall(text)]
    indonesian = sum(word in INDONESIAN_ONLY for word in words)
    malay = sum(word in MALAY_ONLY for word in words)
    code = "id" if looks_indonesian(text) else str(_identifier().classify(re.sub(r"\s+", " ", text))[0])
    if code in ("id", "ms"):
        # The two share nearly all their words: only those that one of them lacks can tell.
        return "ms" if malay > indonesian else "id"
    return code
