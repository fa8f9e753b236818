"""Random numbers that depend on their address alone, never on what was drawn before."""

import hashlib
import math
import struct
from collections.abc import Sequence
from random import Random
from statistics import NormalDist
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")

DRAWS_PER_ADDRESS = 8
EXACT_POISSON_BELOW = 40.0

_FRACTION = 2.0**-53
_STANDARD_NORMAL = NormalDist()
_WORDS = struct.Struct(f">{DRAWS_PER_ADDRESS}Q")


class Draws(NamedTuple):
    """The eight 64-bit words found at one address."""

    words: tuple[int, ...]

    def uniform(self, place: int) -> float:
        """A number in [0, 1)."""
        return (self.words[place] >> 11) * _FRACTION

    def stream(self, place: int) -> Random:
        """A generator for as many further numbers as are wanted."""
        return Random(self.words[place])


class DrawSource:
    """The numbers of one named thing, addressed by a whole number (a bucket of time, say)."""

    def __init__(self, *names: str | int) -> None:
        written = "\x1f".join(str(name) for name in names)
        self._named = hashlib.blake2b(written.encode(), digest_size=_WORDS.size)

    def at(self, address: int) -> Draws:
        digest = self._named.copy()
        digest.update(address.to_bytes(8, "big", signed=True))
        return Draws(_WORDS.unpack(digest.digest()))


def poisson_count(mean: float, *, uniform: float) -> int:
    """The Poisson quantile at `uniform`: a larger mean never gives a smaller count beyond rounding."""
    if mean <= 0.0:
        return 0
    if mean >= EXACT_POISSON_BELOW:
        return _large_poisson_count(mean, uniform=uniform)
    count, probability = 0, math.exp(-mean)
    cumulative = probability
    while cumulative <= uniform and probability > 0.0:
        count += 1
        probability *= mean / count
        cumulative += probability
    return count


def lognormal(spread: float, *, uniform: float) -> float:
    """A positive factor with median 1; `spread` is the standard deviation of its logarithm."""
    return math.exp(spread * _normal(uniform))


def pick(stream: Random, items: Sequence[Item]) -> Item:
    """One of the items, each as likely as the others."""
    return items[int(stream.random() * len(items))]


def _large_poisson_count(mean: float, *, uniform: float) -> int:
    # Cornish-Fisher: the normal quantile with its first correction for skew.
    normal = _normal(uniform)
    return max(0, round(mean + math.sqrt(mean) * normal + (normal * normal - 1.0) / 6.0))


def _normal(uniform: float) -> float:
    return _STANDARD_NORMAL.inv_cdf(min(max(uniform, _FRACTION), 1.0 - _FRACTION))
