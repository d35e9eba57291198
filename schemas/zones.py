"""The zones of Indonesia by the names that pages, feeds and sitemaps give them."""

from collections.abc import Mapping

# Hours ahead of UTC: western, central and eastern Indonesian time.
ZONE_HOURS: Mapping[str, int] = {"wib": 7, "wita": 8, "wit": 9}
# Alternatives of a pattern, `wita` before its beginning.
ZONE_NAMES = "|".join(ZONE_HOURS)
