"""The outlet's id under which an imported address is counted."""

import re
from collections.abc import Sequence

from catalogue.outlets import outlet_of
from schemas.ids import host_of, registered_host
from schemas.outlet import Outlet

MAX_ID_CHARS = 63


def source_id(url: str, outlets: Sequence[Outlet]) -> str:
    """The id of the outlet that owns the host, else the registered host as an id. Raises BadUrlError."""
    host = host_of(url)
    outlet = outlet_of(outlets, host)
    if outlet is not None:
        return outlet.id
    return re.sub(r"[^a-z0-9]+", "-", registered_host(host)).strip("-")[:MAX_ID_CHARS].rstrip("-") or "unknown"
