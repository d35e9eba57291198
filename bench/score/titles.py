"""What the sets are called in the docs, and what is to be known about them."""

from bench.score.figures import SetScore

TITLES = {
    "pages": "Real Indonesian pages",
    "pages-wider": "Pages of sites without a rule",
    "general": "General pages",
    "own-pages": "Pages of our own",
    "made-pages": "Generated pages",
    "held-pages": "Generated pages, kinds held back",
    "clean": "Cases",
}
ABOUT = {
    "pages": "Saved from news sites between 2015 and 2026. Our rules were tuned on them.",
    "pages-wider": "Saved between 2015 and 2026 from sites that have no rule of their own: several in parts, folded, "
    "or with a lead apart. What was wrong on them was mended, as kinds: they are no longer unseen.",
    "general": "Saved pages of as many sites, mostly English: our Indonesian rules must do no harm there.",
    "own-pages": "Invented stories in templates of ours (`tests/processors/`): every kind of boilerplate and every "
    "form of a date that the field has shown. They can be scored where the saved pages are absent.",
    "made-pages": "Our own articles laid into many shapes by a seeded generator (`tests/processors/layouts/`).",
    "held-pages": "The same with kinds that were written after the cleaner was done.",
}


def title_of(name: str) -> str:
    return TITLES.get(name, name)


def heading(some: SetScore) -> str:
    of_sites = f" of {some.sites} sites" if 1 < some.sites < some.pages else ""
    return f"{title_of(some.name)}: {some.pages}{of_sites}"
