"""Structured logs to standard error: coloured lines on a terminal, JSON anywhere else."""

import contextlib
import logging
import sys
from typing import TextIO, cast

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class UnfailingStderr:
    """Standard error that swallows a full disk: the work must not stop with its log."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            sys.stderr.flush()


class OneLine(logging.Formatter):
    """A library's line without its stack: the text names the fault, and its place is not ours to mend."""

    def formatException(self, ei: object) -> str:  # the name is the standard library's
        return ""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(super().format(record).split())


def configure_logging(level: str, *, process: str) -> None:
    """Every line carries the process it comes from."""
    is_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, UnfailingStderr())),
    )
    structlog.contextvars.bind_contextvars(process=process)
    # Libraries log through the standard module; only what they warn of is ours to see.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
