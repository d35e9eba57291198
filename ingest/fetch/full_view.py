"""The address under which an outlet shows an article whole rather than in numbered pages."""

from urllib.parse import parse_qsl, urlsplit, urlunsplit


def full_view_url(url: str, full_view: str) -> str:
    """`url` with the outlet's parameter (`?page=all`) added, unless the parameter is there already."""
    wanted = full_view.lstrip("?&")
    parts = urlsplit(url)
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if not wanted or wanted.partition("=")[0] in names:
        return url
    query = f"{parts.query}&{wanted}" if parts.query else wanted
    return urlunsplit(parts._replace(query=query))
