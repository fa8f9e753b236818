"""How the crowd of a platform behaves. Each platform states its figures in its own folder; they are chosen, not
measured."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sandbox import platforms

HOURS = 3600.0


@dataclass(frozen=True, slots=True)
class Decay:
    """How interest in a post fades: a fast exponential part and a long power-law tail."""

    fast_share: float
    fast_scale: float  # seconds
    tail_scale: float  # seconds
    tail_exponent: float


@dataclass(frozen=True, slots=True)
class Temperament:
    """Rates of one platform.

    `reads_*` give the reads that an average post collects; the other figures of the first group are
    fractions of those reads. `*_a_day` figures are acts an account receives apart from its posts.
    `hours` and `weekdays` (Monday first) weigh the clock of Asia/Shanghai. `nicknames` weighs the habits of
    `nicknames.py` by which people call themselves.
    """

    reads_floor: float
    reads_per_follower: float
    likes: float
    shares: float
    collects: float
    comments: float
    follows: float
    messages: float
    follows_a_day: float
    follows_a_day_per_follower: float
    unfollows_a_day: float
    unfollows_a_day_per_follower: float
    messages_a_day: float
    messages_a_day_per_follower: float
    decay: Decay
    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    tails: Mapping[str, tuple[str, ...]]
    nicknames: Mapping[str, int]


@cache
def temperament_of(platform: str) -> Temperament:
    """The temperament that the platform's folder states in `crowd.py`; ValueError for a platform that the sandbox
    does not emulate."""
    known = sorted(folder.name for folder in pkgutil.iter_modules(platforms.__path__))
    if platform not in known:
        raise ValueError(
            f"The sandbox has no audience for platform {platform!r}; it knows {', '.join(known)}."
        )
    stated: Temperament = importlib.import_module(f"{platforms.__name__}.{platform}.crowd").TEMPERAMENT
    return stated
