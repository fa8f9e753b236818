"""Judging again what a workspace holds, since its rules have changed or somebody asks for it; done by a worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor, the_house
from chaoxin.accounts.models import Workspace
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

from . import causes
from .causes import cause
from .models import Rejudging, Verdict
from .reading import packs
from .subjects import Standing

ENDED_KEPT = timedelta(days=30)
FARTHEST_BACK = timedelta(days=3 * 366)
# Of how many files one rejudging is at most; more make another.
MOST_MEDIA = 100
State = Rejudging.State
# What people want to see of many: asked for by somebody, under way, not carried through, or with a change.
NOTABLE = Q(asked_by__isnull=False) | ~Q(state=State.DONE) | Q(worse__gt=0) | Q(better__gt=0)
# What changed rules concern at once; what is out already, only on demand.
AT_ONCE = (Standing.SCHEDULED, Standing.DRAFT)


def begin(standings: Iterable[Standing], *, by: Actor, days: int = 0, reason: str = "") -> Rejudging:
    """Has contents of these standings judged again; of what is out, with `days`, only what went out in so many days.
    One that waits and covers the same is answered in place of another. Raises Invalid for none, or too far back."""
    by.require("compliance.change")
    wanted = [str(standing) for standing in Standing if standing in set(standings)]
    if not wanted:
        raise Invalid(_("请至少选一类内容。"), field="standings")
    if not 0 <= days <= FARTHEST_BACK.days:
        raise Invalid(_("天数请填 0 到 %d，0 表示不限。") % FARTHEST_BACK.days, field="days")
    since = clock.now() - timedelta(days=days) if days else None
    said = reason.strip()[:200]
    return _begin(by, wanted, since=since, reason=said, why={} if said else cause("by_hand"))


def rules_changed(workspace: Workspace, *, why: Mapping[str, Any], by: Actor | None = None) -> Rejudging:
    """The rules of a workspace have changed, by a cause of `causes`: what is scheduled and what is being written is
    judged again, soon. Call it in the transaction that changes them; twice is once, as long as it has not begun."""
    made = _begin(by or the_house(workspace), [str(entry) for entry in AT_ONCE], since=None, why=why)
    Rejudging.objects.filter(pk=made.pk).update(house_versions=_house_versions())
    return made


def media_known(workspace: Workspace, key: str, name: str) -> Rejudging:
    """More is known of a file that contents send out: what of them has been judged is judged again, soon. `key` is that
    of its MediaFacts, `name` what people call it. What one licence changes on many files is one rejudging, as long as
    it has not begun."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        waiting = _waiting(workspace).exclude(media=[]).select_for_update().order_by("-created_at").first()
        if waiting is not None and (key in waiting.media or len(waiting.media) < MOST_MEDIA):
            waiting.media = [*dict.fromkeys([*waiting.media, key])]
            if len(waiting.media) > 1:
                waiting.cause = cause("files_known", count=len(waiting.media))
                waiting.reason = causes.told(waiting.cause)
            waiting.save(update_fields=["media", "cause", "reason"])
            return waiting
        why = cause("file_known", name=name[:80])
        return _create(the_house(workspace), [str(entry) for entry in AT_ONCE], why=why, media=[key])


def watch_house() -> int:
    """Has every workspace that holds verdicts judged again where the house's packs are others than when that was done
    last, as after an update of the program; answers how many."""
    versions = _house_versions()
    known = dict(_latest_by_house().values_list("workspace_id", "house_versions"))
    behind = [
        workspace
        for workspace in Workspace.objects.filter(Exists(Verdict.objects.filter(workspace=OuterRef("pk"))))
        if known.get(workspace.pk) != versions
    ]
    changed = [
        workspace for workspace in behind if workspace.pk in known or _is_outdated(workspace, versions)
    ]
    for workspace in changed:
        rules_changed(workspace, why=cause("house_changed"))
    for workspace in set(behind) - set(changed):
        _note_current(workspace, versions)
    return len(changed)


def cancel(rejudging: Rejudging, *, by: Actor) -> Rejudging:
    """Stops it; what was judged stays judged. Harmless on one that has ended."""
    by.require("compliance.change")
    with transaction.atomic():
        stopped = Rejudging.objects.filter(pk=rejudging.pk, state=State.UNDER_WAY).update(
            state=State.CANCELLED, ended_at=clock.now(), leased_until=clock.now()
        )
        if stopped:
            auditing.record("rejudging.cancel", by=by, subject=rejudging, detail={"reason": rejudging.reason})
    rejudging.refresh_from_db()
    return rejudging


def sweep() -> int:
    """Forgets what ended long ago; answers how many rows went."""
    # The last one by the house's packs tells which packs that was done by.
    kept = list(_latest_by_house().values_list("pk", flat=True))
    old = Rejudging.objects.filter(ended_at__lt=clock.now() - ENDED_KEPT).exclude(pk__in=kept)
    deleted, _each = old.delete()
    return deleted


def _latest_by_house() -> QuerySet[Rejudging]:
    """Of each workspace the last rejudging whose reason were changed rules."""
    found = Rejudging.objects.exclude(house_versions={})
    return found.order_by("workspace_id", "-created_at", "-id").distinct("workspace_id")


def _is_outdated(workspace: Workspace, versions: dict[str, int]) -> bool:
    """Whether something was judged by other packs of the house than these."""
    verdicts = Verdict.objects.filter(workspace=workspace)
    return verdicts.exclude(rule_versions__contains=versions).exists()


def _note_current(workspace: Workspace, versions: dict[str, int]) -> None:
    """A new workspace has nothing to judge again; that is kept, so that the next change is seen."""
    why = cause("up_to_date")
    Rejudging.objects.create(
        workspace=workspace,
        reason=causes.told(why),
        cause=why,
        house_versions=versions,
        state=State.DONE,
        total=0,
        ended_at=clock.now(),
    )


def _house_versions() -> dict[str, int]:
    return {pack.key: pack.version for pack in packs()}


def _begin(
    by: Actor, standings: list[str], *, since: datetime | None, why: Mapping[str, Any], reason: str = ""
) -> Rejudging:
    with transaction.atomic():
        # Asking for the same at once is asking once.
        Workspace.objects.select_for_update().get(pk=by.workspace.pk)
        same = _waiting(by.workspace).filter(standings=standings, since__isnull=since is None, media=[])
        return same.first() or _create(by, standings, since=since, why=why, reason=reason)


def _waiting(workspace: Workspace) -> QuerySet[Rejudging]:
    return Rejudging.objects.filter(workspace=workspace, state=State.UNDER_WAY, tries=0)


def _create(
    by: Actor,
    standings: list[str],
    *,
    why: Mapping[str, Any],
    reason: str = "",
    since: datetime | None = None,
    media: Iterable[str] = (),
) -> Rejudging:
    reason = (reason or causes.told(why))[:200]
    made = Rejudging.objects.create(
        workspace=by.workspace,
        asked_by=by.membership,
        standings=standings,
        since=since,
        reason=reason,
        cause=why,
        media=list(media),
    )
    auditing.record("rejudging.begin", by=by, subject=made, detail={"standings": standings, "reason": reason})
    return made
