"""What is planned on a channel, held against what its platform lets it publish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chaoxin.channels import quotas
from chaoxin.channels.models import Channel
from chaoxin.channels.platform_words import told
from chaoxin.connectors import registry
from chaoxin.core import clock

from . import foreseeing
from .models import Delivery
from .states import State

MOST_WINDOWS = 7
AHEAD = [State.SCHEDULED, State.HELD, State.HANDED_OVER, State.SENDING]


@dataclass(frozen=True)
class Window:
    """One window of a quota in which posts are planned; `used` is what has gone out in it already. `advised` windows
    are no limit of the platform's, only as many posts a day as do an account good."""

    name: str
    per: str
    begins: datetime
    ends: datetime
    calls: int
    planned: int
    used: int
    advised: bool = False

    @property
    def percent(self) -> int:
        return min(100, round(100 * (self.planned + self.used) / max(self.calls, 1)))

    @property
    def is_over(self) -> bool:
        return self.planned + self.used > self.calls


def windows_of(channel: Channel) -> list[Window]:
    """The windows of the quotas that published posts use, in which something is planned; the next first."""
    ahead = list(
        Delivery.objects.filter(channel=channel, state__in=AHEAD).values_list("due_at", "content__options")
    )
    names = registry.manifest(channel.platform).meters
    gauges = {
        (gauge.meter, gauge.resets_at - gauge.window): gauge
        for gauge in quotas.gauges_of([channel])[channel.pk]
    }
    found: list[Window] = []
    for quota in quotas.quotas_of(channel):
        due = [max(at, clock.now()) for at, options in ahead if foreseeing.uses(quota, options or {})]
        planned = Counter(quotas.window_start(quota, at) for at in due)
        for start, number in sorted(planned.items())[:MOST_WINDOWS]:
            gauge = gauges.get((quota.meter, start))
            found.append(
                Window(
                    name=told(names.get(quota.meter, quota.meter)),
                    per=quotas.words_for(quota.window),
                    begins=start,
                    ends=start + quota.window,
                    calls=quota.calls,
                    planned=number,
                    used=gauge.used if gauge and gauge.window == quota.window else 0,
                )
            )
    found += _advised(channel, [at for at, _options in ahead])
    return sorted(found, key=lambda window: (window.begins, window.ends))


def _advised(channel: Channel, due: Iterable[datetime]) -> Iterator[Window]:
    """The days in which posts are planned, held against the number that is advised; the next first."""
    advised = registry.manifest(channel.platform).advised_posts_per_day
    if advised is None:
        return
    planned = Counter(max(at, clock.now()).astimezone(quotas.PLATFORM_ZONE).date() for at in due)
    for day, number in sorted(planned.items())[:MOST_WINDOWS]:
        begins, ends = clock.day_bounds(day, str(quotas.PLATFORM_ZONE))
        gone = Delivery.objects.filter(channel=channel, published_at__gte=begins, published_at__lt=ends)
        yield Window(
            name=_("一天发几条"),
            per=_("建议"),
            begins=begins,
            ends=ends,
            calls=advised.value,
            planned=number,
            used=gone.count(),
            advised=True,
        )


def count_ahead(channel: Channel) -> int:
    """How many posts are planned on the channel and have not gone out."""
    return Delivery.objects.filter(channel=channel, state__in=AHEAD).count()
