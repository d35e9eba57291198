"""Makes what holds a source back: a pause of its step or of a host, and what the step itself asks for."""

from functools import partial

from ingest.release import Release, WhyHeld, never
from pipeline.settings import Settings
from runtime.pauses import Pauses
from runtime.run_dir import RunDir


def release(settings: Settings, step: str, *, why_held: WhyHeld = never) -> Release:
    pauses = Pauses(RunDir(settings.run_dir).paused)

    def why() -> str | None:
        paused = pauses.why("step", step)
        return f"{step} is paused {paused}" if paused is not None else why_held()

    return Release(why, stopped=partial(_is_paused, pauses))


def _is_paused(pauses: Pauses, host: str) -> bool:
    """So are the names below a paused one."""
    labels = host.split(".")
    return any(pauses.why("host", ".".join(labels[n:])) is not None for n in range(len(labels)))
