"""What a text says of contacts, amounts, dates and rank, in every writing of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from operator import itemgetter

from . import addresses, amounts, contacts, dates, numbers, superlatives
from .extracts import Extract
from .layers import Layers

__all__ = ["KINDS", "Extract", "extract"]

FAMILIES: tuple[tuple[frozenset[str], Callable[[Layers], Iterator[Extract]]], ...] = (
    (frozenset({"email", "link"}), addresses.find),
    (frozenset({"phone", "bank_card", "identity"}), numbers.find),
    (frozenset(messenger.kind for messenger in contacts.messengers()), contacts.find),
    (frozenset({"price", "percentage"}), amounts.find),
    (frozenset({"date"}), dates.find),
    (frozenset({"superlative"}), superlatives.find),
)
KINDS = frozenset().union(*(kinds for kinds, _find in FAMILIES))
PLACE = itemgetter(1, 2, 0)
# What lies inside one of these is a part of it and nothing of its own.
WHOLE = ("email", "link", "identity", "bank_card")


def extract(text: str, kinds: Collection[str] = KINDS) -> list[Extract]:
    """Everything of these kinds in the order of its place; `text[one.start:one.end]` is the exact span. A number may
    be two things, such as a phone number that is a messenger's account too. Takes time in proportion to the text,
    whatever it is."""
    layers = Layers(text)
    wanted = frozenset(kinds)
    found = [one for offered, find in FAMILIES if offered & wanted for one in find(layers)]
    whole = dict.fromkeys(one for one in _without_parts(found, len(text)) if one.kind in wanted)
    return sorted(whole, key=PLACE)


def _without_parts(found: list[Extract], length: int) -> Iterator[Extract]:
    owners = [one for one in found if one.kind in WHOLE]
    if not owners:
        yield from found
        return
    owners.sort(key=lambda one: (WHOLE.index(one.kind), one.start - one.end))
    taken = bytearray(length)
    for one in owners:
        if not (taken[one.start] and taken[one.end - 1]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one
    yield from (
        one for one in found if one.kind not in WHOLE and not (taken[one.start] and taken[one.end - 1])
    )
