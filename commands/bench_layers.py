"""`warta bench layers`: what the layers read, beside annotated articles, and what they cost."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import cleaning_time
from bench.score import layers as bench
from bench.score import run
from bench.score.layer_figures import LayersScore
from bench.score.layers_page import layers_section
from bench.score.seeds import score_seeds
from catalogue.knowledge import load_knowledge
from commands.enrich import row
from commands.options import settings_with
from pipeline.topology import KNOWLEDGE
from pipeline.wiring.clean import make as make_cleaner

console = Console(stderr=True)
# Of the folder of shared data: articles with gold, their scorer, and the same of the seeds.
ARTICLES, SCORER = Path("data/extraction"), Path("tools/score_extraction.py")
SEEDS, SEEDS_SCORER = Path("data/seeds/gold"), Path("tools/score_annotations.py")
PAGES = Path("data/pages")


def layers(
    shared: Annotated[Path, typer.Argument(help="Folder with data/extraction and tools/score_extraction.py.")],
    doc: Annotated[Path | None, typer.Option("--doc", help="Add a section to this page of scores.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each page is cleaned and read for its time.")] = 5,
) -> None:
    """Figures of the layers beside gold, their time beside cleaning, and memory; the last line is JSON."""
    settings = settings_with()
    known = load_knowledge(settings.config_dir / KNOWLEDGE)
    gold, scorer = bench.load_gold(shared / ARTICLES), bench.load_scorer(shared / SCORER)
    cost = None
    if (shared / PAGES).is_dir():
        # Before anything else, so that the memory is that of a worker.
        pages = cleaning_time.pages_of(shared / PAGES, 1000)
        cost = bench.cost(make_cleaner(settings), known, pages, rounds=rounds)
    seeds = None
    if (shared / SEEDS).is_dir():
        seeds = score_seeds(bench.load_scorer(shared / SEEDS_SCORER), bench.load_gold(shared / SEEDS), known)
    result = LayersScore(articles=bench.score_articles(scorer, gold, known, row), seeds=seeds, cost=cost)
    console.print(layers_section(result), markup=False, highlight=False, soft_wrap=True)
    if doc is not None:
        run.add_layers(result, doc)
    print(result.model_dump_json())  # noqa: T201
