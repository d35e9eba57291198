"""Makes what a search needs besides the store: the names that things go by."""

from catalogue.knowledge import load_knowledge
from pipeline.settings import Settings
from pipeline.topology import KNOWLEDGE
from processors.query.names import names_of
from processors.query.parse import Names
from serve.finding import plain_tokens


def search_names(settings: Settings) -> Names:
    """Raises CatalogueError."""
    return names_of(load_knowledge(settings.config_dir / KNOWLEDGE), plain=plain_tokens)
