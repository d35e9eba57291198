"""Makes `relate`: the function that joins articles to stories, and the store of what it remembers."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_state
from processors.relate.kept import Kept
from processors.relate.step import Relating
from runtime.memory import Remembering
from schemas.match import Match


def make(settings: Settings) -> Remembering[Match, Kept]:
    return Remembering(Relating().relate, Kept, open_state(settings))
