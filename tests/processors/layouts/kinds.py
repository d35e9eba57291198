"""The dimensions of a page and the kinds of each: those that the cleaner is built on, and those held back from it."""

from collections.abc import Mapping
from random import Random

from tests.processors.layouts import (
    boxes,
    contents,
    ends,
    facts,
    forms,
    frames,
    glued,
    headlines,
    held_frames,
    held_shapes,
    held_texts,
    inlines,
    inserts,
    names,
    openings,
    surroundings,
)

# Of paragraphs, the lead among them.
LENGTHS = {"usual": (7, 11), "short": (4, 5), "long": (14, 18)}
# The ordinary kind of each dimension comes first. "place" is where what is below stands: after the article's element,
# or in it, or after it in the main one; "edges" where the opening and the end stand: beside the text's box or in it.
TUNED: Mapping[str, tuple[str, ...]] = {
    "box": tuple(boxes.BOXES), "form": tuple(forms.FORMS), "names": tuple(names.NAMES),
    "inline": tuple(inlines.INLINES), "content": tuple(contents.CONTENTS),
    "inside": (*inserts.INSIDE, *inserts.NAMED), "end": tuple(ends.END),
    "opening": tuple(openings.OPENING), "last": tuple(glued.LAST), "amid": tuple(glued.AMID),
    "below": tuple(frames.BELOW), "closing": tuple(surroundings.CLOSING), "above": tuple(surroundings.ABOVE),
    "side": tuple(surroundings.SIDE), "headline": tuple(headlines.HEADLINES),
    "facts": tuple(facts.HEADS), "dateline": ("none", "plain", "bold"), "place": ("apart", "in_main", "in_article"),
    "edges": ("beside", "in_box"),
    "length": tuple(LENGTHS),
}  # fmt: skip
HELD: Mapping[str, tuple[str, ...]] = {
    "box": tuple(held_shapes.BOXES), "form": tuple(held_shapes.FORMS), "names": tuple(held_shapes.NAMES),
    "inline": tuple(held_shapes.INLINES), "content": tuple(held_texts.CONTENTS), "inside": tuple(held_frames.INSIDE),
    "end": tuple(held_frames.END), "opening": tuple(held_frames.OPENING), "below": tuple(held_frames.BELOW),
    "closing": tuple(held_frames.CLOSING), "above": tuple(held_frames.ABOVE), "side": tuple(held_frames.SIDE),
    "headline": tuple(held_shapes.HEADLINES),
}  # fmt: skip
BOXES = {**boxes.BOXES, **held_shapes.BOXES}
FORMS = {**forms.FORMS, **held_shapes.FORMS}
NAMES = {**names.NAMES, **held_shapes.NAMES}
INLINES = {**inlines.INLINES, **held_shapes.INLINES}
INLINE_MARKS = {**inlines.INLINE_MARKS, **held_shapes.INLINE_MARKS}
CONTENTS = {**contents.CONTENTS, **held_texts.CONTENTS}
INSIDE = {**inserts.INSIDE, **inserts.NAMED, **held_frames.INSIDE}
END = {**ends.END, **held_frames.END}
OPENING = {**openings.OPENING, **held_frames.OPENING}
BELOW = {**frames.BELOW, **held_frames.BELOW}
CLOSING = {**surroundings.CLOSING, **held_frames.CLOSING}
ABOVE = {**surroundings.ABOVE, **held_frames.ABOVE}
SIDE = {**surroundings.SIDE, **held_frames.SIDE}
HEADLINES = {**headlines.HEADLINES, **held_shapes.HEADLINES}
AMID, LAST = glued.AMID, glued.LAST

# A text that stands in JSON-LD alone is plain.
IN_A_SCRIPT = {
    "facts": "stated_whole", "inline": "plain", "form": "p", "inside": "none", "amid": "none", "last": "none",
    "edges": "beside", "below": "none", "closing": "none",
}  # fmt: skip

# So many dimensions of a page are not the ordinary kind; on a page with held kinds, so many of each.
ODD = (1, 7)
HELD_ODD, TUNED_BESIDE_HELD = (1, 3), (0, 3)


def draw(dice: Random) -> dict[str, str]:
    """Ordinary kinds but for a few dimensions."""
    return agreeing(_drawn(dice, TUNED, dice.randint(*ODD)))


def draw_held(dice: Random) -> dict[str, str]:
    """One to three held kinds, beside ordinary ones and a few that are not."""
    kinds = _drawn(dice, TUNED, dice.randint(*TUNED_BESIDE_HELD))
    odd = dice.sample(list(HELD), dice.randint(*HELD_ODD))
    return agreeing(kinds | {name: dice.choice(HELD[name]) for name in odd})


def chosen(odd: Mapping[str, str]) -> dict[str, str]:
    """Ordinary kinds but for those given."""
    return agreeing({name: odd.get(name, kinds[0]) for name, kinds in TUNED.items()})


def odd_kinds(kinds: Mapping[str, str]) -> dict[str, str]:
    return {name: kind for name, kind in kinds.items() if kind != TUNED[name][0]}


def agreeing(kinds: Mapping[str, str]) -> dict[str, str]:
    """The kinds without what cannot stand together: an open link, a dateline before a drop cap, notes after a code."""
    agreed = dict(kinds)
    if agreed["inline"] == "unclosed_link" and (agreed["form"] in forms.ENDLESS or agreed["form"] in HELD["form"]):
        agreed["inline"] = "link"
    if agreed["inline"].startswith("drop_cap") or agreed["box"] == "lead_strong":
        agreed["dateline"] = "none"
    if agreed["content"] in held_texts.LAST_OF_ALL:
        agreed["last"] = "none"
    if agreed["box"] == boxes.BY_SCRIPT:
        agreed |= IN_A_SCRIPT
    return agreed


def _drawn(dice: Random, dimensions: Mapping[str, tuple[str, ...]], count: int) -> dict[str, str]:
    several = [name for name, kinds in dimensions.items() if len(kinds) > 1]
    odd = dice.sample(several, count)
    return {name: dice.choice(rest) if name in odd else first for name, (first, *rest) in dimensions.items()}
