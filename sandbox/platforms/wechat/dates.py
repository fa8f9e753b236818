"""Date ranges of the statistics calls: the platform's days, yesterday at the latest, as many at once as allowed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sandbox.calls import Call
from sandbox.clock import day_of, local_time
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of

EARLIEST = date(2014, 12, 1)
EARLIEST_OF_NEW_CALLS = date(2025, 11, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both included; `is_ready` tells whether the figures of the last are there."""

    first: str
    last: str
    is_ready: bool

    def days(self) -> list[str]:
        day, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        return [(day + timedelta(days=number)).isoformat() for number in range((last - day).days + 1)]


def span_of(call: Call, *, most_days: int, earliest: date = EARLIEST) -> Span:
    """The span that the call asks for. 61500 for a bad date, 61501 for a bad range, today or later."""
    body = body_of(call)
    first, last = parsed(body.get("begin_date")), parsed(body.get("end_date"))
    yesterday = date.fromisoformat(day_of(call.at)) - timedelta(days=1)
    if last < first or last > yesterday or first < earliest or (last - first).days + 1 > most_days:
        raise refusal(61501)
    hour = call.world.setting(call.the_account, "data_ready_hour")
    is_ready = last < yesterday or local_time(call.at).hour >= hour
    return Span(first.isoformat(), last.isoformat(), is_ready)


def ready_span_of(call: Call, *, most_days: int) -> Span:
    """As above, and 61503 while the figures of yesterday are not there yet."""
    span = span_of(call, most_days=most_days)
    if not span.is_ready:
        raise refusal(61503)
    return span


def parsed(value: object) -> date:
    try:
        if not isinstance(value, str) or len(value) != len("2026-01-01"):
            raise ValueError(value)
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError as error:
        raise refusal(61500) from error
