"""Makes `revise`: the function that numbers versions, and the store of what it remembers."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_state
from processors.lives import RevisionState
from processors.revise import revise
from runtime.memory import Remembering
from schemas.article import CleanedArticle


def make(settings: Settings) -> Remembering[CleanedArticle, RevisionState]:
    return Remembering(revise, RevisionState, open_state(settings))
