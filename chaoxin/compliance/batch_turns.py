"""What a worker does with texts that somebody wants looked at, part by part, so that another can go on."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from chaoxin.core import clock, worker_identity

from . import judging
from .asking import Where, content_of
from .models import BatchCheck, BatchPart
from .values import WEIGHT, Opinion, Price, Severity

log = logging.getLogger("chaoxin.compliance")

LEASE = timedelta(seconds=60)
RETRY_AFTER = timedelta(seconds=15)
MOST_TRIES = 5
State = BatchCheck.State


class _LetGo(Exception):
    """It was cancelled, or another worker has it."""


def take_turn() -> int:
    """Carries out one batch that waits; 1 where there was one. A failure keeps it for another try."""
    check = _claim()
    if check is None:
        return 0
    try:
        if check.tries > MOST_TRIES:
            _ours(check).update(state=State.FAILED, ended_at=clock.now())
        else:
            _go_through(check)
    except _LetGo:
        log.info("batch check %s was let go", check.pk)
    except Exception:
        log.exception("batch check %s failed", check.pk)
        _ours(check).update(leased_until=clock.now() + RETRY_AFTER)
    return 1


def carry_out(check: BatchCheck) -> None:
    """Carries out a batch at once, in the asker's process; what goes wrong is left to a worker."""
    claimed = _claim(check)
    if claimed is None:
        return
    try:
        _go_through(claimed)
    except _LetGo:
        pass
    except Exception:
        log.exception("batch check %s failed", check.pk)
        _ours(claimed).update(leased_until=clock.now())


def release_dead_worker(worker: str) -> None:
    """Frees at once what a worker that is known to be dead was looking at."""
    held = BatchCheck.objects.filter(worker=worker, state=State.UNDER_WAY, leased_until__gt=clock.now())
    held.update(leased_until=clock.now())


def _claim(check: BatchCheck | None = None) -> BatchCheck | None:
    now = clock.now()
    waiting = BatchCheck.objects.filter(state=State.UNDER_WAY, leased_until__lte=now)
    if check is not None:
        waiting = waiting.filter(pk=check.pk)
    with transaction.atomic():
        found = waiting.select_for_update(skip_locked=True).order_by("created_at").first()
        if found is None:
            return None
        found.tries, found.worker, found.leased_until = (
            found.tries + 1,
            worker_identity.current(),
            now + LEASE,
        )
        found.save(update_fields=["tries", "worker", "leased_until"])
    return found


def _go_through(check: BatchCheck) -> None:
    waiting = list(check.parts.filter(findings__isnull=True).order_by("number").values_list("pk", flat=True))
    for pk in waiting:
        _look_at(check, BatchPart.objects.get(pk=pk))
    if not _ours(check).update(state=State.DONE, ended_at=clock.now()):
        raise _LetGo


def _look_at(check: BatchCheck, part: BatchPart) -> None:
    """Looks at a part and writes what was found together with how far it is, or nothing of it."""
    opinions = [_opinion(check, item) for item in part.items]
    with transaction.atomic():
        locked = _ours(check).select_for_update().first()
        if locked is None:
            raise _LetGo
        part.findings = [[finding.as_json() for finding in opinion.findings] for opinion in opinions]
        part.save(update_fields=["findings"])
        locked.done += len(opinions)
        locked.counts = counted(locked.counts, opinions)
        locked.rule_versions = dict(opinions[0].rule_versions) if opinions else locked.rule_versions
        locked.leased_until = clock.now() + LEASE
        locked.save(update_fields=["done", "counts", "rule_versions", "leased_until"])


def _opinion(check: BatchCheck, item: Mapping[str, Any]) -> Opinion:
    where = Where(
        platform=item.get("platform") or check.platform,
        format=item.get("format") or check.format,
        industry=item.get("industry") or check.industry,
        disclosures=tuple(item.get("disclosures") or check.disclosures),
    )
    prices = [Price(**price) for price in item.get("prices", [])]
    judged = content_of(item["fields"], where, links=item.get("links", ()), prices=prices)
    return judging.look(judged, check.workspace)


def counted(before: Mapping[str, Any], opinions: Sequence[Opinion]) -> dict[str, Any]:
    """The counts with these opinions added: `items` by level (`block`, `confirm`, `warn`, `allow`) and `rules` by id,
    each with name, severity, findings and items."""
    items = dict(before.get("items", {}))
    rules = {rule: dict(counts) for rule, counts in before.get("rules", {}).items()}
    for opinion in opinions:
        level = level_of(opinion)
        items[level] = items.get(level, 0) + 1
        for rule in {finding.rule for finding in opinion.findings}:
            own = [finding for finding in opinion.findings if finding.rule == rule]
            heaviest = max(own, key=lambda finding: WEIGHT[finding.severity])
            counts = rules.setdefault(rule, {"severity": str(heaviest.severity), "findings": 0, "items": 0})
            if WEIGHT[heaviest.severity] > WEIGHT[Severity(counts["severity"])]:
                counts["severity"] = str(heaviest.severity)
            counts["name"] = heaviest.name
            counts["findings"] += len(own)
            counts["items"] += 1
    return {"items": items, "rules": rules}


def level_of(opinion: Opinion) -> str:
    """`block`, `confirm`, `warn` where there is only advice, or `allow` where nothing was found."""
    return "warn" if opinion.level == "allow" and opinion.findings else opinion.level


def _ours(check: BatchCheck) -> QuerySet[BatchCheck]:
    return BatchCheck.objects.filter(
        pk=check.pk, worker=check.worker, tries=check.tries, state=State.UNDER_WAY
    )
