"""The rules of each host's robots.txt (RFC 9309, by protego), fetched once for all who wait."""

import asyncio
import codecs
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from ingest.web.ask import RequestTerms
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched
from schemas.outcomes import Reason

CACHE_S = 3600.0
# An unreachable robots.txt is asked for again after this; until then everyone gets the same refusal.
RETRY_S = 60.0
MAX_ORIGINS = 2000
# RFC 9309, 2.5: at least so much of a file is read; of a longer one this much counts.
MAX_ROBOTS_BYTES = 500 * 1024
# RFC 9309, 2.2.1: a product token is of these characters; what follows it, such as a version, is no part of it.
GROUP = re.compile(r"^[ \t]*user[- ]?agent[ \t]*:[ \t]*([^\n#]*)", re.IGNORECASE | re.MULTILINE)
PRODUCT = re.compile(r"[A-Za-z_-]+")
# The name of no crawler: protego takes a name that is the beginning of another for its name too.
NOBODY = "-"
# Answers that mean there is no robots.txt to obey (RFC 9309, 2.3.1.3), and redirects that lead nowhere.
ABSENT = frozenset({Reason.HTTP_CLIENT_ERROR, Reason.HTTP_GONE, Reason.REDIRECT_LOOP, Reason.EMPTY_BODY})
# These speak of the host, not of its robots.txt: no page of it can be had either.
HOST_FORBIDDEN = frozenset({Reason.FORBIDDEN_ADDRESS, Reason.FORBIDDEN_SCHEME, Reason.BAD_URL})

ReadDelay = Callable[[Fetched], float]
"""Seconds between two requests that an answer asks for: what a robots.txt does."""
Get = Callable[[str, RequestTerms, ReadDelay], Awaitable[Fetched]]
"""Fetches a robots.txt in its host's turn, which its Crawl-delay prolongs; raises FetchRefused, HostRestingError."""


@dataclass
class _Origin:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    until: datetime | None = None
    """When to ask again; None before the first time."""
    rules: Protego | None = None
    crawl_delay_s: float = 0.0
    refused: FetchRefused | None = None


class Robots:
    def __init__(self, *, get: Get, agent: str, now: Callable[[], datetime]) -> None:
        self._get = get
        self._agent = agent
        self._now = now
        self._origins: OrderedDict[str, _Origin] = OrderedDict()

    async def require(self, url: str, terms: RequestTerms) -> float:
        """The Crawl-delay of the address's host, in seconds; 0 if it states none.

        Raises FetchRefused (robots_disallowed, robots_unreachable, or the refusal of the host itself). Raises
        HostRestingError if robots.txt is needed and its host must rest.
        """
        origin = await self._known(url, terms)
        assert origin.rules is not None  # _refresh sets it, or what refused it
        if not origin.rules.can_fetch(url, self._agent):
            raise FetchRefused(Reason.ROBOTS_DISALLOWED, f"robots.txt disallows {urlsplit(url).path[:200]}")
        return origin.crawl_delay_s

    async def _known(self, url: str, terms: RequestTerms) -> _Origin:
        parts = urlsplit(url)
        key = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        origin = self._origins.setdefault(key, _Origin())
        self._origins.move_to_end(key)
        async with origin.lock:
            if origin.until is None or self._now() >= origin.until:
                await self._refresh(key, origin, terms)
        self._forget_oldest()
        if origin.refused is not None:
            # A new exception each time: one that is raised again and again grows its traceback.
            raise _unreachable(origin.refused)
        return origin

    async def _refresh(self, key: str, origin: _Origin, terms: RequestTerms) -> None:
        rules, crawl_delay_s = Protego.parse(""), 0.0

        def read_delay(fetched: Fetched) -> float:
            nonlocal rules, crawl_delay_s
            rules = rules_of(fetched.body, self._agent)
            crawl_delay_s = float(rules.crawl_delay(self._agent) or 0.0)
            return crawl_delay_s

        try:
            await self._get(f"{key}/robots.txt", terms, read_delay)
        except FetchRefused as refused:
            if not _is_absent(refused):
                origin.refused = refused
                wait_s = max(RETRY_S, refused.retry_after_s or 0.0)
                origin.until = self._now() + timedelta(seconds=min(wait_s, CACHE_S))
                return
        origin.rules, origin.crawl_delay_s, origin.refused = rules, crawl_delay_s, None
        origin.until = self._now() + timedelta(seconds=CACHE_S)

    def _forget_oldest(self) -> None:
        while len(self._origins) > MAX_ORIGINS:
            self._origins.popitem(last=False)


def rules_of(body: bytes, agent: str) -> Protego:
    """The rules of a robots.txt, its groups those of `agent`, of everybody, and of nobody that we are."""
    whole = len(body) < MAX_ROBOTS_BYTES
    # The last line of what was cut off may be half a rule.
    text = decoded_robots(body if whole else body[: body.rfind(b"\n") + 1])
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return Protego.parse(GROUP.sub(lambda group: f"User-agent: {_group_of(group[1], agent)}", lines))


def decoded_robots(body: bytes) -> str:
    """UTF-8, as the RFC has it, or UTF-16 where its mark says so."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    return body.decode("utf-8-sig", "replace")


def _group_of(stated: str, agent: str) -> str:
    if stated.strip().startswith("*"):
        return "*"
    token = PRODUCT.match(stated.strip())
    return agent if token and token[0].lower() == agent.lower() else NOBODY


def _is_absent(refused: FetchRefused) -> bool:
    """Whether all is allowed. A forbidden redirect leads to no robots.txt, and so does one too many.

    It is the robots.txt that lies inside, not the host: each page of it is judged, and guarded, by itself.
    """
    return refused.reason in ABSENT or (refused.redirected and refused.reason in HOST_FORBIDDEN)


def _unreachable(refused: FetchRefused) -> FetchRefused:
    if refused.reason in HOST_FORBIDDEN:
        return FetchRefused(refused.reason, refused.detail)
    return FetchRefused(
        Reason.ROBOTS_UNREACHABLE,
        f"robots.txt: {refused.reason.value}: {refused.detail}",
        retry=True,
        retry_after_s=refused.retry_after_s,
        status=refused.status,
    )
