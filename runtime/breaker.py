"""The dead-letter breaker: too many dead letters mean that the stage is wrong, not the records.

It trips before the settle, so that nothing of the batch is dead-lettered; it is kept over restarts, and an open one
lets one record through now and then to see whether the trouble is over.
"""

from pathlib import Path

from pydantic import BaseModel

from runtime.declare import Limits

# The ratio says nothing over fewer records than this.
MIN_WINDOW = 20


class BreakerState(BaseModel):
    """`grace`: dead letters that an operator has allowed in spite of the limits."""

    is_open: bool = False
    consecutive: int = 0
    window: list[bool] = []
    grace: int = 0


class Breaker:
    """Not thread-safe; one per worker."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._state = read_state(path)

    @property
    def is_open(self) -> bool:
        return self._state.is_open

    def refresh(self) -> None:
        """Read again what an operator may have written."""
        self._state = read_state(self._path)

    def admits(self, dead: list[bool]) -> bool:
        """Whether a batch may settle, given which of its records would be dead-lettered; trips where it may not."""
        after = self._after(dead)
        if not any(dead):
            self._keep(after, persist=self._state.is_open)
            return True
        if sum(dead) <= self._state.grace:
            self._keep(
                after.model_copy(update={"grace": self._state.grace - sum(dead), "consecutive": 0, "window": []})
            )
            return True
        if self._state.is_open or self._over(after, self._longest_run(dead)):
            self._keep(self._state.model_copy(update={"is_open": True}))
            return False
        self._keep(after, persist=False)
        return True

    def _after(self, dead: list[bool]) -> BreakerState:
        consecutive = self._state.consecutive
        for each in dead:
            consecutive = consecutive + 1 if each else 0
        window = [*self._state.window, *dead][-100:]
        return BreakerState(consecutive=consecutive, window=window, grace=self._state.grace)

    def _longest_run(self, dead: list[bool]) -> int:
        longest = run = self._state.consecutive
        for each in dead:
            run = run + 1 if each else 0
            longest = max(longest, run)
        return longest

    def _over(self, state: BreakerState, longest_run: int) -> bool:
        ratio = sum(state.window) / len(state.window)
        return longest_run >= self._limits.max_consecutive_dead or (
            len(state.window) >= MIN_WINDOW and ratio > self._limits.max_dead_ratio
        )

    def _keep(self, state: BreakerState, *, persist: bool = True) -> None:
        self._state = state
        if persist:
            write_state(self._path, state)


def read_state(path: Path) -> BreakerState:
    try:
        return BreakerState.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return BreakerState()
    except ValueError:
        # A damaged file must not stop the stage; a closed breaker trips again if it has to.
        return BreakerState()


def write_state(path: Path, state: BreakerState) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(state.model_dump_json())
    fresh.replace(path)


def release(path: Path, *, grace: int) -> None:
    """An operator's word: close the breaker and let `grace` dead letters through."""
    write_state(path, BreakerState(grace=grace))
