"""Approvals: somebody asks for one exact content, reviewers agree stage by stage or send it back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import facts, judging
from .models import ApprovalDecision, ApprovalPolicy, ApprovalRequest
from .policies import policy_of

State, Word = ApprovalRequest.State, ApprovalDecision.Word


class NotJudgedFit(Refusal):
    """The content has no verdict that lets it out."""

    code = "not_judged_fit"


class TooLateToDecide(Refusal):
    """The request is closed, or has gone on to another stage than the one that was seen."""

    code = "too_late"


def request_approval(
    subject: models.Model,
    *,
    content_hash: str,
    title: str,
    by: Actor,
    note: str = "",
    author: Membership | None = None,
    writers: Iterable[str] = (),
) -> ApprovalRequest:
    """Asks for approval of exactly this content. Asking again answers the open request; one that is open for older
    content of the subject is withdrawn. `author` is who wrote it, `by` unless said, `writers` are the ids of
    all members whose words are in it."""
    by.require("draft.write")
    if by.membership is None:
        raise NotAllowed(_("审核申请要由一个具体的成员提出。"))
    with transaction.atomic():
        standing = _open_request(subject)
        if standing and standing.content_hash == content_hash:
            return standing
        if standing:
            _close(standing, State.WITHDRAWN)
        made = ApprovalRequest(
            workspace=by.workspace,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            content_hash=content_hash,
            title=title[:200],
            stages=policy_of(by.workspace).stages,
            requested_by=by.membership,
            author=author or by.membership,
            writers=sorted(writers),
            note=note,
        )
        return _save_request(made, subject, by=by)


def agree(
    request: ApprovalRequest, *, by: Actor, comment: str = "", stage: int | None = None
) -> ApprovalDecision:
    """One reviewer agrees; after the last stage the content is approved. `stage` is the stage that he saw: a
    repeated click answers his decision and decides nothing more. Raises NotAllowed for whoever wrote words of it
    (unless the policy lets him), a role that has no word at this stage and whoever has spoken at an earlier one;
    NotJudgedFit where the gate does not let the content out; TooLateToDecide."""
    with transaction.atomic():
        locked = _lock(request)
        spoken = _said_before(locked, by, Word.AGREE, stage)
        if spoken:
            return spoken
        _check_word(locked, by=by, stage=stage)
        if not judging.passes(locked.workspace, locked.content_hash):
            raise NotJudgedFit(_("这份内容还有合规命中没有处理。请先确认并写明理由，或退回修改。"))
        decision = _decide(locked, Word.AGREE, by=by, comment=comment)
        if locked.stage + 1 < len(locked.stages):
            locked.stage += 1
            locked.save(update_fields=["stage"])
        else:
            _close(locked, State.APPROVED)
            announcing.announce(
                facts.GRANTED, workspace_id=locked.workspace_id, subject=locked, payload=_about(locked)
            )
    return decision


def reject(
    request: ApprovalRequest, *, by: Actor, comment: str, stage: int | None = None
) -> ApprovalDecision:
    """One reviewer sends the content back, with what is to be changed. Raises as `agree` does, and Invalid without
    a comment."""
    if not comment.strip():
        raise Invalid(_("请写明要改什么，作者才知道怎么改。"), field="comment")
    with transaction.atomic():
        locked = _lock(request)
        spoken = _said_before(locked, by, Word.REJECT, stage)
        if spoken:
            return spoken
        _check_word(locked, by=by, stage=stage)
        decision = _decide(locked, Word.REJECT, by=by, comment=comment.strip())
        _close(locked, State.REJECTED)
        announcing.announce(
            facts.REJECTED, workspace_id=locked.workspace_id, subject=locked, payload=_about(locked)
        )
    return decision


def withdraw_request(request: ApprovalRequest, *, by: Actor) -> ApprovalRequest:
    """Takes an open request back; harmless on one that is withdrawn. Raises TooLateToDecide on a decided one."""
    by.require("draft.write")
    with transaction.atomic():
        locked = _lock(request)
        if locked.state == State.WITHDRAWN:
            return locked
        if locked.state != State.OPEN:
            raise TooLateToDecide(_("审核已经有了结果，不能再撤回。"))
        _close(locked, State.WITHDRAWN)
        auditing.record("approval.withdraw", by=by, subject=locked, detail={"title": locked.title})
    return locked


def is_approved(workspace: Workspace, subject_type: str, subject_id: str, content_hash: str) -> bool:
    """Whether exactly this content of the subject has passed all stages."""
    return ApprovalRequest.objects.filter(
        workspace=workspace,
        subject_type=subject_type,
        subject_id=str(subject_id),
        content_hash=content_hash,
        state=State.APPROVED,
    ).exists()


def may_decide(request: ApprovalRequest, *, by: Actor, policy: ApprovalPolicy | None = None) -> bool:
    """Whether the actor has a word at the request's current stage. `policy` saves looking it up for a list."""
    try:
        _check_word(request, by=by, stage=request.stage, policy=policy)
    except Refusal:
        return False
    return True


def _lock(request: ApprovalRequest) -> ApprovalRequest:
    return (
        ApprovalRequest.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=request.pk)
    )


def _open_request(subject: models.Model) -> ApprovalRequest | None:
    return (
        ApprovalRequest.objects.select_for_update()
        .filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk), state=State.OPEN)
        .first()
    )


def _save_request(made: ApprovalRequest, subject: models.Model, *, by: Actor) -> ApprovalRequest:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        other = _open_request(subject)
        if other is None or other.content_hash != made.content_hash:
            raise
        return other
    auditing.record("approval.request", by=by, subject=made, detail=_about(made))
    announcing.announce(facts.REQUESTED, workspace_id=made.workspace_id, subject=made, payload=_about(made))
    return made


def _said_before(
    request: ApprovalRequest, by: Actor, word: str, stage: int | None
) -> ApprovalDecision | None:
    """The same person's same word at the stage he saw."""
    seen = request.stage if stage is None else stage
    return request.decisions.filter(by=by.membership, word=word, stage=seen).first()


def _check_word(
    request: ApprovalRequest, *, by: Actor, stage: int | None, policy: ApprovalPolicy | None = None
) -> None:
    by.require("draft.approve")
    if request.state != State.OPEN:
        raise TooLateToDecide(_("这份申请已经%(state)s，不用再审。") % {"state": request.get_state_display()})
    if stage is not None and stage != request.stage:
        raise TooLateToDecide(_("刚才已有同事审过这一级。请刷新页面，看看现在轮到哪一级。"))
    if by.membership is None:
        raise NotAllowed(_("审核要由一个具体的人负责，系统不能替人审核。"))
    if by.membership.role not in request.stages[request.stage]:
        raise NotAllowed(_("这一级不由你的角色审核。请等相应角色的同事处理。"))
    own = by.membership.pk in (request.author_id, request.requested_by_id)
    own = own or str(by.membership.pk) in request.writers
    spoken = any(decision.by_id == by.membership.pk for decision in request.decisions.all())
    if not own and not spoken:
        return
    if (policy or policy_of(request.workspace)).author_may_approve:
        return
    if own:
        raise NotAllowed(
            _("不能审核自己写的、改过的或自己提交的内容。请另一位同事审核，或在审核流程里允许作者自审。")
        )
    raise NotAllowed(_("你已经审过前一级，这一级要由另一位同事审核。"))


def _decide(request: ApprovalRequest, word: str, *, by: Actor, comment: str) -> ApprovalDecision:
    assert by.membership  # _check_word has seen to it
    decision = ApprovalDecision.objects.create(
        request=request, stage=request.stage, by=by.membership, word=word, comment=comment
    )
    detail = {**_about(request), "stage": request.stage + 1, "comment": comment}
    auditing.record(f"approval.{word}", by=by, subject=request, detail=detail)
    return decision


def _close(request: ApprovalRequest, state: str) -> None:
    request.state, request.closed_at = state, clock.now()
    request.save(update_fields=["state", "closed_at"])


def _about(request: ApprovalRequest) -> dict[str, str]:
    return {
        "subject_type": request.subject_type,
        "subject_id": request.subject_id,
        "content_hash": request.content_hash,
        "title": request.title,
    }
