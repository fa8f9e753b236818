"""When people act: the fading of a post and the clock of Asia/Shanghai."""

import math
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from sandbox.audience.temperament import Decay, temperament_of

MINUTE = 60.0
HOUR = 3600.0
DAY = 86_400.0
POST_LIFE = 7 * DAY
SHANGHAI_OFFSET = 8 * HOUR  # China has kept UTC+8 without daylight saving since 1991.

SLOT = 10 * MINUTE
SLOTS_PER_WEEK = 1008
EPOCH_WEEKDAY_OFFSET = 3 * DAY  # 1 January 1970 was a Thursday; weeks here begin on Monday.

# (until which age, bucket width): fine while a post is fresh, so that a live curve climbs smoothly.
BUCKET_WIDTHS = ((HOUR, MINUTE), (DAY, 10 * MINUTE), (POST_LIFE, HOUR))


class Bucket(NamedTuple):
    """A stretch of a post's age, in seconds, and the share of all reads that falls into it."""

    number: int
    start: float
    width: float
    share: float


@cache
def post_buckets(platform: str) -> tuple[Bucket, ...]:
    """All buckets of a post's life in order; their shares sum to 1."""
    decay = temperament_of(platform).decay
    widths = [width for begin, end, width in _stretches() for _ in range(round((end - begin) / width))]
    starts = [0.0, *accumulate(widths)][:-1]
    return tuple(
        Bucket(number, start, width, _read_share(decay, start + width) - _read_share(decay, start))
        for number, (start, width) in enumerate(zip(starts, widths, strict=True))
    )


def clock_factor(platform: str, at: float) -> float:
    """How busy the moment is, from hour and weekday in Shanghai; the mean over a week is 1."""
    slot = int((at + SHANGHAI_OFFSET + EPOCH_WEEKDAY_OFFSET) // SLOT) % SLOTS_PER_WEEK
    return _week(platform)[slot]


def _stretches() -> list[tuple[float, float, float]]:
    begins = [0.0, *(end for end, _ in BUCKET_WIDTHS)]
    return [(begin, end, width) for begin, (end, width) in zip(begins, BUCKET_WIDTHS, strict=False)]


def _read_share(decay: Decay, age: float) -> float:
    """The share of a post's reads that has come by `age`, were all hours alike."""
    fast = _fast_part(decay, age) / _fast_part(decay, POST_LIFE)
    tail = _tail_part(decay, age) / _tail_part(decay, POST_LIFE)
    return decay.fast_share * fast + (1.0 - decay.fast_share) * tail


def _fast_part(decay: Decay, age: float) -> float:
    return 1.0 - math.exp(-age / decay.fast_scale)


def _tail_part(decay: Decay, age: float) -> float:
    return 1.0 - math.pow(1.0 + age / decay.tail_scale, -decay.tail_exponent)


@cache
def _week(platform: str) -> tuple[float, ...]:
    temperament = temperament_of(platform)
    slots_per_hour, slots_per_day = round(HOUR / SLOT), round(DAY / SLOT)
    weights = []
    for slot in range(SLOTS_PER_WEEK):
        weekday, slot_of_day = divmod(slot, slots_per_day)
        hour, part = divmod(slot_of_day, slots_per_hour)
        toward_next = part / slots_per_hour
        here, following = temperament.hours[hour], temperament.hours[(hour + 1) % 24]
        weights.append(temperament.weekdays[weekday] * (here + (following - here) * toward_next))
    mean = sum(weights) / SLOTS_PER_WEEK
    return tuple(weight / mean for weight in weights)
