"""The `warta` command: a table of subcommands, each imported when it is called, and errors as one line."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any, TypeVar

import typer

from broker.port import BrokerError
from catalogue.toml_file import CatalogueError
from commands.calls import COMMANDS
from commands.completion import words_to_complete
from commands.entry import EXIT_STOPPED
from commands.showing import PIPE_WIDTH, output_console
from pipeline.errors import EXIT_FAILED, EXIT_USAGE, CommandError, UsageError
from runtime.state import StoreUnavailableError
from stores.errors import DatabaseRefusedError, DatabaseTooNewError

T = TypeVar("T")


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
        # Loaded for this alone: it brings the library of e-mail along.
        from importlib.metadata import version as metadata_version

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
        # `entry` held the collector back; now it looks at what is made from here on.
        gc.freeze()
        gc.enable()
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
