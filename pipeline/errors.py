"""Errors of the command line: each is one line for a person, and an exit code."""

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_DIFFERS = 3


class CommandError(Exception):
    """A command failed; the text names the next step."""

    exit_code = EXIT_FAILED


class AlreadyRunningError(CommandError):
    """Another supervisor holds the data folder."""


class PortTakenError(CommandError):
    """The page's port is in use."""


class UsageError(CommandError):
    """An argument or a setting cannot be used."""

    exit_code = EXIT_USAGE
