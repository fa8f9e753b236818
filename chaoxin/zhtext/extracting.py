"""What a text says of contacts, amounts, dates and rank, in every writing of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from operator import itemgetter

from . import addresses, amounts, contacts, dated, dates, lunar, numbers, superlatives
from .collecting import LONG, without_collecting
from .extracts import Extract
from .layers import Layers

__all__ = ["KINDS", "Extract", "extract"]

FAMILIES: tuple[tuple[frozenset[str], Callable[[Layers], Iterable[Extract]]], ...] = (
    (frozenset({"email", "link"}), addresses.find),
    (frozenset({"phone", "bank_card", "identity"}), numbers.find),
    (frozenset(messenger.kind for messenger in contacts.messengers()), contacts.find),
    (frozenset({"price", "percentage"}), amounts.find),
    (frozenset({"date"}), dates.find),
    (frozenset({"date"}), dated.find),
    (frozenset({"date"}), lunar.find),
    (frozenset({"superlative"}), superlatives.find),
)
KINDS = frozenset().union(*(kinds for kinds, _find in FAMILIES))
START, END, KIND = itemgetter(1), itemgetter(2), itemgetter(0)
# What lies inside one of these is a part of it and nothing of its own.
# Of two of one kind the longer one owns the shorter.
WHOLE = ("email", "link", "identity", "bank_card")


def extract(text: str, kinds: Collection[str] = KINDS) -> list[Extract]:
    """Everything of these kinds in the order of its place; `text[one.start:one.end]` is the exact span. A number may
    be two things, such as a phone number that is a messenger's account too. Takes time in proportion to the text,
    whatever it is."""
    wanted = frozenset(kinds)
    if len(text) < LONG:
        return _read(text, wanted)
    with without_collecting():
        return _read(text, wanted)


def _read(text: str, wanted: frozenset[str]) -> list[Extract]:
    layers = Layers(text)
    found = [one for offered, find in FAMILIES if offered & wanted for one in find(layers)]
    whole = _without_parts(found, len(text))
    if KINDS - wanted:
        whole = [one for one in whole if one.kind in wanted]
    return _in_order(whole)


def _in_order(found: list[Extract]) -> list[Extract]:
    """By start, end and kind, each once. Sorted by each of them where several begin together: one key of three would
    be a tuple for each of them."""
    if len(set(map(START, found))) == len(found):
        found.sort(key=START)
        return found
    found = list(dict.fromkeys(found))
    for key in (KIND, END, START):
        found.sort(key=key)
    return found


def _without_parts(found: list[Extract], length: int) -> list[Extract]:
    owners: dict[str, list[Extract]] = {kind: [] for kind in WHOLE}
    if owners.keys().isdisjoint(map(KIND, found)):
        return found
    others: list[Extract] = []
    for one in found:
        owners.get(one[0], others).append(one)
    taken = bytearray(length)
    left = []
    for some in owners.values():
        some.sort(key=_shortness)
        for one in some:
            start, end = one[1], one[2]
            if not (taken[start] and taken[end - 1]):
                taken[start:end] = b"\1" * (end - start)
                left.append(one)
    left += [one for one in others if not (taken[one[1]] and taken[one[2] - 1])]
    return left


def _shortness(one: Extract) -> int:
    return one[1] - one[2]
