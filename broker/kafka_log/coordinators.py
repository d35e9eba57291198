"""Makes an admin client of kafka-python look up anew who coordinates a group.

Version 3.0.12 keeps what it found for good. After the coordinator has moved, because its node went, every question
about the group goes to the old one, which refuses it (NotCoordinatorError) or is away, for as long as the client lives.
"""

from typing import Any


def forget_coordinators(admin: Any) -> None:
    """Call when a question was not answered: the next one asks the cluster first."""
    admin._manager.cluster._coordinators.clear()
