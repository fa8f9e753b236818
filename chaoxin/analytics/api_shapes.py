"""What the REST door answers."""

from __future__ import annotations

from typing import Any

from chaoxin.accounts.actor import Actor

from . import showing
from .ads import AdLine
from .figures import Figure
from .metrics import Metric
from .models import AccountReading, AdDay, PostReading, Review, ReviewAction
from .overview import Overview
from .presenting import plain
from .progress import Progress
from .rows import Row
from .sheets import Part


def metric(entry: Metric) -> dict[str, Any]:
    return {
        "key": entry.key,
        "name": str(entry.name),
        "unit": str(entry.unit),
        "meaning": str(entry.meaning),
        "adds": entry.adds,
    }


def reading(entry: PostReading | AccountReading) -> dict[str, Any]:
    """`at` is the moment for which the value holds, `day` its day."""
    return {
        "metric": entry.metric,
        "kind": entry.kind,
        "value": plain(entry.value),
        "at": entry.at,
        "day": entry.day,
        "whole_day": entry.whole_day,
        "read_at": entry.read_at,
        "source": entry.source,
    }


def ad_line(line: AdLine) -> dict[str, Any]:
    return {
        "level": line.level,
        "subject_id": line.subject_id,
        "name": line.name,
        "delivery_id": str(line.delivery.pk) if line.delivery else None,
        "first": line.first,
        "last": line.last,
        "values": {key: plain(value) for key, value in sorted(line.values.items())},
    }


def ad_day(entry: AdDay) -> dict[str, Any]:
    return {
        "level": entry.level,
        "subject_id": entry.subject_id,
        "name": entry.subject,
        "metric": entry.metric,
        "day": entry.day,
        "value": plain(entry.value),
        "read_at": entry.read_at,
        "source": entry.source,
    }


def figure(found: Figure, *, actor: Actor) -> dict[str, Any]:
    """`rows_url` is the page that lists the rows."""
    chosen = ",".join(str(pk) for pk in found.channel_ids)
    return {
        "key": found.definition.key,
        "name": str(found.definition.name),
        "unit": str(found.definition.unit),
        "formula": str(found.definition.formula),
        "first": found.window.first,
        "last": found.window.last,
        "value": plain(found.value),
        "previous": plain(found.previous),
        "covered_until": found.covered_until,
        "silent_channels": [str(pk) for pk in found.silent],
        "parts": [_part(entry.part, plain(entry.value), found) for entry in found.parts],
        "rows_url": showing.rows_url(found.definition.key, actor=actor, window=found.window, channel=chosen),
    }


def row(entry: Row) -> dict[str, Any]:
    """`counts` is what the row adds to its part; `since` is set where it covers several days."""
    return {
        "metric": entry.metric,
        "how": entry.part.how,
        "day": entry.day,
        "channel_id": str(entry.channel_id),
        "delivery_id": str(entry.delivery_id) if entry.delivery_id else None,
        "title": entry.title,
        "counts": plain(entry.counts),
        "value": plain(entry.value),
        "at": entry.at,
        "since": entry.since,
        "read_at": entry.read_at,
        "source": entry.source,
    }


def overview(found: Overview, *, actor: Actor) -> dict[str, Any]:
    return {
        "first": found.window.first,
        "last": found.window.last,
        "zone": found.window.zone,
        "figures": [figure(entry, actor=actor) for entry in found.figures],
        "channels": [
            {
                "id": str(line.channel.pk),
                "name": line.channel.name,
                "platform": line.channel.platform,
                "account_read_at": line.plan.account_read_at if line.plan else None,
                "figures": {entry.definition.key: plain(entry.value) for entry in line.figures},
            }
            for line in found.channels
        ],
        "top_posts": [
            {
                "delivery_id": str(post.delivery.pk),
                "title": post.delivery.title,
                "channel_id": str(post.delivery.channel_id),
                "reads": plain(post.reads),
                "interactions": plain(post.interactions),
            }
            for post in found.top_posts
        ],
    }


def progress(found: Progress, *, actor: Actor) -> dict[str, Any]:
    return {
        "target_id": str(found.target.pk),
        "kpi": found.kpi.key,
        "name": str(found.kpi.name),
        "unit": str(found.kpi.unit),
        "baseline": plain(found.target.baseline),
        "target": plain(found.target.target),
        "current": plain(found.current),
        "expected": plain(found.expected),
        "forecast": plain(found.forecast),
        "share": plain(found.share),
        "status": found.status.value,
        "figure": figure(found.figure, actor=actor),
    }


def review_line(entry: Review) -> dict[str, Any]:
    return {
        "id": str(entry.pk),
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
        "author": entry.author.user.name if entry.author else None,
        "number": entry.number,
        "counted_at": entry.counted_at,
        "finished_at": entry.finished_at,
    }


def review(entry: Review) -> dict[str, Any]:
    """`numbers` is in the form that `snapshots` describes."""
    actions = entry.actions.select_related("owner__user", "carried_from")
    return {
        **review_line(entry),
        "numbers": entry.figures,
        "notes": entry.notes,
        "decisions": entry.decisions,
        "actions": [action(found) for found in actions],
    }


def action(entry: ReviewAction) -> dict[str, Any]:
    return {
        "id": str(entry.pk),
        "text": entry.text,
        "owner": str(entry.owner_id) if entry.owner_id else None,
        "due_on": entry.due_on,
        "done_at": entry.done_at,
        "carried_from": str(entry.carried_from_id) if entry.carried_from_id else None,
    }


def _part(part: Part, value: int | float | None, found: Figure) -> dict[str, Any]:
    definition = found.definition
    role = "over" if part == definition.over else "instead" if part == definition.instead else "part"
    return {
        "grain": part.grain,
        "metric": part.metric,
        "how": part.how,
        "sign": part.sign,
        "role": role,
        "value": value,
    }
