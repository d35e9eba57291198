"""Generated pages as a folder, or how the cleaner does on them: `python -m tests.processors.layouts --help`."""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

from processors.clean.rules import Rules, load_rules
from tests.processors.layouts.folder import write_folder
from tests.processors.layouts.generator import DIMENSIONS, generate, generate_with
from tests.processors.layouts.laid_out import LaidOut
from tests.processors.layouts.report import difference, report, report_alone
from tests.processors.layouts.scoring import Row, score

PROCESSES = 2
CHUNK = 25


def main() -> None:
    options = _options()
    seeds = range(options.seed, options.seed + options.pages)
    if options.show is not None:
        sys.stdout.write(difference(_page(options.show, options.only), load_rules()))
    elif options.alone:
        sys.stdout.write(report_alone(score_alone(options.seed, options.pages, options.only)))
    elif options.report:
        sys.stdout.write(report(score_all(seeds, options.only), worst=options.worst))
    elif options.folder is not None:
        write_folder([_page(seed, options.only) for seed in seeds], options.folder)
    else:
        sys.exit("a FOLDER to write to, --report, --alone or --show SEED is needed")


def score_all(seeds: Sequence[int], only: Sequence[str]) -> list[Row]:
    return _scored([(seed, only) for seed in seeds])


def score_alone(seed: int, pages: int, only: Sequence[str]) -> dict[str, list[Row]]:
    """Rows of every kind by itself, beside those of `only`; about `pages` in all."""
    every = [f"{dimension}={kind}" for dimension, kinds in DIMENSIONS.items() for kind in kinds[1:]]
    each = max(pages // len(every), 1)
    rows = iter(_scored([(seed + n, (*only, kind)) for kind in every for n in range(each)]))
    return {kind: list(islice(rows, each)) for kind in every}


def _scored(pages: Sequence[tuple[int, Sequence[str]]]) -> list[Row]:
    """A row a page, in two processes."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        return list(pool.map(partial(_score_one, rules=load_rules()), pages, chunksize=CHUNK))


def _score_one(page: tuple[int, Sequence[str]], *, rules: Rules) -> Row:
    return score(_page(*page), rules)


def _page(seed: int, only: Sequence[str]) -> LaidOut:
    odd = dict(pair.split("=", 1) for pair in only)
    return generate_with(seed, **odd) if odd else generate(seed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.processors.layouts", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where to write NAME.html, NAME.gold.json and urls.tsv")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first; the pages have one seed each, counting up")
    parser.add_argument("--report", action="store_true", help="clean the pages and say how well, by kind")
    parser.add_argument("--alone", action="store_true", help="the same for each kind on pages that are ordinary else")
    parser.add_argument("--only", nargs="+", default=(), metavar="DIMENSION=KIND", help="pages ordinary but for these")
    parser.add_argument("--worst", type=int, default=20, help="how many of the worst pages to name")
    parser.add_argument("--show", type=int, metavar="SEED", help="what one page lost and what it was given beside")
    return parser.parse_args()


if __name__ == "__main__":
    main()
