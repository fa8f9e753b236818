"""What a worker does with texts that somebody wants looked at, part by part, so that another can go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from chaoxin.core import clock
from chaoxin.core.leasing import LetGo, Work

from . import judging
from .asking import Said, Where, content_of, media_of
from .models import BatchCheck, BatchPart
from .values import WEIGHT, Opinion, Price, Severity

State = BatchCheck.State
WORK = Work(BatchCheck, retry_after=timedelta(seconds=15), most_tries=5, related=("workspace",))


def take_turn() -> int:
    """Carries out one batch that waits; 1 where there was one. A failure keeps it for another try."""
    return WORK.take_turn(_go_through, _give_up)


def carry_out(check: BatchCheck) -> None:
    """Carries out a batch at once, in the asker's process; what goes wrong is left to a worker."""
    WORK.take_turn(_go_through, _give_up, only=check)


def _give_up(check: BatchCheck) -> None:
    WORK.end(check, State.FAILED, ended_at=clock.now())


def _go_through(check: BatchCheck) -> None:
    waiting = list(check.parts.filter(findings__isnull=True).order_by("number").values_list("pk", flat=True))
    for pk in waiting:
        _look_at(check, BatchPart.objects.get(pk=pk))
    WORK.end(check, State.DONE, ended_at=clock.now())


def _look_at(check: BatchCheck, part: BatchPart) -> None:
    """Looks at a part and writes what was found together with how far it is, or nothing of it."""
    opinions = [_opinion(check, item) for item in part.items]
    with transaction.atomic():
        locked = WORK.mine(check).select_for_update().first()
        if locked is None:
            raise LetGo
        part.findings = [[finding.as_json() for finding in opinion.findings] for opinion in opinions]
        part.save(update_fields=["findings"])
        locked.done += len(opinions)
        locked.counts = counted(locked.counts, opinions)
        locked.rule_versions = dict(opinions[0].rule_versions) if opinions else locked.rule_versions
        locked.leased_until = clock.now() + WORK.lease
        locked.save(update_fields=["done", "counts", "rule_versions", "leased_until"])


def _opinion(check: BatchCheck, item: Mapping[str, Any]) -> Opinion:
    where = Where(
        platform=item.get("platform") or check.platform,
        format=item.get("format") or check.format,
        industry=item.get("industry") or check.industry,
        disclosures=tuple(item.get("disclosures") or check.disclosures),
    )
    prices = [Price(**price) for price in item.get("prices", [])]
    judged = content_of(
        item["fields"],
        where,
        links=item.get("links", ()),
        prices=prices,
        pictures=[media_of(number, told) for number, told in enumerate(item.get("media", ()), 1)],
        said=Said(
            item.get("origin", ""), fictional=item.get("fictional", False), paid=item.get("paid", False)
        ),
    )
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
