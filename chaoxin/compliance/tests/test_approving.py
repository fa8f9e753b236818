from __future__ import annotations

import threading

import pytest
from django.db import connection

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.testing.cast import Cast, assemble
from chaoxin.compliance import approving, judging, policies
from chaoxin.compliance.models import ApprovalDecision, ApprovalRequest
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from .conftest import Request, content_of

TWO_STAGES = [["reviewer", "lead"], ["owner"]]


def approved(request: ApprovalRequest) -> bool:
    return approving.is_approved(
        request.workspace, request.subject_type, request.subject_id, request.content_hash
    )


def facts(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def test_one_agreement_approves_where_there_is_one_stage(cast: Cast, ask: Request) -> None:
    request = ask()
    assert not approved(request)
    approving.agree(request, by=cast.reviewer)
    assert approved(request)
    assert facts("approval.granted") == 1


def test_two_stages_need_two_people_of_the_right_roles_in_order(cast: Cast, ask: Request) -> None:
    policies.set_policy(by=cast.owner, stages=TWO_STAGES, author_may_approve=False)
    request = ask()
    with pytest.raises(NotAllowed):
        approving.agree(request, by=cast.owner)
    approving.agree(request, by=cast.reviewer)
    assert not approved(request)
    with pytest.raises(NotAllowed):
        approving.agree(request, by=cast.lead)
    approving.agree(request, by=cast.owner)
    assert approved(request)


def test_one_person_does_not_speak_at_both_stages(cast: Cast, ask: Request) -> None:
    policies.set_policy(
        by=cast.owner, stages=[["lead", "owner"], ["lead", "owner"]], author_may_approve=False
    )
    request = ask()
    approving.agree(request, by=cast.lead)
    request.refresh_from_db()
    with pytest.raises(NotAllowed, match="前一级"):
        approving.agree(request, by=cast.lead)


def test_a_second_click_decides_nothing_more(cast: Cast, ask: Request) -> None:
    policies.set_policy(by=cast.owner, stages=TWO_STAGES, author_may_approve=False)
    request = ask()
    first = approving.agree(request, by=cast.reviewer, stage=0)
    assert approving.agree(request, by=cast.reviewer, stage=0) == first
    with pytest.raises(approving.TooLateToDecide):
        approving.agree(request, by=cast.lead, stage=0)
    assert ApprovalDecision.objects.count() == 1


def test_the_author_does_not_approve_unless_the_policy_says_so(cast: Cast) -> None:
    judged = content_of()
    judging.judge(judged, workspace=cast.workspace, subject=cast.workspace, by=cast.lead)
    request = approving.request_approval(cast.workspace, content_hash=judged.hash, title="稿", by=cast.lead)
    with pytest.raises(NotAllowed, match="自己"):
        approving.agree(request, by=cast.lead)
    policies.set_policy(by=cast.owner, stages=[["lead"]], author_may_approve=True)
    approving.agree(request, by=cast.lead)
    assert approved(request)


def test_asking_for_another_does_not_make_the_author_a_reviewer(cast: Cast) -> None:
    judged = content_of()
    judging.judge(judged, workspace=cast.workspace, subject=cast.workspace, by=cast.lead)
    request = approving.request_approval(
        cast.workspace, content_hash=judged.hash, title="稿", by=cast.editor, author=cast.lead.membership
    )
    with pytest.raises(NotAllowed):
        approving.agree(request, by=cast.lead)


def test_what_the_gate_does_not_let_out_is_not_approved(cast: Cast, ask: Request) -> None:
    request = ask("加微信领资料")
    with pytest.raises(approving.NotJudgedFit):
        approving.agree(request, by=cast.reviewer)
    assert not approved(request)


def test_an_approval_is_for_exactly_one_content(cast: Cast, ask: Request) -> None:
    request = ask()
    approving.agree(request, by=cast.reviewer)
    other = content_of("别的内容").hash
    assert not approving.is_approved(cast.workspace, request.subject_type, request.subject_id, other)


def test_asking_again_answers_the_open_request_and_new_content_replaces_it(cast: Cast, ask: Request) -> None:
    first = ask()
    assert ask() == first
    second = ask("改过的内容")
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "open")


def test_a_rejection_needs_a_comment_and_closes_the_request(cast: Cast, ask: Request) -> None:
    request = ask()
    with pytest.raises(Invalid):
        approving.reject(request, by=cast.reviewer, comment=" ")
    decision = approving.reject(request, by=cast.reviewer, comment="换标题")
    assert approving.reject(request, by=cast.reviewer, comment="换标题", stage=0) == decision
    with pytest.raises(approving.TooLateToDecide):
        approving.agree(request, by=cast.lead)
    assert facts("approval.rejected") == 1


def test_a_withdrawn_request_is_not_decided(cast: Cast, ask: Request) -> None:
    request = approving.withdraw_request(approving.withdraw_request(ask(), by=cast.editor), by=cast.editor)
    with pytest.raises(approving.TooLateToDecide):
        approving.agree(request, by=cast.reviewer)


@pytest.mark.parametrize(
    "stages", [[], [["reviewer"], ["lead"], ["owner"]], [[]], [["viewer"]], [["nobody"]]]
)
def test_a_policy_that_nobody_could_follow_is_refused(cast: Cast, stages: list[list[str]]) -> None:
    with pytest.raises(Invalid):
        policies.set_policy(by=cast.owner, stages=stages, author_may_approve=False)


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_make_one_decision_a_stage() -> None:
    cast = assemble()
    judged = content_of()
    judging.judge(judged, workspace=cast.workspace, subject=cast.workspace, by=cast.editor)
    request = approving.request_approval(cast.workspace, content_hash=judged.hash, title="稿", by=cast.editor)
    barrier, refused = threading.Barrier(2), []

    def click(actor: Actor) -> None:
        barrier.wait()
        try:
            approving.agree(request, by=actor, stage=0)
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(actor,)) for actor in (cast.reviewer, cast.lead)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ApprovalDecision.objects.count() == 1
    assert refused == ["too_late"]
    assert facts("approval.granted") == 1
