"""The `warta` command: a table of subcommands, each imported when it is called, and errors as one line."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version as metadata_version
from typing import Annotated, Any, TypeVar

import typer

from broker.port import BrokerError
from catalogue.toml_file import CatalogueError
from commands.completion import words_to_complete
from commands.entry import EXIT_STOPPED
from commands.showing import PIPE_WIDTH, output_console
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
    "migrate": "commands.migrate:migrate",
    "rekey": "commands.rekey:rekey",
    "takedown": "commands.takedown:takedown",
    "disk": "commands.disk:disk",
    "doctor": "commands.doctor:doctor",
    "pause": "commands.pause:pause",
    "resume": "commands.pause:resume",
    "backup": "commands.backup:backup",
    "restore": "commands.backup:restore",
    "clean": "commands.clean:clean",
    "enrich": "commands.enrich:enrich",
    "trace": "commands.trace:trace",
    "search": "commands.search:search",
    "lag": "commands.lag:lag",
    "settings": "commands.settings:settings",
    "outlets": "commands.sources_list:list_",
    "completion": "commands.completion:completion",
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
            "probe": "commands.sources_probe:probe",
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
            "stories": "commands.bench_stories:stories",
            "soak": "commands.bench_soak:soak",
            "all": "commands.benching:all_",
        },
    ),
}


def app_for(arguments: Sequence[str], *, names_alone: bool = False) -> typer.Typer:
    """The command that is called, alone; all of them where none is named, as for help. `names_alone`: imported is only
    what is called, so that a shell gets its list at once.

    Raises UsageError if the command is not part of this installation.
    """
    is_seen = sys.stdout.isatty() and sys.stderr.isatty()
    app = typer.Typer(
        name="warta",
        help="An always-on streaming pipeline for Indonesian-language news about a topic.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        # In a pipe nothing is boxed or wrapped.
        rich_markup_mode="rich" if is_seen else None,
        context_settings={"help_option_names": ["-h", "--help"]} | ({} if is_seen else {"terminal_width": PIPE_WIDTH}),
    )
    app.callback()(_root)
    called = _called(COMMANDS, arguments[:1])
    for name, target in called.items():
        if isinstance(target, str):
            app.command(name)(_named if names_alone and len(called) > 1 else _function(target))
            continue
        group = typer.Typer(help=target.help, no_args_is_help=True)
        group.callback()(lambda: None)
        subs = _called(target.commands, arguments[1:2])
        for sub, function in subs.items():
            group.command(sub)(_named if names_alone and len(subs) > 1 else _function(function))
        app.add_typer(group, name=name)
    return app


def _show_version(asked: bool) -> None:
    if asked:
        print(f"warta {metadata_version('warta')}")  # noqa: T201
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
]


def _root(version: Version = False) -> None:
    """With it, an app of one command asks for the command's name."""


def _named() -> None:
    # A command of which only the name is asked; a docstring would be shown as its help.
    return None


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


class InterruptedByUser(BaseException):
    """Ctrl-C where no command waits for it. Not KeyboardInterrupt, for which libraries have words of their own."""


def _interrupt(number: int, frame: object) -> None:
    raise InterruptedByUser


def main() -> None:
    """Exit codes: see docs/commands.md."""
    # A library's complaint about a broker it cannot reach is not the one line that says what to do; but what it logs
    # gives the log's client the cause, so it is not silenced at its source.
    logging.getLogger("kafka").addHandler(logging.NullHandler())
    logging.getLogger("kafka").propagate = False
    try:
        completed = words_to_complete(os.environ)
        app = app_for(sys.argv[1:]) if completed is None else app_for(completed, names_alone=True)
        signal.signal(signal.SIGINT, _interrupt)
        app()
    except InterruptedByUser:
        _end("stopped", EXIT_STOPPED)
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
    output_console(stderr=True).print(f"[bold red]warta:[/] {message}", highlight=False, soft_wrap=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
