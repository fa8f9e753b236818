"""A weighted choice."""

from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Choice = TypeVar("Choice", bound=str)


class Mixture(Generic[Choice]):
    """Choices with their weights, which need not sum to 1."""

    def __init__(self, weights: Mapping[Choice, float]) -> None:
        self.total = sum(weights.values())
        self._choices = tuple(weights)
        self._bounds = tuple(accumulate(weights.values()))

    def draw(self, stream: Random) -> Choice:
        wanted = stream.random() * self.total
        for choice, bound in zip(self._choices, self._bounds, strict=True):
            if wanted < bound:
                return choice
        return self._choices[-1]
