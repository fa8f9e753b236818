"""The example company of the demonstration."""

from __future__ import annotations


def seed() -> None:
    """Writes the example company, unless it is there; safe to repeat."""
    from . import people

    people.seed()
