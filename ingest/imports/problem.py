"""Problem: a line or file of an import that brings no record, and why."""

from dataclasses import dataclass

from schemas.outcomes import Reason


@dataclass(frozen=True)
class Problem:
    """`where` is what a person looks for: `line 12`, `halaman-3.html`."""

    where: str
    reason: Reason
    detail: str
