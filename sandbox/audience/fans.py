"""The people around an account: a few who are always there, and a long tail seen once or twice."""

import math
from dataclasses import dataclass
from functools import cache
from random import Random

from sandbox.audience.draws import DrawSource, pick
from sandbox.audience.nicknames import nicknames
from sandbox.audience.person import Person
from sandbox.audience.temperament import temperament_of

ROSTER_SIZE = 7919  # prime, so that every stride below visits each person once
SPAMMER_COUNT = 150
SPAM_HABITS = {"trade": 1}
WRITER_FLATNESS = 15.0  # the smaller, the more of all comments and messages the first fans write
TAPPER_FLATNESS = 1500.0  # likes, shares and follows come from nearly everybody
HOUSE_CIRCLE_SHARE = 0.3  # the part of acts that comes from people who follow every account


@dataclass(frozen=True, slots=True)
class Ranking:
    """An order of the roster, from the most devoted person to the least."""

    roster: tuple[Person, ...]
    first: int
    stride: int

    def draw(self, stream: Random, *, flatness: float) -> Person:
        # Zipf-Mandelbrot by inversion: the chance of a rank falls as 1 / (rank + flatness).
        reach = math.exp(stream.random() * math.log1p(len(self.roster) / flatness))
        rank = int(flatness * (reach - 1.0))
        return self.roster[(self.first + rank * self.stride) % len(self.roster)]


@dataclass(frozen=True, slots=True)
class Circle:
    """Those who meet an account: its own following and the following of the platform's house."""

    own: Ranking
    house: Ranking
    spammers: tuple[Person, ...]

    @classmethod
    def around(cls, account_key: str, *, platform: str, seed: int) -> "Circle":
        """The circle of the account; an empty key stands for no account in particular."""
        return cls(
            own=_ranking(account_key, platform, seed),
            house=_ranking("", platform, seed),
            spammers=spammers_of(platform),
        )

    def writer(self, stream: Random) -> Person:
        """Somebody who writes; the same few return often."""
        return self._draw(stream, flatness=WRITER_FLATNESS)

    def tapper(self, stream: Random) -> Person:
        """Somebody who likes, shares, collects or follows."""
        return self._draw(stream, flatness=TAPPER_FLATNESS)

    def spammer(self, stream: Random) -> Person:
        """Somebody who writes nothing but advertisements."""
        return pick(stream, self.spammers)

    def _draw(self, stream: Random, *, flatness: float) -> Person:
        ranking = self.house if stream.random() < HOUSE_CIRCLE_SHARE else self.own
        return ranking.draw(stream, flatness=flatness)


@cache
def roster_of(platform: str) -> tuple[Person, ...]:
    """Everybody on the platform who may act, apart from advertisers."""
    names = nicknames(
        count=ROSTER_SIZE, habits=temperament_of(platform).nicknames, stream=Random(f"{platform} people")
    )
    return tuple(Person.called(name, platform=platform) for name in names)


@cache
def spammers_of(platform: str) -> tuple[Person, ...]:
    """Those on the platform who write nothing but advertisements."""
    names = nicknames(count=SPAMMER_COUNT, habits=SPAM_HABITS, stream=Random(f"{platform} spammers"))
    return tuple(Person.called(name, platform=platform) for name in names)


@cache
def _ranking(account_key: str, platform: str, seed: int) -> Ranking:
    order = DrawSource(seed, "circle", platform, account_key).at(0)
    roster = roster_of(platform)
    return Ranking(
        roster=roster,
        first=int(order.uniform(0) * len(roster)),
        stride=1 + int(order.uniform(1) * (len(roster) - 1)),
    )
