"""The expected articles of a perfect pipeline: JSON Lines from the stories, never from a template."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from newsroom.desk import announced_path, published_at
from newsroom.feeds import announced_url
from newsroom.outlets import BY_ID
from newsroom.story import PRINTED, Kind, Story

# Kind -> the stage that drops it and the reasons that are right.
DROPS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.OFF_TOPIC: ("enrich", ("off_watch",)),
    Kind.DISALLOWED: ("fetch", ("robots_disallowed",)),
    Kind.NOT_FOUND: ("fetch", ("http_client_error",)),
    Kind.GONE: ("fetch", ("http_gone",)),
    Kind.PDF: ("fetch", ("not_html",)),
    Kind.HUGE: ("fetch", ("too_large",)),
    Kind.METADATA_REDIRECT: ("fetch", ("forbidden_address",)),
    Kind.BROKEN: ("clean", ("no_article", "too_short", "unparsable_html")),
    Kind.LISTING: ("clean", ("listing_page", "no_article")),
}
WATCHES = ["rusia-korut"]
PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-"})


def plain(text: str) -> str:
    """Text as the pipeline keeps it: NFC, straight quotes, hyphens for dashes, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(PLAIN)).strip()


def expectation(story: Story, *, base: str, start: datetime, publish_s: float) -> dict[str, Any]:
    """One line, of the final version if the story is corrected. `url` is the announced one if no page is read."""
    outlet = BY_ID[story.outlet]
    stage, reasons = DROPS.get(story.kind, (None, ()))
    path = announced_path(story) if stage == "fetch" else story.path
    dateline = {"place": plain(story.place), "outlet": plain(outlet.dateline_outlet)} if outlet.dateline else None
    links = (announced_url(announced_path(story), base, c) for c in outlet.channels if c.kind != "dead")
    return {
        "url": f"{base}{path}",
        "announced": sorted(set(links)),
        "source": outlet.id,
        "outcome": "dropped" if stage else "article",
        "stage": stage,
        "reason_any": list(reasons),
        "title": plain(story.final_title),
        "authors": list(story.authors),
        "published": published_at(story, start=start, publish_s=publish_s).isoformat(),
        "paragraphs": [plain(paragraph) for paragraph in story.final_paragraphs] if story.kind in PRINTED else [],
        "dateline": dateline if story.place else None,
        "watches": [] if stage else WATCHES,
        "revisions": 0 if stage else story.revisions,
        "flags": ["paywalled"] if story.kind is Kind.PAYWALLED else [],
        "language": "id",
        "wire": "" if stage else story.wire,
        "counts": "" if stage else story.counts,
        "number": story.number,
        "number_before": story.number_before,
    }


def expected_lines(
    stories: Iterable[Story], *, bases: Mapping[str, str], start: datetime, publish_s: float
) -> Iterable[str]:
    for story in stories:
        record = expectation(story, base=bases[story.outlet], start=start, publish_s=publish_s)
        yield json.dumps(record, ensure_ascii=False)
