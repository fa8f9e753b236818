"""A problem of a post in one line."""

from __future__ import annotations

from chaoxin.connectors.values import Problem


def stop(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    """Something that the platform's form would not take."""
    return Problem("stop", field, code, sentence, limit, actual)


def warn(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    """Something that is unwise."""
    return Problem("warn", field, code, sentence, limit, actual)
