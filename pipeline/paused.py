"""What is paused, as a command reads it; it loads no more than that takes."""

from collections.abc import Sequence

from pipeline.settings import Settings
from pipeline.wiring.stores import open_operations
from runtime.state import StoreUnavailableError
from stores.operations import Pause


def paused_in(settings: Settings) -> Sequence[Pause]:
    """What is paused, those of a source's hosts too; nothing where there is no store yet."""
    try:
        return open_operations(settings, to_read=True).paused()
    except StoreUnavailableError:
        # Whoever needs the store says so.
        return ()
