"""Two clocks. World time is what the audience, reviews, windows and statistics live in; it can be accelerated and
moved. Service time is what tokens, codes and call quotas live in; it runs at the real pace unless a jump asks to move
it too."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from sandbox.store import Store

PLATFORM_ZONE = timezone(
    timedelta(hours=8), "CST"
)  # all emulated platforms count days in China Standard Time
DAY = 86_400.0
HIGHEST_FACTOR = 86_400.0


class Clock:
    """Times are epoch seconds. Restarting resumes where the clock stopped; the time off counts at the real pace."""

    def __init__(self, store: Store, *, real_time: Callable[[], float] = time.time) -> None:
        self.store = store
        self.real_time = real_time
        real = real_time()
        kept = store.recall("clock")
        if kept is None:
            kept = {"world": real, "real": real, "factor": 1.0, "seen": real, "service_offset": 0.0}
        stopped_at = max(kept["seen"], kept["real"])
        world_when_stopped = kept["world"] + (stopped_at - kept["real"]) * kept["factor"]
        self.factor = float(kept["factor"])
        self.service_offset = float(kept["service_offset"])
        self.anchor_real = real
        self.anchor_world = world_when_stopped + max(0.0, real - stopped_at)
        self.keep()

    def now(self) -> float:
        """World time."""
        return self.anchor_world + (self.real_time() - self.anchor_real) * self.factor

    def service_now(self) -> float:
        return self.real_time() + self.service_offset

    def accelerate(self, factor: float) -> None:
        """From now on let world time run `factor` times as fast as real time; 0 holds it still."""
        if not 0 <= factor <= HIGHEST_FACTOR:
            raise ValueError(f"factor must lie between 0 and {HIGHEST_FACTOR:g}")
        self.anchor_world = self.now()
        self.anchor_real = self.real_time()
        self.factor = factor
        self.keep()

    def jump(self, seconds: float, *, services: bool = False) -> None:
        """Move world time forward; with `services` the life of tokens and the quota windows move along."""
        if seconds < 0:
            raise ValueError("time only moves forward")
        self.anchor_world += seconds
        if services:
            self.service_offset += seconds
        self.keep()

    def keep(self) -> None:
        self.store.remember(
            "clock",
            {
                "world": self.anchor_world,
                "real": self.anchor_real,
                "factor": self.factor,
                "seen": self.real_time(),
                "service_offset": self.service_offset,
            },
        )


def day_of(at: float) -> str:
    """The platform's calendar day, YYYY-MM-DD."""
    return datetime.fromtimestamp(at, PLATFORM_ZONE).strftime("%Y-%m-%d")


def start_of_day(day: str) -> float:
    return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=PLATFORM_ZONE).timestamp()


def local_time(at: float) -> datetime:
    return datetime.fromtimestamp(at, PLATFORM_ZONE)


def iso(at: float | None) -> str | None:
    """ISO 8601 in UTC, None stays None."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat()


def parse_time(value: str | float | int) -> float:
    """Epoch seconds from epoch seconds or an ISO 8601 text; a text without zone is China Standard Time."""
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(value)
    except ValueError:
        parsed = datetime.fromisoformat(value)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=PLATFORM_ZONE)).timestamp()
