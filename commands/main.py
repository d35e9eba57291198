"""The `warta` command: every subcommand in one place, and errors as one line with an exit code."""

import logging
import sys

import typer
from rich.console import Console

from broker.port import BrokerError
from commands import (
    archiving,
    backfill,
    bench_archive,
    bench_crawl,
    bench_fetch,
    bench_kafka,
    bench_score,
    benching,
    cleaning,
    demo,
    importing,
    letters,
    looking,
    run,
    sources,
    topics,
)
from ingest.toml_file import CatalogueError
from pipeline.errors import EXIT_FAILED, EXIT_USAGE, CommandError
from runtime.state import StoreUnavailableError
from stores.database import DatabaseRefusedError, DatabaseTooNewError

app = typer.Typer(
    name="warta",
    help="An always-on streaming pipeline for Indonesian-language news about a topic.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("worker")(run.worker)
app.command("demo")(demo.demo)
app.command("map")(looking.map_)
app.command("import")(importing.import_)
app.command("backfill")(backfill.backfill)
app.command("replay")(archiving.replay)
app.command("clean")(cleaning.clean)
app.command("trace")(looking.trace)
app.command("search")(looking.search)
app.command("lag")(looking.lag)
app.command("settings")(looking.settings)

of_letters = typer.Typer(help="Dead letters: list, show, replay, discard; release a breaker.", no_args_is_help=True)
of_letters.command("list")(letters.list_)
of_letters.command("show")(letters.show)
of_letters.command("replay")(letters.replay)
of_letters.command("discard")(letters.discard)
of_letters.command("release")(letters.release)
of_letters.command("quarantine")(letters.quarantine)
app.add_typer(of_letters, name="letters")

of_archive = typer.Typer(help="The archive of fetched pages: check, rebuild its index.", no_args_is_help=True)
of_archive.callback()(archiving.of_archive)
of_archive.command("check")(archiving.check)
of_archive.command("rebuild")(archiving.rebuild)
app.add_typer(of_archive, name="archive")

of_topics = typer.Typer(help="Topics: list, apply.", no_args_is_help=True)
of_topics.command("list")(topics.list_)
of_topics.command("apply")(topics.apply)
app.add_typer(of_topics, name="topics")

of_sources = typer.Typer(help="Outlets: list, check, probe a site, history of polls and checks.", no_args_is_help=True)
of_sources.command("list")(sources.list_)
of_sources.command("check")(sources.check)
of_sources.command("probe")(sources.probe)
of_sources.command("history")(sources.history)
app.add_typer(of_sources, name="sources")

of_schemas = typer.Typer(help="Records as JSON Schema.", no_args_is_help=True)
of_schemas.command("export")(looking.export)
app.add_typer(of_schemas, name="schemas")

of_bench = typer.Typer(help="Measure what is promised, on this machine.", no_args_is_help=True)
of_bench.command("overhead")(benching.overhead)
of_bench.command("latency")(benching.latency)
of_bench.command("idle")(benching.idle)
of_bench.command("kills")(benching.kills)
of_bench.command("search")(benching.search)
of_bench.command("clean")(benching.clean)
of_bench.command("memory")(benching.memory)
of_bench.command("archive")(bench_archive.archive)
of_bench.command("crawl")(bench_fetch.crawl)
of_bench.command("polling")(bench_crawl.polling)
of_bench.command("frontier")(bench_crawl.frontier)
of_bench.command("pass-through")(bench_kafka.pass_through)
of_bench.command("cleaners")(bench_kafka.cleaners)
of_bench.command("recovery")(bench_kafka.recovery)
of_bench.command("worker-memory")(bench_kafka.worker_memory)
of_bench.command("kafka")(bench_kafka.kafka)
of_bench.command("score")(bench_score.score)
of_bench.command("all")(benching.all_)
app.add_typer(of_bench, name="bench")


def main() -> None:
    """Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 the demo's result differs."""
    # A library's complaint about a broker it cannot reach is not the one line that says what to do; but what it logs
    # tells the log's client why, so it is not silenced at its source.
    logging.getLogger("kafka").addHandler(logging.NullHandler())
    logging.getLogger("kafka").propagate = False
    try:
        app()
    except CatalogueError as error:
        _end(str(error), EXIT_USAGE)
    except CommandError as error:
        _end(str(error), error.exit_code)
    except (BrokerError, StoreUnavailableError, DatabaseRefusedError, DatabaseTooNewError) as error:
        _end(f"{type(error).__name__.removesuffix('Error')}: {error}", EXIT_FAILED)
    except OSError as error:
        # A folder that is none or may not be written, a full disk: where and why is all there is to say.
        _end(f"{error.filename or 'the system refuses'}: {error.strerror or error}", EXIT_FAILED)


def _end(message: str, code: int) -> None:
    Console(stderr=True).print(f"[bold red]warta:[/] {message}", highlight=False, soft_wrap=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
