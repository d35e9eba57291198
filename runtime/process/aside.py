"""A call that leaves nothing in the memory of this process: it is made in a fork that ends with it."""

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from typing import TypeVar, cast

from runtime.process.alone import is_alone

T = TypeVar("T")


class AsideError(Exception):
    """The call ended its process without a word, or raised what cannot be handed over."""


def aside(call: Callable[[], T]) -> T:
    """Returns what `call` returns, which can be pickled. Raises what it raises, without its traceback. A process that
    has more than one thread makes the call itself: a fork has one."""
    if not is_alone():
        return call()
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _call(call, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read()
    _, status = os.waitpid(pid, 0)
    if not said:
        raise AsideError(f"what was asked ended with {os.waitstatus_to_exitcode(status)}")
    answer = pickle.loads(said)
    if status:
        raise answer
    return cast(T, answer)


def _call(call: Callable[[], object], told: int) -> None:
    """In the fork."""
    code = 1
    try:
        os.write(told, pickle.dumps(call()))
        code = 0
    except BaseException as error:
        os.write(told, _handed(error))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _handed(error: BaseException) -> bytes:
    try:
        handed = pickle.dumps(error)
        pickle.loads(handed)
    except Exception:
        traceback.print_exception(error)
        return pickle.dumps(AsideError(f"{type(error).__name__}: {error}"))
    return handed
