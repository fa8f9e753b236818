"""`chaoxin doctor`: says in sentences what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError
from django.utils import translation

from . import checkups
from .checkups import Finding

Checkup = Callable[[], Iterable[Finding]]

WITHOUT_DATABASE: tuple[Checkup, ...] = (
    checkups.disk,
    checkups.storage,
    checkups.bucket,
    checkups.language_models,
    checkups.front_end,
    checkups.sandbox,
)
WITH_DATABASE: tuple[Checkup, ...] = (
    checkups.migrations,
    checkups.clock_drift,
    checkups.workers,
    checkups.facts,
    checkups.grants,
    checkups.callbacks,
)


def report(*, language: str = "zh-hans") -> int:
    """Prints every finding; exit code 1 if one of them is bad."""
    with translation.override(language):
        findings = list(examine())
        for finding in findings:
            print(f"{'✓' if finding.sound else '✗'} {finding.sentence}")
    return 0 if all(finding.sound for finding in findings) else 1


def examine() -> Iterator[Finding]:
    """All findings; those that need the database only while it answers."""
    yield from _first_aid()
    for checkup in WITHOUT_DATABASE:
        yield from checkup()


def _first_aid() -> Iterator[Finding]:
    found = list(checkups.database())
    yield from found
    if not all(finding.sound for finding in found):
        return
    for checkup in WITH_DATABASE:
        try:
            yield from checkup()
        except DatabaseError as error:
            yield checkups.unanswered(checkup.__name__, error)
