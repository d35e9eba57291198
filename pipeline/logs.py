"""Structured logs to standard error: coloured lines on a terminal, JSON anywhere else."""

import contextlib
import logging
import sys
from pathlib import Path
from typing import TextIO, cast

import structlog

from pipeline.repeats import OnceAMinute
from pipeline.settings import output_file
from runtime.process.log_file import follow

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class UnfailingStderr:
    """Standard error that swallows a full disk: the work must not stop with its log. It follows `file`'s name."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            if self._file is not None:
                follow(self._file)
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            sys.stderr.flush()


class LibraryLines(logging.Handler):
    """A library's line among ours, without its stack: the text names the fault, and its place is not ours to mend."""

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        structlog.get_logger().log(record.levelno, "library_warned", library=record.name, message=message)


def configure_logging(level: str, *, process: str) -> None:
    """Every line carries the process it comes from."""
    is_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            # Bound to no context: a library's thread has one of its own.
            lambda _, __, event: {**event, "process": process},
            OnceAMinute(),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, UnfailingStderr(output_file()))),
    )
    # Libraries log through the standard module; only what they warn of is ours to see.
    logging.basicConfig(level=logging.WARNING, handlers=[LibraryLines()])
