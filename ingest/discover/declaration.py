"""Writes an outlet as the TOML that people keep in `config/sources/`."""

import json
from collections.abc import Sequence
from enum import StrEnum

from schemas.outlet import Outlet, OutletKind, Rights

TO_TELL = {
    "full_view": "the parameter that shows an article whole, such as page=all",
    "owner_group": "the company that owns it",
}


def declaration(outlet: Outlet) -> str:
    """Defaults are left out, except those that everybody should check; what only a reader of the site can tell stands
    there as a comment.
    """
    lines = [_line("id", outlet.id), _line("name", outlet.name), _line("hosts", outlet.hosts)]
    lines.append(_line("kind", outlet.kind.value) if outlet.kind is not None else f"# kind = {_of(OutletKind)}")
    for key in ("feeds", "news_sitemaps", "sitemaps", "index", "search"):
        if getattr(outlet, key):
            lines.append(_line(key, getattr(outlet, key)))
    for key, says in TO_TELL.items():
        told = getattr(outlet, key)
        lines.append(_line(key, told) if told else f'# {key} = "…"  # {says}')
    lines += [
        f"{_line('rights', outlet.rights.value)}  # {_of(Rights)}; see its terms",
        _line("status", outlet.status.value),
    ]
    if outlet.last_seen is not None:
        lines.append(f"last_seen = {outlet.last_seen}")
    lines += [_line("evidence", outlet.evidence), "", "[crawl]"]
    lines += [f"poll_s = {outlet.crawl.poll_s:g}", f"delay_s = {outlet.crawl.delay_s:g}"]
    return "\n".join(lines) + "\n"


def _of(words: type[StrEnum]) -> str:
    return " or ".join(json.dumps(word.value) for word in words)


def _line(key: str, value: str | Sequence[str]) -> str:
    # A JSON string or list of strings is a TOML one too.
    if isinstance(value, str) or len(value) == 1:
        return f"{key} = {json.dumps(value, ensure_ascii=False)}"
    inner = "".join(f"    {json.dumps(each, ensure_ascii=False)},\n" for each in value)
    return f"{key} = [\n{inner}]"
