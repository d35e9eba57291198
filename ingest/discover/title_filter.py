"""The title prefilter: whether a link's title names an alias that some watch requires."""

import re
from collections.abc import Callable, Sequence

from schemas.watch import Watch, fold

Admit = Callable[[str | None], bool]


def admit_all(_: str | None) -> bool:
    return True


def admit_by(watches: Sequence[Watch]) -> Admit:
    """Admits titles that name one alias of one required group. A title is short, so the watch itself asks more.

    A link without a title is admitted, and every link where a watch requires nothing.
    """
    if any(not any(group.required for group in watch.groups) for watch in watches) or not watches:
        return admit_all
    aliases = {_fold(alias) for watch in watches for group in watch.groups if group.required for alias in group.aliases}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(alias)}(?!\w)" for alias in sorted(aliases)))

    def admit(title: str | None) -> bool:
        return title is None or pattern.search(_fold(title)) is not None

    return admit


def _fold(text: str) -> str:
    """Folds as the watch does, and makes any spaces one."""
    return " ".join(fold(text).split())
