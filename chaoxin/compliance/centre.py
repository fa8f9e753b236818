"""The queue as people look through it: filters, counts, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of, sees_all_channels
from chaoxin.channels.platform_words import platform_name
from chaoxin.connectors import registry
from chaoxin.core import clock
from chaoxin.core.refusals import NotFound

from .house_words import rules_named, told
from .models import QueuedFinding
from .subjects import REPLIES, Standing
from .values import Severity

State = QueuedFinding.State
# The states behind each tab, in the order of the tabs.
TABS: Mapping[str, tuple[str, ...]] = {
    "open": (State.OPEN,),
    "asked": (State.ASKED,),
    "overridden": (State.OVERRIDDEN,),
    "false_alarm": (State.FALSE_ALARM,),
    "dismissed": (State.DISMISSED,),
    "gone": (State.GONE,),
    "all": tuple(State.values),
}


@dataclass(frozen=True)
class Filters:
    """What is looked for; what is empty does not matter. `standing` `reply` takes along those that were not sent.
    `since` and `until` are days of the workspace's time zone, both included, by which a finding was first seen."""

    state: str = "open"
    standing: str = ""
    severity: str = ""
    rule: str = ""
    platform: str = ""
    channel: str = ""
    author: str = ""
    since: str = ""
    until: str = ""
    q: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Filters:
        """The filters in the values of a request; what is no value of its kind counts as empty."""
        said = {field.name: str(told.get(field.name) or "").strip()[:200] for field in fields(cls)}
        said["state"] = said["state"] if said["state"] in TABS else "open"
        said["standing"] = said["standing"] if said["standing"] in Standing.values else ""
        said["severity"] = said["severity"] if said["severity"] in set(Severity) else ""
        for name in ("channel", "author"):
            said[name] = _id(said[name])
        for name in ("since", "until"):
            said[name] = said[name] if _day(said[name]) else ""
        return cls(**said)

    @property
    def narrows(self) -> bool:
        """Whether anything but the tab is chosen."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "state")


def findings_of(actor: Actor) -> QuerySet[QueuedFinding]:
    """The findings that the actor may see: of accounts that he may use, and of replies if he may read messages."""
    found = QueuedFinding.objects.filter(workspace=actor.workspace)
    if not sees_all_channels(actor):
        found = found.filter(Q(channel=None) | Q(channel__in=channels_of(actor)))
    return found if actor.may("inbox.read") else found.exclude(standing__in=REPLIES)


def chosen(actor: Actor, ids: list[str]) -> list[QueuedFinding]:
    """Those of the findings with these ids that the actor may see. Raises NotFound for none."""
    known = [key for key in map(_id, ids) if key]
    rows = list(findings_of(actor).filter(pk__in=known))
    if not rows:
        raise NotFound(_("没有选中的命中：可能刚被同事处理，或属于别的工作区。请刷新页面再选。"))
    return rows


def search(actor: Actor, filters: Filters) -> QuerySet[QueuedFinding]:
    """The findings that fit, the heaviest first and among them what was seen last."""
    found = _fitting(actor, filters).filter(state__in=TABS[filters.state])
    related = found.select_related("verdict", "channel", "author__user", "handled_by__user")
    return related.order_by("-weight", "-created_at", "-id")


def counts(actor: Actor, filters: Filters) -> dict[str, int]:
    """How many findings each tab has that fit the other filters."""
    by_state = dict(
        _fitting(actor, filters)
        .order_by()
        .values_list("state")
        .annotate(count=Count("id"))
        .values_list("state", "count")
    )
    return {tab: sum(by_state.get(state, 0) for state in states) for tab, states in TABS.items()}


def choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose from in the actor's queue: rules, platforms, authors, each with its name."""
    found = findings_of(actor).order_by()
    known = registry.manifests()
    rules = found.values_list("rule", "name").distinct()
    authors = found.exclude(author=None).values_list("author_id", "author__user__name").distinct()
    platforms = found.exclude(platform="").values_list("platform", flat=True).distinct()
    return {
        "rules": sorted(
            ((rule, told(name, rule)) for rule, name in dict(rules).items()), key=lambda entry: entry[1]
        ),
        "authors": sorted(((str(key), name) for key, name in authors), key=lambda entry: entry[1]),
        "platforms": [(key, platform_name(known[key]) if key in known else key) for key in sorted(platforms)],
    }


def _fitting(actor: Actor, filters: Filters) -> QuerySet[QueuedFinding]:
    found = findings_of(actor)
    exact = {
        "severity": filters.severity,
        "rule": filters.rule,
        "platform": filters.platform,
        "channel_id": filters.channel,
        "author_id": filters.author,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.standing:
        found = found.filter(
            standing__in=REPLIES if filters.standing == Standing.REPLY else [filters.standing]
        )
    zone = actor.workspace.timezone
    if since := _day(filters.since):
        found = found.filter(created_at__gte=clock.day_bounds(since, zone)[0])
    if until := _day(filters.until):
        found = found.filter(created_at__lt=clock.day_bounds(until, zone)[1])
    for word in filters.q.split()[:5]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(quoted__icontains=word)
            | Q(name__icontains=word)
            | Q(rule__in=rules_named(word))
            | Q(note__icontains=word)
        )
    return found


def _id(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None
