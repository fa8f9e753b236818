"""How the targets of an objective stand, on its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import charts, progress, showing
from chaoxin.analytics.progress import Progress
from chaoxin.channels.access import channels_of
from chaoxin.goals.access import objective_for

TONES = {"on_track": "good", "reached": "good", "off_track": "bad", "missed": "bad"}


@workspace_door("goal.read")
def of_objective(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    objective = objective_for(request.actor, pk)
    objective.workspace = request.actor.workspace
    targets = list(objective.targets.all())
    for target in targets:
        target.objective = objective
    names = showing.names_of(list(channels_of(request.actor)))
    shown = [_shown(found, request.actor, names) for found in progress.progress_of_all(targets)]
    return render(request, "analytics/parts/goal_progress.html", {"objective": objective, "shown": shown})


def _shown(found: Progress, actor: Actor, names: dict[object, str]) -> dict[str, Any]:
    return {
        "progress": found,
        "card": showing.card(found.figure, actor=actor, names=names),
        "bar": max(0, min(100, int(found.share))) if found.share is not None else 0,
        "tone": TONES.get(found.status, ""),
        "id": f"progress-{found.target.pk}",
        "chart": charts.progress_line(found) if found.current is not None else None,
        "rows_url": _rows_url(found, actor, names),
    }


def _rows_url(found: Progress, actor: Actor, names: dict[object, str]) -> str:
    """The rows of the target's figure; "" where some of its channels are not the actor's to see."""
    ids = found.figure.channel_ids
    if not set(ids) <= set(names):
        return ""
    chosen = ",".join(str(pk) for pk in ids) if found.target.channel_ids else ""
    return showing.rows_url(found.figure.definition.key, actor=actor, window=found.window, channel=chosen)
