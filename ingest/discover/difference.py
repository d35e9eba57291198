"""The new links of a list since its last reading, by key and stated change."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from ingest.discover.listing import FoundLink
from schemas.ids import url_key

KEY_BYTES, CHANGE_BYTES = 8, 4
ENTRY_BYTES = KEY_BYTES + CHANGE_BYTES
# Entries that left the list are remembered for a while: behind some addresses stand servers that disagree.
KEPT_TIMES = 2
MIN_KEPT, MAX_KEPT = 200, 10_000


@dataclass(frozen=True)
class ListDifference:
    """`new` links were not in the list, `changed` ones have a newer stated change; `known` counts the rest."""

    new: tuple[FoundLink, ...]
    changed: tuple[FoundLink, ...]
    known: int
    seen: bytes
    """What to compare with the next time: an entry of ENTRY_BYTES each, those of this list first."""


def difference(links: Sequence[FoundLink], seen: bytes) -> ListDifference:
    """A link that stands twice in the list counts once; its first mention is taken."""
    before = dict(_entries(seen))
    now: dict[bytes, bytes] = {}
    new: list[FoundLink] = []
    changed: list[FoundLink] = []
    for link in links:
        key, change = _key(link), _change(link)
        if key in now:
            continue
        now[key] = change
        if key not in before:
            new.append(link)
        elif change != before[key]:
            changed.append(link)
    kept = min(MAX_KEPT, max(MIN_KEPT, KEPT_TIMES * len(now)))
    remembered = list((now | {key: change for key, change in before.items() if key not in now}).items())[:kept]
    return ListDifference(
        new=tuple(new),
        changed=tuple(changed),
        known=len(now) - len(new) - len(changed),
        seen=b"".join(key + change for key, change in remembered),
    )


def _entries(seen: bytes) -> list[tuple[bytes, bytes]]:
    starts = range(0, len(seen) - ENTRY_BYTES + 1, ENTRY_BYTES)
    return [(seen[at : at + KEY_BYTES], seen[at + KEY_BYTES : at + ENTRY_BYTES]) for at in starts]


def _key(link: FoundLink) -> bytes:
    return blake2b(url_key(link.url).encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def _change(link: FoundLink) -> bytes:
    said = link.modified.isoformat() if link.modified else ""
    return blake2b(said.encode(), digest_size=CHANGE_BYTES).digest()
