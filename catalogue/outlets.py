"""Outlets as people declare them in `config/sources/*.toml`, checked against each other."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from catalogue.toml_file import read_models, refuse
from schemas.ids import BadUrlError, host_of
from schemas.outlet import Outlet


def load_outlets(directory: Path) -> list[Outlet]:
    """Every outlet of a directory, by file name. Raises CatalogueError, also for a value that two of them declare."""
    outlets: list[Outlet] = []
    files: dict[tuple[str, str], Path] = {}
    for path, outlet in read_models(directory, Outlet):
        for key, name in _claims(outlet):
            if key == "hosts" and not _is_host(name):
                raise refuse(path, key, f"{name!r} is no host in lower case (`berita.example.id`, `127.0.0.1:8001`)")
            # An address is polled for one outlet on one channel, whatever key it stands under.
            claim = (key if key in ("id", "hosts") else "list", name)
            if claim in files:
                raise refuse(path, key, f"{name!r} is declared in {files[claim].name} already")
            files[claim] = path
        if not _is_zone(outlet.timezone):
            raise refuse(path, "timezone", f"{outlet.timezone!r} is no time zone (`Asia/Jakarta`)")
        outlets.append(outlet)
    return outlets


def _claims(outlet: Outlet) -> Iterator[tuple[str, str]]:
    """The values that no two outlets may share, each with its key."""
    yield "id", outlet.id
    for key in ("hosts", "feeds", "news_sitemaps", "sitemaps", "index"):
        for name in getattr(outlet, key):
            yield key, name


def outlet_of(outlets: Iterable[Outlet], host: str) -> Outlet | None:
    """The outlet a host (as `host_of` gives it) belongs to: where several cover it, the one that names it closest."""
    owners = [(_closeness(outlet.hosts, host), outlet) for outlet in outlets if outlet.owns(host)]
    return max(owners, key=lambda owner: owner[0])[1] if owners else None


def _closeness(hosts: Sequence[str], host: str) -> int:
    return max(len(own) for own in hosts if host == own or host.endswith("." + own))


def _is_host(text: str) -> bool:
    try:
        return host_of(f"http://{text}") == text
    except BadUrlError:
        return False


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: names that are folders of the zone files.
        return False
