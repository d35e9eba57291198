"""What holds the release of addresses back in tests: nothing, or the reason that is set."""

from dataclasses import dataclass


@dataclass
class Tap:
    why: str | None = None

    def __call__(self) -> str | None:
        return self.why
