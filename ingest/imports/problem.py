"""Problem: a line or file of an import that brings no record, and why."""

from dataclasses import dataclass

from schemas.outcomes import Reason


class RefusedError(Exception):
    """What was read brings no record."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class ImportProblem:
    """`where` is what a person looks for: `line 12`, `halaman-3.html`."""

    where: str
    reason: Reason
    detail: str
