"""Makes the way to the web: one client a process, which takes each host's turns from the frontier."""

from catalogue.watches import load_watches
from ingest.discover.title_filter import Admit, admit_by
from ingest.ports import TurnBook
from ingest.web.turns import Turns
from ingest.web.web import Web
from pipeline.settings import Settings
from runtime.clock import utc_now


def web(settings: Settings, book: TurnBook) -> Web:
    """All that ask the web take each host's turns from the frontier."""
    turns = Turns(now=utc_now, book=book)
    return Web(contact_url=settings.contact, allowed=settings.allow_addresses, now=utc_now, turns=turns)


def title_filter(settings: Settings) -> Admit:
    return admit_by(load_watches(settings.config_dir / "watches"))
