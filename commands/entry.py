"""Where `warta` begins: light, so that Ctrl-C is answered in one line while the commands are still imported."""

import gc
import os
import signal

# As a shell tells that a process was ended by SIGINT.
EXIT_STOPPED = 130


def main() -> None:
    signal.signal(signal.SIGINT, _stopped)
    # What is imported stays: to look through it again and again for what may go took a fifth of a short command.
    gc.disable()
    # None is used; to look for some reads the metadata of every package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from commands.main import main as command

    command()


def _stopped(number: int, frame: object) -> None:
    """Nothing has begun that would have to be ended."""
    os.write(2, b"warta: stopped\n")
    os._exit(EXIT_STOPPED)


if __name__ == "__main__":
    main()
