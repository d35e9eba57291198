"""All stories of all outlets, in one list."""

from newsroom.stories import antenawarta, kabarselasar, lensasenja, namamedia, suarapelabuhan, warnasatu
from newsroom.story import Story, check_unique

STORIES: tuple[Story, ...] = (
    *antenawarta.STORIES,
    *namamedia.STORIES,
    *suarapelabuhan.STORIES,
    *kabarselasar.STORIES,
    *lensasenja.STORIES,
    *warnasatu.STORIES,
)
check_unique(STORIES)
