"""The `warta` command: a table of subcommands, each imported when it is called, and errors as one line."""

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

import typer
from rich.console import Console

from broker.port import BrokerError
from catalogue.toml_file import CatalogueError
from pipeline.errors import EXIT_FAILED, EXIT_USAGE, CommandError, UsageError
from runtime.state import StoreUnavailableError
from stores.errors import DatabaseRefusedError, DatabaseTooNewError

T = TypeVar("T")


@dataclass(frozen=True)
class Group:
    """Subcommands by name, each as `module:function`."""

    help: str
    commands: Mapping[str, str]


COMMANDS: Mapping[str, str | Group] = {
    "run": "commands.run:run",
    "worker": "commands.run:worker",
    "serve": "commands.serve:serve",
    "status": "commands.status:status",
    "demo": "commands.demo:demo",
    "map": "commands.map_:map_",
    "import": "commands.import_:import_",
    "backfill": "commands.backfill:backfill",
    "replay": "commands.replay:replay",
    "rekey": "commands.rekey:rekey",
    "takedown": "commands.takedown:takedown",
    "clean": "commands.clean:clean",
    "enrich": "commands.enrich:enrich",
    "trace": "commands.trace:trace",
    "search": "commands.search:search",
    "lag": "commands.lag:lag",
    "settings": "commands.settings:settings",
    "letters": Group(
        "Dead letters: list, show, replay, discard; release a breaker.",
        {
            "list": "commands.letters:list_",
            "show": "commands.letters_show:show",
            "replay": "commands.letters:replay",
            "discard": "commands.letters:discard",
            "release": "commands.letters:release",
            "quarantine": "commands.letters:quarantine",
        },
    ),
    "archive": Group(
        "The archive of fetched pages: check, rebuild its index.",
        {"check": "commands.archive:check", "rebuild": "commands.archive:rebuild"},
    ),
    "topics": Group("Topics: list, apply.", {"list": "commands.topics:list_", "apply": "commands.topics:apply"}),
    "sources": Group(
        "Outlets: list, check, promote, probe a site, read a list from a file, history of polls and checks.",
        {
            "list": "commands.sources_list:list_",
            "check": "commands.sources:check",
            "promote": "commands.sources_promote:promote",
            "probe": "commands.sources:probe",
            "read": "commands.sources_read:read",
            "history": "commands.sources:history",
        },
    ),
    "watches": Group(
        "Watches: list, show, check, write a new one, test on texts, apply to what is kept.",
        {
            "list": "commands.watches:list_",
            "show": "commands.watches:show",
            "check": "commands.watches:check",
            "new": "commands.watches_new:new",
            "test": "commands.watches_try:try_",
            "apply": "commands.watches_apply:apply",
        },
    ),
    "rules": Group(
        "Rules of the cleaner: list with their files, check those of config/cleaning.",
        {"list": "commands.rules:list_", "check": "commands.rules:check"},
    ),
    "stories": Group("Articles joined to stories.", {"cluster": "commands.stories:cluster"}),
    "schemas": Group("Records as JSON Schema.", {"export": "commands.schemas_:export"}),
    "bench": Group(
        "Measure what is promised, on this machine.",
        {
            "overhead": "commands.benching:overhead",
            "latency": "commands.benching:latency",
            "lanes": "commands.benching:lanes",
            "idle": "commands.benching:idle",
            "kills": "commands.benching:kills",
            "search": "commands.benching:search",
            "clean": "commands.benching:clean",
            "memory": "commands.benching:memory",
            "archive": "commands.bench_archive:archive",
            "state": "commands.bench_state:state",
            "watches": "commands.bench_watches:watches",
            "crawl": "commands.bench_fetch:crawl",
            "crawlers": "commands.bench_crawlers:crawlers",
            "polling": "commands.bench_crawl:polling",
            "frontier": "commands.bench_crawl:frontier",
            "pass-through": "commands.bench_kafka:pass_through",
            "calls": "commands.bench_kafka:calls",
            "cleaners": "commands.bench_kafka:cleaners",
            "recovery": "commands.bench_kafka:recovery",
            "worker-memory": "commands.bench_kafka:worker_memory",
            "kafka": "commands.bench_kafka:kafka",
            "score": "commands.bench_score:score",
            "layers": "commands.bench_layers:layers",
            "all": "commands.benching:all_",
        },
    ),
}


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The command that is called, alone; all of them where none is named, as for help.

    Raises UsageError if the command is not part of this installation.
    """
    app = typer.Typer(
        name="warta",
        help="An always-on streaming pipeline for Indonesian-language news about a topic.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    # Without it, an app of one command would not ask for the command's name.
    app.callback()(lambda: None)
    for name, target in _called(COMMANDS, arguments[:1]).items():
        if isinstance(target, str):
            app.command(name)(_function(target))
            continue
        group = typer.Typer(help=target.help, no_args_is_help=True)
        group.callback()(lambda: None)
        for sub, function in _called(target.commands, arguments[1:2]).items():
            group.command(sub)(_function(function))
        app.add_typer(group, name=name)
    return app


def _called(commands: Mapping[str, T], word: Sequence[str]) -> Mapping[str, T]:
    return {word[0]: commands[word[0]]} if word and word[0] in commands else commands


def _function(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    try:
        function: Callable[..., Any] = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        if error.name != "bench":
            raise
        raise UsageError("`warta bench` is part of the sources, not of this installation") from error
    return function


def main() -> None:
    """Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 the demo's result differs."""
    # A library's complaint about a broker it cannot reach is not the one line that says what to do; but what it logs
    # gives the log's client the cause, so it is not silenced at its source.
    logging.getLogger("kafka").addHandler(logging.NullHandler())
    logging.getLogger("kafka").propagate = False
    try:
        app_for(sys.argv[1:])()
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
