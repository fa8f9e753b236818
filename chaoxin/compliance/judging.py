"""The gate: looks at an exact content, keeps its verdict, and says whether a content may leave the house."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, models, transaction

from chaoxin.accounts.actor import Actor, the_house
from chaoxin.accounts.models import Membership, Workspace
from chaoxin.channels.models import Channel
from chaoxin.core import clock

from . import effective, four_eyes, holding, pictures, queueing
from .matching import findings
from .models import Override, Verdict
from .queueing import Standpoint
from .rulebooks import of_the_house
from .searched import Searched
from .subjects import Subject
from .values import WEIGHT, Finding, JudgedContent, MediaFacts, Opinion, Severity, finding_of

__all__ = [
    "Finding",
    "JudgedContent",
    "MediaFacts",
    "Opinion",
    "Standpoint",
    "judge",
    "judge_subject",
    "judge_written",
    "judged_at",
    "latest_verdict",
    "latest_verdicts",
    "look",
    "look_at_all",
    "overrides_of",
    "passes",
]

# Asked for every delivery on its way out, where the cost of making a statement counts.
LETS_OUT = """
SELECT verdict.level = %s OR override.id IS NOT NULL
FROM compliance_verdict verdict LEFT JOIN compliance_override override ON override.verdict_id = verdict.id
WHERE verdict.workspace_id = %s AND verdict.content_hash = %s
ORDER BY verdict.judged_at DESC, verdict.id DESC LIMIT 1
"""


def look(
    judged: JudgedContent, workspace: Workspace | None = None, *, hands: Collection[str] = (), under: str = ""
) -> Opinion:
    """What the rules say of a content: those that count in the workspace, without one those of the house. `hands` are
    the ids of members whose work it is: what the rules let pass only since they have changed them stays blocked
    (`holding`). `under` as for `judge`. Writes nothing."""
    return look_at_all([judged], workspace, hands=hands, under=under)[0]


def look_at_all(
    contents: Iterable[JudgedContent],
    workspace: Workspace | None = None,
    *,
    hands: Collection[str] = (),
    under: str = "",
) -> list[Opinion]:
    """As `look`, of several contents by the same rules; a text that several have is read once."""
    book = effective.of_workspace(workspace) if workspace else of_the_house()
    changes = holding.recent(workspace) if workspace and hands else []
    searched: dict[str, Searched] = {}
    opinions = []
    for judged in contents:
        found = (*findings(judged, book, searched=searched), *pictures.findings(judged, book))
        if workspace and changes:
            found = holding.with_held(judged, found, changes, workspace=workspace, hands=hands, under=under)
        opinions.append(Opinion(found, book.versions))
    return opinions


def judge(
    judged: JudgedContent,
    *,
    workspace: Workspace,
    subject: models.Model,
    by: Actor,
    title: str = "",
    author: Membership | None = None,
    writers: Iterable[str] = (),
    under: str = "",
    channel: Channel | None = None,
    at: Standpoint | None = None,
) -> Verdict:
    """The verdict on a content, kept, and its findings in the queue. Judging the same content of the same subject again
    answers the verdict that stands (with its override) as long as the rules object to nothing more. `author` is who
    wrote it, `by` unless said, `writers` are the ids of members whose words are in it as well. `under` is the hash by
    which the content was approved and frozen, where what we know of its files has changed since. `channel` is what it
    goes out by, `at` how far it has come, a draft unless said."""
    content_hash, told, author = under or judged.hash, list(writers), author or by.membership
    concerned = {*told, *(str(member.pk) for member in (author, by.membership) if member)}
    opinion = look(judged, workspace, hands=concerned, under=content_hash)
    hands = four_eyes.writers_of(judged, opinion.findings, told=told, author=author)
    with transaction.atomic():
        standing = _standing(workspace, content_hash, subject)
        if standing and not _says_otherwise(opinion, standing):
            verdict = standing
            _complete(verdict, by=by, channel=channel, writers=hands)
        else:
            verdict = Verdict.objects.create(
                workspace=workspace,
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                content_hash=content_hash,
                platform=judged.platform,
                title=title[:200],
                author=author,
                writers=hands,
                asked_by=by.membership,
                channel=channel,
                level=opinion.level,
                findings=[finding.as_json() for finding in opinion.findings],
                rule_versions=dict(opinion.rule_versions),
                judged_at=clock.now(),
            )
        queueing.note(verdict, judged, at or Standpoint())
    return verdict


def judge_subject(subject: Subject, *, workspace: Workspace) -> Verdict:
    """As `judge`, of what a room holds, by the house."""
    return judge(
        subject.judged,
        workspace=workspace,
        subject=subject.row,
        by=the_house(workspace),
        title=subject.title,
        author=subject.author,
        writers=subject.writers,
        under=subject.under,
        channel=subject.channel,
        at=Standpoint(subject.standing, subject.url),
    )


def judge_written(subject: Subject, *, workspace: Workspace) -> None:
    """Brings the queue in line with a draft that nobody has handed in: a verdict is kept where something is found."""
    hands = {*subject.writers, *([str(subject.author.pk)] if subject.author else [])}
    if look(subject.judged, workspace, hands=hands, under=subject.under).findings:
        judge_subject(subject, workspace=workspace)
    else:
        queueing.note_clean(*subject.key[:2])


def _complete(verdict: Verdict, *, by: Actor, channel: Channel | None, writers: Iterable[str]) -> None:
    """What a standing verdict does not know yet. Where the house came first, whoever hands the content in all the same
    is not the one to let a block pass, nor whoever has written the same words since."""
    known = (verdict.asked_by_id, verdict.channel_id, verdict.writers)
    verdict.asked_by_id = verdict.asked_by_id or (by.membership.pk if by.membership else None)
    verdict.channel_id = verdict.channel_id or (channel.pk if channel else None)
    verdict.writers = sorted({*verdict.writers, *writers})
    if known != (verdict.asked_by_id, verdict.channel_id, verdict.writers):
        verdict.save(update_fields=["asked_by", "channel", "writers"])


def _says_otherwise(opinion: Opinion, standing: Verdict) -> bool:
    """Whether the rules say something else than the verdict that stands. What somebody has let pass with a reason is
    not asked for again because a rule was worded anew."""
    stored = _findings_of(standing)
    if lets_out(standing) and standing.level != Verdict.Level.ALLOW:
        settled = {_objection(finding): WEIGHT[finding.severity] for finding in stored}
        return opinion.level == Verdict.Level.ALLOW or any(
            WEIGHT[finding.severity] > settled.get(_objection(finding), WEIGHT[Severity.WARN])
            for finding in opinion.findings
        )
    return stored != opinion.findings or standing.level != opinion.level


def _objection(finding: Finding) -> tuple[str, str, str, int, int]:
    return finding.rule, finding.field, finding.media, finding.start, finding.end


def passes(workspace: Workspace, content_hash: str) -> bool:
    """Whether the latest verdict on exactly this content lets it out: it allows, or somebody has overridden it."""
    with connection.cursor() as cursor:
        cursor.execute(LETS_OUT, [Verdict.Level.ALLOW, workspace.pk, content_hash])
        latest = cursor.fetchone()
    return latest is not None and latest[0]


def lets_out(verdict: Verdict) -> bool:
    """Whether this verdict lets its content out."""
    return verdict.level == Verdict.Level.ALLOW or hasattr(verdict, "override")


def overrides_of(
    asked: Iterable[tuple[models.Model, str, Opinion]], workspace: Workspace
) -> list[Override | None]:
    """For each subject with the hash of its content and the opinion on it, the override by which judging it would let
    it out; None where it needs none, and where there is none that covers all that the opinion objects to."""
    asked = list(asked)
    objected = [content_hash for _subject, content_hash, opinion in asked if opinion.level != "allow"]
    latest = latest_verdicts(workspace, objected) if objected else {}
    return [_override(subject, latest.get(content_hash), opinion) for subject, content_hash, opinion in asked]


def _override(subject: models.Model, latest: Verdict | None, opinion: Opinion) -> Override | None:
    if latest is None or not _is_about(latest, subject) or _says_otherwise(opinion, latest):
        return None
    return getattr(latest, "override", None)


def judged_at(workspace: Workspace, content_hash: str) -> datetime | None:
    """Since when the latest verdict on exactly this content stands, None where it was never judged."""
    return _latest_first(workspace, content_hash).values_list("judged_at", flat=True).first()


def latest_verdict(workspace: Workspace, content_hash: str) -> Verdict | None:
    """The latest verdict on exactly this content, None where it was never judged."""
    return _verdicts(workspace, content_hash).first()


def has_judged(workspace: Workspace, subject_type: str, subject_ids: Iterable[str]) -> bool:
    """Whether any of these rows (`_meta.label_lower` and ids) has ever had a verdict, on whatever content."""
    verdicts = Verdict.objects.filter(workspace=workspace, subject_type=subject_type)
    return verdicts.filter(subject_id__in=list(subject_ids)).exists()


def latest_verdicts(workspace: Workspace, content_hashes: Iterable[str]) -> dict[str, Verdict]:
    """The latest verdicts on exactly these contents by hash, by one query; none for what was never judged."""
    found = Verdict.objects.filter(workspace=workspace, content_hash__in=set(content_hashes))
    oldest_first = found.select_related("override__by__user", "author__user").order_by("judged_at", "id")
    return {verdict.content_hash: verdict for verdict in oldest_first}


def _standing(workspace: Workspace, content_hash: str, subject: models.Model) -> Verdict | None:
    latest = latest_verdict(workspace, content_hash)
    return latest if latest and _is_about(latest, subject) else None


def _is_about(verdict: Verdict, subject: models.Model) -> bool:
    return (verdict.subject_type, verdict.subject_id) == (subject._meta.label_lower, str(subject.pk))


def _findings_of(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(finding_of(stored) for stored in verdict.findings)


def _verdicts(workspace: Workspace, content_hash: str) -> models.QuerySet[Verdict]:
    return _latest_first(workspace, content_hash).select_related("override__by__user", "author__user")


def _latest_first(workspace: Workspace, content_hash: str) -> models.QuerySet[Verdict]:
    found = Verdict.objects.filter(workspace=workspace, content_hash=content_hash)
    return found.order_by("-judged_at", "-id")
