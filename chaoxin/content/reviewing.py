"""Submitting a draft for review and what becomes of it: judged, approved variant by variant, or sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.channels.platform_words import told
from chaoxin.compliance import approving, house_words, judging, overriding
from chaoxin.compliance.models import ApprovalRequest, Verdict
from chaoxin.compliance.queueing import Standpoint
from chaoxin.compliance.subjects import Standing
from chaoxin.compliance.values import Finding, finding_of
from chaoxin.connectors.values import Problem
from chaoxin.core import announcing
from chaoxin.core.refusals import Refusal

from . import access, drafting, facts, media, packing, recognizing, states, versions
from .models import Draft, Variant

SUBJECT = "content.variant"


@dataclass(frozen=True)
class Obstacle:
    """What keeps one variant from being submitted: findings that block and problems that the platform would stop."""

    variant: Variant
    verdict: Verdict
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]

    @property
    def in_words(self) -> str:
        """How much there is to do: what the gate blocks and what is missing or wrong for the platform."""
        counted = [
            (len(self.findings), _("拦截 %(count)d 处")),
            (len(self.problems), _("平台不收 %(count)d 处")),
        ]
        return _("，").join(words % {"count": count} for count, words in counted if count)


class NotFit(Refusal):
    """The draft cannot be submitted as it is; `obstacles` say why, by variant."""

    code = "not_fit"

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        named = [
            house_words.told(finding.why, finding.rule) for entry in obstacles for finding in entry.findings
        ]
        named += [told(problem.sentence) for entry in obstacles for problem in entry.problems]
        more = _("等 %(count)d 处。") % {"count": len(named)} if len(named) > 2 else ""
        super().__init__(_("还不能提交审核：") + "".join(dict.fromkeys(named[:2])) + more)


class StillReading(Refusal):
    """Writing and codes in a picture or film of the draft are still being read; nothing was handed in."""

    code = "still_reading"


def submit_for_review(
    draft: Draft, *, by: Actor, note: str = "", expected_number: int | None = None
) -> list[ApprovalRequest]:
    """Judges every variant and asks for approval of those that are not approved as they stand. Answers the requests
    that are open then; none where everything is approved already. Raises NotFit, StillReading, Refusal for a draft
    without channels, Conflict where the draft is not at `expected_number`; in review already it answers its
    requests."""
    by.require("draft.write")
    variants = _variants(draft)
    if draft.state == Draft.State.IN_REVIEW:
        return open_requests(draft)
    if not variants:
        raise Refusal(_("还没有选发布账号。请先在“分发账号”里至少加一个，再提交审核。"), code="no_channels")
    # Verdicts are kept even where the submission is refused.
    packed = [(variant, packing.pack(variant)) for variant in variants]
    obstacles = [_obstacle(variant, content, by=by) for variant, content in packed]
    if found := [obstacle for obstacle in obstacles if obstacle.findings or obstacle.problems]:
        raise NotFit(found)
    _check_read(packed)
    judged_number = variants[0].draft.number if expected_number is None else expected_number
    with drafting.change(draft, by=by, expected_number=judged_number) as locked:
        return _ask(locked, packed, by=by, note=note)


def withdraw(draft: Draft, *, by: Actor) -> Draft:
    """Takes a draft back from review, to go on writing; harmless on one that is being edited."""
    by.require("draft.write")
    if draft.state == Draft.State.EDITING:
        return draft
    with transaction.atomic():
        locked = drafting.lock(draft)
        states.move(locked, "withdraw")
        for request in open_requests(locked):
            approving.withdraw_request(request, by=by)
        auditing.record("draft.withdraw", by=by, subject=locked, detail={"title": locked.title})
    return locked


def agree(
    request: ApprovalRequest, *, by: Actor, comment: str = "", stage: int | None = None, reason: str = ""
) -> None:
    """A reviewer agrees to a variant. `reason` lets a verdict that asks for confirmation (or blocks) pass first.
    Raises what `overriding.override` and `approving.agree` raise."""
    with transaction.atomic():
        verdict = judging.latest_verdict(request.workspace, request.content_hash)
        if reason.strip() and verdict is not None and not judging.lets_out(verdict):
            overriding.override(verdict, by=by, reason=reason)
        approving.agree(request, by=by, comment=comment, stage=stage)
        settle_subject(request.subject_type, request.subject_id)


def reject(request: ApprovalRequest, *, by: Actor, comment: str, stage: int | None = None) -> None:
    """A reviewer sends a variant back, with what is to be changed. Raises what `approving.reject` raises."""
    with transaction.atomic():
        approving.reject(request, by=by, comment=comment, stage=stage)
        settle_subject(request.subject_type, request.subject_id)


def settle(draft: Draft) -> Draft:
    """Brings the draft's state in line with the decisions on its variants: approved when every one is, back with the
    author when one was sent back. Bears repeats."""
    with transaction.atomic():
        locked = drafting.lock(draft)
        if locked.state != Draft.State.IN_REVIEW:
            return locked
        variants = _variants(locked)
        still_open = open_requests(locked)
        if variants and all(is_cleared(variant) for variant in variants):
            states.move(locked, "approve")
            announcing.announce(facts.APPROVED, workspace_id=locked.workspace_id, subject=locked)
        elif not still_open:
            states.move(locked, "send_back")
            announcing.announce(facts.SENT_BACK, workspace_id=locked.workspace_id, subject=locked)
    return locked


def settle_subject(subject_type: str, subject_id: str) -> None:
    """`settle` for the draft of an approval's subject; nothing where that is no variant."""
    variant = Variant.objects.filter(pk=UUID(subject_id)).first() if subject_type == SUBJECT else None
    if variant is not None:
        settle(variant.draft)


def is_cleared(variant: Variant, packed: packing.Packed | None = None) -> bool:
    """Whether the variant exactly as it stands has passed all stages of approval."""
    packed = packed or packing.pack(variant)
    return approving.is_approved(variant.draft.workspace, SUBJECT, str(variant.pk), packed.hash)


def cleared_hashes(draft: Draft) -> set[tuple[str, str]]:
    """Variant id and content hash of everything of the draft that has passed all stages."""
    passed = _requests(draft).filter(state=ApprovalRequest.State.APPROVED)
    return set(passed.values_list("subject_id", "content_hash"))


def requests_of(draft: Draft) -> list[ApprovalRequest]:
    """All approval requests of the draft's variants, newest first."""
    return list(
        _requests(draft)
        .select_related("workspace", "requested_by__user", "author__user")
        .prefetch_related("decisions__by__user")
        .order_by("-created_at", "-id")
    )


def open_requests(draft: Draft) -> list[ApprovalRequest]:
    """The open approval requests of the draft's variants."""
    return [request for request in requests_of(draft) if request.state == ApprovalRequest.State.OPEN]


def standpoint(variant: Variant) -> Standpoint:
    """Where the findings in a variant that is being written belong."""
    draft = variant.draft
    return Standpoint(Standing.DRAFT, access.address_of(draft))


def _variants(draft: Draft) -> list[Variant]:
    return list(draft.variants.select_related("channel", "draft__workspace", "draft__author"))


def _obstacle(variant: Variant, packed: packing.Packed, *, by: Actor) -> Obstacle:
    draft = variant.draft
    verdict = judging.judge(
        packed.judged(),
        workspace=draft.workspace,
        subject=variant,
        by=by,
        title=f"{draft.title}（{variant.channel.name}）",
        author=draft.author,
        writers=draft.writers,
        channel=variant.channel,
        at=standpoint(variant),
    )
    blocked = verdict.level == Verdict.Level.BLOCK and not judging.lets_out(verdict)
    found = [finding_of(stored) for stored in verdict.findings] if blocked else []
    stops = [problem for problem in packing.problems(variant, packed) if problem.level == "stop"]
    return Obstacle(
        variant, verdict, tuple(finding for finding in found if finding.severity == "block"), tuple(stops)
    )


def _check_read(packed: Sequence[tuple[Variant, packing.Packed]]) -> None:
    """Raises StillReading where the gate has yet to see into a file that goes out; whoever can look begins."""
    waiting = recognizing.unread(
        {key for _variant, content in packed for key in media.media_in(content.content)}
    )
    for asset in waiting:
        recognizing.look_at(asset)
    if waiting:
        names = _("、").join(asset.name for asset in waiting[:2])
        raise StillReading(
            _(
                "“%(names)s”里的文字和二维码还在识别（共 %(count)d 个文件），识别完才知道能不能发，通常不到一分钟。"
                "请稍后再提交；几分钟还没识别完，请管理员看看后台进程是否在运行。"
            )
            % {"names": names, "count": len(waiting)}
        )


def _ask(
    draft: Draft, packed: Sequence[tuple[Variant, packing.Packed]], *, by: Actor, note: str
) -> list[ApprovalRequest]:
    waiting = [(variant, content) for variant, content in packed if not is_cleared(variant, content)]
    asked = [
        approving.request_approval(
            variant,
            content_hash=content.hash,
            title=f"{draft.title}（{variant.channel.name}）",
            by=by,
            note=note,
            author=draft.author,
            writers=draft.writers,
        )
        for variant, content in waiting
    ]
    if draft.state == Draft.State.APPROVED and not asked:
        return []
    if draft.state == Draft.State.APPROVED:
        states.move(draft, "reopen")
    versions.record(
        draft, by=by, note=_("提交审核"), submitted={str(v.pk): content.hash for v, content in packed}
    )
    states.move(draft, "submit" if asked else "approve")
    detail = {"title": draft.title, "channels": [variant.channel.name for variant, _content in waiting]}
    auditing.record("draft.submit", by=by, subject=draft, detail=detail)
    announcing.announce(facts.SUBMITTED, workspace_id=draft.workspace_id, subject=draft)
    return asked


def _requests(draft: Draft) -> QuerySet[ApprovalRequest]:
    subjects = draft.variants.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return ApprovalRequest.objects.filter(
        workspace=draft.workspace, subject_type=SUBJECT, subject_id__in=subjects
    )
