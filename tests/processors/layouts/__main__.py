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
from tests.processors.layouts.generator import generate, generate_held, generate_with
from tests.processors.layouts.kinds import HELD, TUNED
from tests.processors.layouts.laid_out import LaidOut
from tests.processors.layouts.report import difference, report, report_alone
from tests.processors.layouts.scoring import Row, score

PROCESSES = 2
CHUNK = 25
HELD_FAMILY = "held"


def main() -> None:
    options = _options()
    only = (HELD_FAMILY,) if options.held and not options.alone else tuple(options.only)
    seeds = range(options.seed, options.seed + options.pages)
    if options.show is not None:
        sys.stdout.write(difference(_page(options.show, only), load_rules()))
    elif options.alone:
        sys.stdout.write(report_alone(_score_alone(options.seed, options.pages, only, held=options.held)))
    elif options.report:
        sys.stdout.write(report(_scored([(seed, only) for seed in seeds]), worst=options.worst))
    elif options.folder is not None:
        write_folder([_page(seed, only) for seed in seeds], options.folder)
    else:
        sys.exit("a FOLDER to write to, --report, --alone or --show SEED is needed")


def _score_alone(seed: int, pages: int, only: Sequence[str], *, held: bool) -> dict[str, list[Row]]:
    """Rows of every kind by itself, beside those of `only`; about `pages` in all."""
    kinds = HELD if held else {name: odd for name, (_, *odd) in TUNED.items()}
    every = [f"{dimension}={kind}" for dimension, names in kinds.items() for kind in names]
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
    """The page of a seed: a held one, one of kinds that are given as DIMENSION=KIND, or any."""
    if HELD_FAMILY in only:
        return generate_held(seed)
    return generate_with(seed, dict(pair.split("=", 1) for pair in only)) if only else generate(seed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.processors.layouts", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where to write NAME.html, NAME.gold.json and urls.tsv")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first; the pages have one seed each, counting up")
    parser.add_argument("--held", action="store_true", help="pages with the kinds that are held back")
    parser.add_argument("--report", action="store_true", help="clean the pages and say how well, by kind")
    parser.add_argument("--alone", action="store_true", help="the same for each kind on pages that are ordinary else")
    parser.add_argument("--only", nargs="+", default=(), metavar="DIMENSION=KIND", help="pages ordinary but for these")
    parser.add_argument("--worst", type=int, default=20, help="how many of the worst pages to name")
    parser.add_argument("--show", type=int, metavar="SEED", help="what one page lost and what it was given beside")
    return parser.parse_args()


if __name__ == "__main__":
    main()
