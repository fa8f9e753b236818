"""From a query to what decides it: the words that must be there, and a judge over the words that are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from .queries import All, Any, Near, Query, Without, Word

Places = Mapping[int, list[tuple[int, int]]]
Judge = Callable[[set[int], Places], bool]
Group = frozenset[int]


def needed(query: Query, numbers: Mapping[Word, int], frequencies: Mapping[int, float]) -> list[Group]:
    """Groups of words of which each must show at least one where the query is true."""
    match query:
        case Word():
            return [frozenset({numbers[query]})]
        case Near(one, other, _distance):
            return [frozenset(numbers[word] for word in side) for side in (one, other)]
        case All(parts):
            return [group for part in parts for group in needed(part, numbers, frequencies)]
        case Any(parts):
            sides = [needed(part, numbers, frequencies) for part in parts]
            return [frozenset().union(*(rarest(side, frequencies) for side in sides))] if all(sides) else []
    return []


def rarest(groups: list[Group], frequencies: Mapping[int, float]) -> Group:
    return min(groups, key=lambda group: sum(frequencies[word] for word in group))


def judge_of(query: Query, numbers: Mapping[Word, int]) -> Judge:
    match query:
        case Word():
            number = numbers[query]
            return lambda words, _places: number in words
        case Without(part):
            denied = judge_of(part, numbers)
            return lambda words, places: not denied(words, places)
        case Near(one, other, distance):
            return _judge_near([numbers[word] for word in one], [numbers[word] for word in other], distance)
        case Any(parts):
            judges = [judge_of(part, numbers) for part in parts]
            return lambda words, places: any(judge(words, places) for judge in judges)
        case All(parts):
            return _judge_all(parts, numbers)


def _judge_all(parts: Sequence[Query], numbers: Mapping[Word, int]) -> Judge:
    """Sets of words are compared first, what needs more thought only where they allow it."""
    choices = [found for part in parts if (found := _choice(part, numbers))]
    denied = [_choice(part.part, numbers) for part in parts if isinstance(part, Without)]
    forbidden = frozenset().union(*denied)
    rest = [judge_of(part, numbers) for part in parts if not _is_set_of_words(part)]

    def judge(words: set[int], places: Places) -> bool:
        if not forbidden.isdisjoint(words):
            return False
        for choice in choices:
            if choice.isdisjoint(words):
                return False
        return all(further(words, places) for further in rest)

    return judge


def _choice(query: Query, numbers: Mapping[Word, int]) -> Group:
    """The words of which one is enough; empty for a query that is more than that."""
    parts = query.parts if isinstance(query, Any) else (query,)
    words = [part for part in parts if isinstance(part, Word)]
    return frozenset(numbers[word] for word in words) if len(words) == len(parts) else frozenset()


def _is_set_of_words(query: Query) -> bool:
    parts = query.part if isinstance(query, Without) else query
    return all(isinstance(part, Word) for part in (parts.parts if isinstance(parts, Any) else (parts,)))


def _judge_near(one: list[int], other: list[int], distance: int) -> Judge:
    def judge(_words: set[int], places: Places) -> bool:
        firsts = [place for number in one for place in places.get(number, ())]
        seconds = [place for number in other for place in places.get(number, ())]
        return _are_near(firsts, seconds, distance)

    return judge


def _are_near(firsts: list[tuple[int, int]], seconds: list[tuple[int, int]], distance: int) -> bool:
    return _follow(firsts, seconds, distance) or _follow(seconds, firsts, distance)


def _follow(ones: list[tuple[int, int]], others: list[tuple[int, int]], distance: int) -> bool:
    """Whether one of the others begins at most so many characters behind the end of one of the ones."""
    starts = sorted(start for start, _end in others)
    nexts = ((end, bisect_left(starts, end)) for _start, end in ones)
    return any(place < len(starts) and starts[place] - end <= distance for end, place in nexts)
