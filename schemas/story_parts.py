"""A story without some of its articles: nothing that only they say stays in it."""

from collections.abc import Collection

from schemas.story import Story, StoryClaim, StoryFigure


def without(story: Story, articles: Collection[str]) -> Story:
    """The story as it is if none of them is named in it. Timeline and outlets name the first article of each."""
    if not any(each in articles for each in named_in(story)):
        return story
    members = tuple(each for each in story.members if each.article not in articles)
    central = story.central not in articles
    headline = story.headline if central else (members[0].title if members else "")
    changed = {
        "members": members,
        "articles": tuple(each for each in story.articles if each not in articles),
        "why": "" if any(each in articles for each in story.articles) else story.why,
        "size": max(0, story.size - len(story.members) + len(members)),
        "headline": headline,
        "central": story.central if central else (members[0].article if members else ""),
        "outlets": tuple(each for each in story.outlets if each.article not in articles),
        "timeline": tuple(each for each in story.timeline if each.article not in articles),
        "entities": story.entities if members else (),
        "quotes": tuple(
            each.model_copy(update={"carriers": left})
            for each in story.quotes
            if (left := tuple(one for one in each.carriers if one not in articles))
        ),
        "figures": tuple(row for each in story.figures if (row := _row_without(each, articles)).claims),
    }
    return story.model_copy(update=changed)


def named_in(story: Story) -> Collection[str]:
    """The articles that the story says anything of."""
    named = {each.article for part in (story.members, story.outlets, story.timeline) for each in part}
    named |= {each for quote in story.quotes for each in quote.carriers}
    named |= {each for row in story.figures for claim in row.claims for each in claim.carriers}
    return named | set(story.articles)


def _row_without(row: StoryFigure, articles: Collection[str]) -> StoryFigure:
    claims: tuple[StoryClaim, ...] = tuple(
        each.model_copy(update={"carriers": left})
        for each in row.claims
        if (left := tuple(one for one in each.carriers if one not in articles))
    )
    disputed = row.disputed and len({each.value for each in claims}) > 1
    return row.model_copy(update={"claims": claims, "disputed": disputed})
