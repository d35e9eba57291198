"""Reads a setting that is a list or a table from one environment variable: words separated by commas."""

from pydantic import BeforeValidator


def split(value: object) -> object:
    """`a,b` is a list, `a=1,b=2` a table; anything but text is left to pydantic."""
    if not isinstance(value, str):
        return value
    words = [word.strip() for word in value.split(",") if word.strip()]
    if words and all("=" in word for word in words):
        return {name.strip(): count.strip() for name, _, count in (word.partition("=") for word in words)}
    return words


def split_table(value: object) -> object:
    """As `split`, and nothing at all is an empty table. Raises ValueError if it is no table."""
    found = split(value)
    if isinstance(found, list) and found:
        raise ValueError(f"{value!r} is no STEP=NUMBER, such as clean=4,enrich=2")
    return found or {}


Words = BeforeValidator(split)
Table = BeforeValidator(split_table)
