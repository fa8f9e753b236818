from __future__ import annotations

import json

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.compliance import handling, judging, overriding, queueing
from chaoxin.compliance.models import Override, QueuedFinding, Verdict
from chaoxin.compliance.queueing import Standpoint
from chaoxin.compliance.subjects import Standing
from chaoxin.compliance.values import Severity
from chaoxin.core.refusals import Invalid, NotAllowed
from chaoxin.notices.models import Dispatch, Notice

from .conftest import content_of
from .rules_of_a_test import ChangingRules

URL = "/w/demo/drafts/1/"


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> ChangingRules:
    changing = ChangingRules(monkeypatch)
    changing.words = {"顶级": Severity.BLOCK, "微信": Severity.CONFIRM, "特价": Severity.WARN}
    return changing


def judge(cast: Cast, text: str, standing: Standing = Standing.DRAFT) -> Verdict:
    return judging.judge(
        content_of(text),
        workspace=cast.workspace,
        subject=cast.workspace,
        by=cast.editor,
        title="秋茶",
        at=Standpoint(standing, URL),
    )


def states() -> dict[str, str]:
    rows = QueuedFinding.objects.exclude(state="gone")
    return {row.quoted: row.state for row in rows}


def test_every_finding_of_a_verdict_waits_with_what_stands_around_it(
    cast: Cast, rules: ChangingRules
) -> None:
    verdict = judge(cast, "今年的\n顶级 桂花乌龙，特价")
    assert states() == {"顶级": "open", "特价": "open"}
    row = QueuedFinding.objects.get(quoted="顶级")
    assert (row.before, row.after, row.severity) == ("今年的", "桂花乌龙，特价", "block")
    assert (row.author, row.standing, row.url) == (cast.editor.membership, "draft", URL)
    assert verdict.findings[row.index]["quoted"] == "顶级"


def test_judging_again_makes_no_second_row(cast: Cast, rules: ChangingRules) -> None:
    judge(cast, "顶级")
    judge(cast, "顶级")
    assert QueuedFinding.objects.count() == 1


def test_a_drafts_new_text_settles_what_its_old_one_had_and_keeps_what_was_asked(
    cast: Cast, rules: ChangingRules
) -> None:
    judge(cast, "顶级，加微信")
    handling.ask_author(QueuedFinding.objects.filter(quoted="微信"), by=cast.reviewer, note="换成私信")
    judge(cast, "高品质，加微信吧")
    assert states() == {"微信": "asked"}
    assert QueuedFinding.objects.get(state="asked").note == "换成私信"
    assert QueuedFinding.objects.get(quoted="顶级").state == "gone"


def test_a_reply_settles_no_other_reply_of_the_same_conversation(cast: Cast, rules: ChangingRules) -> None:
    judge(cast, "加微信", Standing.REPLY)
    judge(cast, "特价", Standing.REPLY)
    assert states() == {"微信": "open", "特价": "open"}


def test_an_override_settles_what_weighs_and_leaves_advice(cast: Cast, rules: ChangingRules) -> None:
    overriding.override(judge(cast, "顶级，特价"), by=cast.reviewer, reason="有协会证明")
    assert states() == {"顶级": "overridden", "特价": "open"}
    judge(cast, "顶级，特价")
    assert states() == {"顶级": "overridden", "特价": "open"}


def test_a_rule_worded_anew_asks_for_no_new_override_and_a_heavier_one_does(
    cast: Cast, rules: ChangingRules
) -> None:
    first = judge(cast, "加微信")
    overriding.override(first, by=cast.reviewer, reason="活动页面要求")
    rules.why = "换了一种说法。"
    assert judge(cast, "加微信") == first
    assert judging.passes(cast.workspace, first.content_hash)
    rules.words["微信"] = Severity.BLOCK
    assert judge(cast, "加微信") != first
    assert not judging.passes(cast.workspace, first.content_hash)
    assert states() == {"微信": "open"}


def test_a_rule_that_objects_no_more_takes_its_finding_off(cast: Cast, rules: ChangingRules) -> None:
    judge(cast, "顶级")
    rules.words = {}
    judge(cast, "顶级")
    assert states() == {}
    rules.words = {"顶级": Severity.BLOCK}
    judge(cast, "顶级")
    assert states() == {"顶级": "open"}


def test_what_was_dismissed_stays_so_until_it_weighs_more(cast: Cast, rules: ChangingRules) -> None:
    judge(cast, "特价")
    handling.dismiss(QueuedFinding.objects.all(), by=cast.reviewer, note="长期活动")
    judge(cast, "特价")
    assert states() == {"特价": "dismissed"}
    rules.words["特价"] = Severity.CONFIRM
    judge(cast, "特价")
    assert states() == {"特价": "open"}


def test_an_author_hears_once_of_all_that_is_asked_in_one_content(cast: Cast, rules: ChangingRules) -> None:
    judge(cast, "顶级，加微信")
    rows = QueuedFinding.objects.all()
    assert len(handling.ask_author(rows, by=cast.reviewer, note="都换掉")) == 2
    assert handling.ask_author(rows, by=cast.reviewer) == []
    [notice] = Notice.objects.all()
    assert "“顶级”" in notice.words["text"]
    assert "都换掉" in notice.words["text"]
    assert notice.words["link"].endswith(URL)
    assert [entry.member for entry in Dispatch.objects.all()] == [cast.editor.membership]
    assert AuditEntry.objects.filter(verb="finding.ask").count() == 2
    handling.reopen(rows, by=cast.reviewer)
    assert set(states().values()) == {"open"}


def test_nobody_without_the_right_works_through_the_queue(cast: Cast, rules: ChangingRules) -> None:
    judge(cast, "顶级")
    for verb in (handling.ask_author, handling.dismiss, handling.reopen):
        with pytest.raises(NotAllowed):
            verb(QueuedFinding.objects.all(), by=cast.editor)
    assert states() == {"顶级": "open"}


def test_what_nobody_here_wrote_cannot_be_asked_for(cast: Cast, rules: ChangingRules) -> None:
    judge(cast, "顶级")
    QueuedFinding.objects.update(author=None)
    with pytest.raises(Invalid):
        handling.ask_author(QueuedFinding.objects.all(), by=cast.reviewer)


def test_a_block_needs_another_than_author_and_submitter(cast: Cast, rules: ChangingRules) -> None:
    verdict = judging.judge(
        content_of("顶级"),
        workspace=cast.workspace,
        subject=cast.workspace,
        by=cast.lead,
        author=cast.editor.membership,
    )
    with pytest.raises(NotAllowed, match="提交人"):
        overriding.override(verdict, by=cast.lead, reason="我看可以")
    overriding.override(verdict, by=cast.owner, reason="有协会证明")
    override = Override.objects.get()
    assert (override.right, override.role, override.by) == (
        "compliance.override",
        "owner",
        cast.owner.membership,
    )
    detail = json.loads(AuditEntry.objects.get(verb="verdict.override").body)["detail"]
    assert (detail["right"], detail["role"]) == ("compliance.override", "owner")


def test_who_hands_in_what_the_house_has_judged_does_not_let_it_pass(
    cast: Cast, rules: ChangingRules
) -> None:
    content = content_of("顶级")
    judging.judge(content, workspace=cast.workspace, subject=cast.workspace, by=cast.house)
    verdict = judging.judge(content, workspace=cast.workspace, subject=cast.workspace, by=cast.lead)
    with pytest.raises(NotAllowed):
        overriding.override(verdict, by=cast.lead, reason="我看可以")


def test_a_content_takes_its_findings_along(cast: Cast, rules: ChangingRules) -> None:
    verdict = judge(cast, "顶级")
    subject = (verdict.subject_type, verdict.subject_id, verdict.content_hash)
    queueing.note_standing(*subject, Standpoint(Standing.PUBLISHED, "/live/"))
    row = QueuedFinding.objects.get()
    assert (row.standing, row.url) == ("published", "/live/")
    judge(cast, "别的内容")
    assert states() == {"顶级": "open"}, "what is out is not settled by the draft's next text"
    queueing.note_end(*subject)
    assert states() == {}
