"""Every error that a route of the API can give, with an example of each, as `/v1/openapi.json` tells them."""

from collections.abc import Iterable, Mapping
from typing import Any

from serve.errors import ErrorBody

# By the code: the status, and such a sentence as comes with it.
CODES: Mapping[str, tuple[int, str]] = {
    "token_in_address": (400, "a token in an address ends up in logs: send it as `Authorization: Bearer`"),
    "token_required": (401, "send a token as `Authorization: Bearer`"),
    "bad_token": (401, "there is no such token, or it was revoked"),
    "forbidden": (403, "this needs a token with the scope text"),
    "not_found": (404, "no article '5f2d' is stored"),
    "too_many_webhooks": (409, "there are 100 webhooks, and 100 may be: remove one first"),
    "taken_down": (410, "the article was taken down: asked for by its author"),
    "changes_forgotten": (410, "changes before 812 are kept no more: read the articles anew, then go on"),
    "changes_unknown": (410, "the last change is 4711: these numbers are of another store"),
    "unknown_host": (
        421,
        "Warta does not answer to the name 'desk.example': set WARTA_SERVE_HOSTS",
    ),
    "invalid_request": (422, "query.limit: Input should be less than or equal to 200"),
    "body_too_large": (413, "a request has 65536 bytes at most"),
    "forbidden_address": (422, "10.0.0.1:80 is no public address"),
    "unknown_parameter": (422, "no parameter 'sice'; did you mean since?"),
    "repeated_parameter": (422, "limit is given more than once and takes one value"),
    "bad_cursor": (422, "the cursor is none of ours: begin again without one"),
    "bad_event_id": (422, "Last-Event-ID is no number of a change: begin again without one"),
    "bad_time": (422, "2025-04-28T12:00:00 has no zone: add Z, or an offset such as +07:00"),
    "bad_url": (422, "no absolute http(s) URL: 'kabar'"),
    "unknown_field": (422, "no field 'judul': there are id, url, title"),
    "unknown_owner": (422, "no outlet belongs to 'Grup lian'; did you mean Grup lain?"),
    "unknown_step": (422, "no step 'cuci': there are clean, revise, enrich"),
    "empty_query": (422, "the query has no word to look for"),
    "query_too_long": (422, "the query has 212 characters, 200 are read"),
    "too_many_words": (422, "the query has 40 words, 32 are read: leave some out"),
    "only_excluded": (422, "the query only leaves words out: give one that must stand in the article"),
    "only_sources": (422, "the query only names a source: give a word too, or list its articles"),
    "open_quote": (422, "a quote mark is not closed: put one behind the phrase"),
    "empty_field": (422, "title: needs a word right behind it"),
    "short_prefix": (422, "'a' begins too many words: give 2 letters"),
    "or_alone": (422, "OR stands between two words: give one on each side of it"),
    "or_excluded": (422, "OR cannot stand beside a word with a minus: leave one of them out"),
    "or_of_sources": (422, "OR stands between words, or between sources: ask for one of them"),
    "two_sources": (422, "an article has one source: put OR between them"),
    "bad_source": (422, "'kabar,' is no id of a source: see `warta sources list`"),
    "rate_limited": (429, "this token may ask 600 times a minute: again in 12 s"),
    "store_unavailable": (503, "the database is locked"),
    "log_unavailable": (503, "no broker answers"),
    "too_many_subscribers": (503, "2000 read the stream of this process: try again later"),
}
# What the gate before all routes says, what every route says to parameters, and a store that is away.
COMMON = (
    *("token_in_address", "token_required", "bad_token", "forbidden", "unknown_host", "rate_limited"),
    *("invalid_request", "unknown_parameter", "repeated_parameter", "store_unavailable", "log_unavailable"),
)
# What can be wrong with a few words, and with what the search reads.
WORDS = ("empty_query", "query_too_long")
TYPED = (
    *WORDS,
    *("too_many_words", "only_excluded", "only_sources", "open_quote", "empty_field", "short_prefix"),
    *("or_alone", "or_excluded", "or_of_sources", "two_sources", "bad_source"),
)
ABOUT: Mapping[int, str] = {
    400: "The request cannot be taken as it was sent",
    401: "No token, or none that is good",
    403: "The token has not the scope for this",
    404: "Nothing is stored under that name",
    409: "There are as many as may be",
    410: "It was here, and is no more",
    413: "The body is larger than any that is meant",
    421: "It was asked of a name that Warta does not answer to",
    422: "A parameter is not known, or its value cannot be read",
    429: "The token has asked too often",
    503: "A store or the log is away, or the process is full: ask again",
}
HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"www-authenticate": "how to send a token"},
    429: {"retry-after": "seconds until the token may ask again"},
}
Responses = dict[int | str, dict[str, Any]]


def refusing(*codes: str) -> Responses:
    """For `responses` of a route: what it says besides what all routes do."""
    return _responses((*COMMON, *codes))


def _responses(codes: Iterable[str]) -> Responses:
    found: Responses = {}
    for code in codes:
        status, detail = CODES[code]
        examples = found.setdefault(status, _empty(status))["content"]["application/json"]["examples"]
        examples[code] = {"value": ErrorBody(error=code, detail=detail).model_dump()}
    return found


def _empty(status: int) -> dict[str, Any]:
    told = {"schema": {"type": "string"}}
    headers = {name: {**told, "description": about} for name, about in HEADERS.get(status, {}).items()}
    content: dict[str, Any] = {"application/json": {"examples": {}}}
    return {"model": ErrorBody, "description": ABOUT[status], "content": content, "headers": headers}
