"""What a reader types as the stores are asked it, in tests that know no stemmer and no names."""

from collections.abc import Callable

from processors.query.parse import BadAskedError, parse
from schemas.asked import Asked
from serve.finding import splitting_by

NOTHING = Asked(())
NAMES = {tuple(name.lower().split()): ("Korut", "Korea Utara", "DPRK") for name in ("Korut", "Korea Utara", "DPRK")}


def asked(query: str, *, stem: Callable[[str], str] = str.lower) -> Asked:
    """Of what cannot be asked: nothing."""
    try:
        return parse(query, splitting_by(stem, NAMES))
    except BadAskedError:
        return NOTHING
