"""The gate: looks at an exact content, keeps its verdict, and says whether a content may leave the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import clock

from . import pictures
from .matching import findings
from .models import Verdict
from .rules import packs
from .values import Finding, JudgedContent, MediaFacts, Opinion, finding_of

__all__ = [
    "Finding",
    "JudgedContent",
    "MediaFacts",
    "Opinion",
    "judge",
    "latest_verdict",
    "latest_verdicts",
    "look",
    "passes",
]

# Asked for every delivery on its way out, where the cost of making a statement counts.
LETS_OUT = """
SELECT verdict.level = %s OR override.id IS NOT NULL
FROM compliance_verdict verdict LEFT JOIN compliance_override override ON override.verdict_id = verdict.id
WHERE verdict.workspace_id = %s AND verdict.content_hash = %s
ORDER BY verdict.judged_at DESC, verdict.id DESC LIMIT 1
"""


def look(judged: JudgedContent) -> Opinion:
    """What the rules say of a content. Writes nothing."""
    rules = [rule for pack in packs() for rule in pack.rules]
    found = (*findings(judged, rules), *pictures.findings(judged, rules))
    return Opinion(found, {pack.key: pack.version for pack in packs()})


def judge(
    judged: JudgedContent,
    *,
    workspace: Workspace,
    subject: models.Model,
    by: Actor,
    title: str = "",
    author: Membership | None = None,
    under: str = "",
) -> Verdict:
    """The verdict on a content, kept. Judging the same content of the same subject again answers the verdict that
    stands (with its override) as long as the rules say the same. `author` is who wrote it, `by` unless said. `under` is
    the hash by which the content was approved and frozen, where what we know of its files has changed since."""
    opinion, content_hash = look(judged), under or judged.hash
    standing = _standing(workspace, content_hash, subject)
    if standing and standing.level == opinion.level and _findings_of(standing) == opinion.findings:
        return standing
    return Verdict.objects.create(
        workspace=workspace,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        content_hash=content_hash,
        platform=judged.platform,
        title=title[:200],
        author=author or by.membership,
        level=opinion.level,
        findings=[finding.as_json() for finding in opinion.findings],
        rule_versions=dict(opinion.rule_versions),
        judged_at=clock.now(),
    )


def passes(workspace: Workspace, content_hash: str) -> bool:
    """Whether the latest verdict on exactly this content lets it out: it allows, or somebody has overridden it."""
    with connection.cursor() as cursor:
        cursor.execute(LETS_OUT, [Verdict.Level.ALLOW, workspace.pk, content_hash])
        latest = cursor.fetchone()
    return latest is not None and latest[0]


def lets_out(verdict: Verdict) -> bool:
    """Whether this verdict lets its content out."""
    return verdict.level == Verdict.Level.ALLOW or hasattr(verdict, "override")


def latest_verdict(workspace: Workspace, content_hash: str) -> Verdict | None:
    """The latest verdict on exactly this content, None where it was never judged."""
    return _verdicts(workspace, content_hash).first()


def latest_verdicts(workspace: Workspace, content_hashes: Iterable[str]) -> dict[str, Verdict]:
    """The latest verdicts on exactly these contents by hash, by one query; none for what was never judged."""
    found = Verdict.objects.filter(workspace=workspace, content_hash__in=set(content_hashes))
    oldest_first = found.select_related("override__by__user", "author__user").order_by("judged_at", "id")
    return {verdict.content_hash: verdict for verdict in oldest_first}


def _standing(workspace: Workspace, content_hash: str, subject: models.Model) -> Verdict | None:
    latest = latest_verdict(workspace, content_hash)
    key = (subject._meta.label_lower, str(subject.pk))
    return latest if latest and (latest.subject_type, latest.subject_id) == key else None


def _findings_of(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(finding_of(stored) for stored in verdict.findings)


def _verdicts(workspace: Workspace, content_hash: str) -> models.QuerySet[Verdict]:
    return _latest_first(workspace, content_hash).select_related("override__by__user", "author__user")


def _latest_first(workspace: Workspace, content_hash: str) -> models.QuerySet[Verdict]:
    found = Verdict.objects.filter(workspace=workspace, content_hash=content_hash)
    return found.order_by("-judged_at", "-id")
