"""The section of the layers in `docs/scores.md`."""

from bench.score.layer_figures import LayersScore, LayerTable
from bench.score.markdown import aligned, share

INTRO = """\
Written by `warta bench layers`, which `make score` runs. **f1** is that of the scorer beside the gold. **acc** is the
share of pairs that are right. **no listed names**: known people, bodies, events and places that are no country,
province, regency or city are left out, so that rules alone find them. The other columns are thirds by topic. The rules
were written with these articles in view."""
SEEDS = """\
Gold in another form. **its names left out**: each is read without the known people, bodies, events and places that it
names. That gold has no lengths of time and no ages among its figures: those of these groups are left out."""


def layers_section(score: LayersScore) -> str:
    parts = [f"## What articles say: {score.articles.articles} annotated articles\n", INTRO + "\n"]
    parts.append(_table(score.articles))
    if score.seeds is not None:
        parts += [f"\n## What articles say: {score.seeds.articles} seeds\n", SEEDS + "\n", _table(score.seeds)]
    if (cost := score.cost) is not None:
        parts.append(
            f"\nThe layers take {cost.ratio:.2f} of the processor time of cleaning: {cost.layers_ms:.1f} ms beside "
            f"{cost.cleaning_ms:.1f} ms, mean of {cost.pages} saved pages,\nthe best of {cost.rounds} rounds each. A "
            f"process with the cleaner and all knowledge holds {cost.memory_mb:.0f} MB at the end."
        )
    return "\n".join([*parts, ""])


def _table(table: LayerTable) -> str:
    return aligned(("figure", *table.columns), [(row.name, *map(share, row.values)) for row in table.rows])
