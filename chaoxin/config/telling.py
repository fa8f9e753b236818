"""What the command line says before a language can be known: each line in Chinese and in English."""

from __future__ import annotations

import sys
from contextlib import suppress


class CannotStart(Exception):
    """A command could not begin or go on; both sentences say what happened and what to do."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english


def say(chinese: str, english: str) -> None:
    """Tells the operator something on standard output."""
    # A terminal that was closed must not keep anybody from stopping what he has started.
    with suppress(OSError):
        print(f"{chinese}\n  {english}", flush=True)


def complain(problem: CannotStart) -> None:
    """Tells the operator on standard error why a command could not be done."""
    print(f"{problem.chinese}\n  {problem.english}", file=sys.stderr, flush=True)
