"""Structured logs to standard error: coloured lines on a terminal, JSON anywhere else."""

import contextlib
import logging
import sys
from typing import TextIO, cast

import structlog

from pipeline.repeats import AS_ONE, OnceAMinute

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


class ToStructlog(logging.Handler):
    """A library's lines in the shape of ours, with its name as `logger`.

    The client of the cluster tells its stack with every line, and its place is not ours to mend.
    """

    def emit(self, record: logging.LogRecord) -> None:
        text = " ".join(record.getMessage().split())
        stack = None if record.name.partition(".")[0] == AS_ONE else record.exc_info
        try:
            structlog.get_logger().log(record.levelno, text, logger=record.name, exc_info=stack)
        except Exception:
            self.handleError(record)


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
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, UnfailingStderr())),
    )
    # Libraries log through the standard module; only what they warn of is ours to see.
    logging.basicConfig(level=logging.WARNING, handlers=[ToStructlog()])
