"""What became of every thread: which turn was answered when, and which threads still wait today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .answers import Answer, answer_to, tone_of
from .editorial_plan import SEED
from .threads import Said, Thread

HOUR = timedelta(hours=1)
LATEST_ANSWER = timedelta(minutes=4)
URGENT = ("complaint", "consultation", "price")


@dataclass(frozen=True)
class Waiting:
    """How many threads wait today whose last turn began so many hours ago; `urgent` takes only those that matter."""

    since_hours: float
    until_hours: float
    most: int
    urgent: bool


# Fresh ones, ones of this day, ones that are nearly due (24 hours), ones that are overdue.
WAITING = (
    Waiting(0.0, 4.0, 11, urgent=False),
    Waiting(4.0, 19.5, 13, urgent=False),
    Waiting(20.2, 23.7, 4, urgent=False),
    Waiting(24.3, 36.0, 3, urgent=True),
)


@dataclass(frozen=True)
class Stretch:
    """A time of waiting: the turns that came in it, and the answer that ended it; None where it still lasts."""

    turns: tuple[tuple[Said, ...], ...]
    answer: Answer | None

    @property
    def started_at(self) -> datetime:
        return self.turns[0][0].at


def outcomes_of(threads: Sequence[Thread], *, now: datetime) -> list[tuple[Thread, list[Stretch]]]:
    """Each thread with its stretches of waiting, oldest first."""
    waiting = {id(thread) for thread in _still_waiting(threads, now=now)}
    return [(thread, _stretches(thread, now=now, waits=id(thread) in waiting)) for thread in threads]


def _still_waiting(threads: Sequence[Thread], *, now: datetime) -> list[Thread]:
    found: list[Thread] = []
    for wish in WAITING:
        fitting = [thread for thread in threads if _fits(thread, wish, now=now)]
        found += sorted(fitting, key=lambda thread: thread.last_said, reverse=True)[: wish.most]
    return found


def _fits(thread: Thread, wish: Waiting, *, now: datetime) -> bool:
    began = now - thread.turns[-1][0].at
    tone = tone_of(thread.turns[-1])
    fits = tone in URGENT if wish.urgent else tone != "spam"
    return fits and wish.since_hours * HOUR <= began < wish.until_hours * HOUR


def _stretches(thread: Thread, *, now: datetime, waits: bool) -> list[Stretch]:
    random = Random(f"{SEED}|{thread.account}|{thread.key}")  # noqa: S311
    latest = now - LATEST_ANSWER
    stretches: list[Stretch] = []
    held: list[tuple[Said, ...]] = []
    for number, turn in enumerate(thread.turns):
        held.append(turn)
        answer = answer_to(turn, random=random)
        is_last = number + 1 == len(thread.turns)
        if is_last and (waits or turn[-1].at > latest):
            stretches.append(Stretch(tuple(held), None))
            break
        following = latest if is_last else thread.turns[number + 1][0].at
        if is_last and answer.at > latest:
            spread = (latest - turn[-1].at) * random.uniform(0.3, 1.0)
            answer = Answer((turn[-1].at + spread).replace(microsecond=0), answer.by, answer.text)
        if is_last or answer.at < following:
            stretches.append(Stretch(tuple(held), answer))
            held = []
    return stretches
