from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.compliance import judging, overriding, rejudging, rejudging_turns
from chaoxin.compliance.causes import cause
from chaoxin.compliance.models import QueuedFinding, Verdict
from chaoxin.compliance.tests.rules_of_a_test import ChangingRules
from chaoxin.compliance.values import Severity
from chaoxin.content.testing.rows import approved_variant, post_channel
from chaoxin.core import announcing, clock
from chaoxin.notices.models import Notice
from chaoxin.publishing import scheduling
from chaoxin.publishing.models import Delivery


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> ChangingRules:
    return ChangingRules(monkeypatch)


@pytest.fixture
def delivery(cast: Cast, rules: ChangingRules) -> Delivery:
    variant = approved_variant(
        cast.editor, cast.reviewer, post_channel(cast.workspace), body="顶级的桂花乌龙。"
    )
    due = clock.now() + timedelta(days=1)
    [planned] = scheduling.schedule(
        [variant], due_at=due, zone="Asia/Shanghai", by=cast.editor, despite_doubts=True
    )
    assert planned.delivery is not None, planned.sentence
    return planned.delivery


def tell() -> None:
    while announcing.dispatch_pending():
        pass


def withheld() -> list[Notice]:
    return [notice for notice in Notice.objects.all() if notice.words["title"].startswith("【合规暂停】")]


def judge_again(cast: Cast) -> None:
    rejudging.rules_changed(cast.workspace, why=cause("house_changed"))
    assert rejudging_turns.take_turn() == 1
    tell()


def test_what_is_scheduled_and_newly_blocked_waits_for_a_person_who_hears_of_it(
    cast: Cast, delivery: Delivery, rules: ChangingRules
) -> None:
    rules.words = {"顶级": Severity.BLOCK}
    judge_again(cast)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.held_for) == ("held", "verdict")
    assert "“顶级”" in delivery.sentence
    [notice] = withheld()
    assert notice.words["link"].endswith(f"/deliveries/{delivery.pk}/")
    assert [entry.member for entry in notice.dispatches.exclude(member=None)] == [cast.editor.membership]
    row = QueuedFinding.objects.get()
    assert (row.standing, row.state, row.author) == ("scheduled", "open", cast.editor.membership)
    assert row.url.endswith(f"/deliveries/{delivery.pk}/")


def test_it_is_held_and_told_of_once(cast: Cast, delivery: Delivery, rules: ChangingRules) -> None:
    rules.words = {"顶级": Severity.BLOCK}
    judge_again(cast)
    judge_again(cast)
    assert len(withheld()) == 1


def test_what_still_passes_stays_scheduled(cast: Cast, delivery: Delivery, rules: ChangingRules) -> None:
    rules.words = {"别的": Severity.BLOCK, "桂花": Severity.WARN}
    judge_again(cast)
    delivery.refresh_from_db()
    assert delivery.state == "scheduled"


def let_pass(cast: Cast, delivery: Delivery) -> None:
    verdict = Verdict.objects.filter(content_hash=delivery.content_hash).latest("judged_at")
    overriding.override(verdict, by=cast.reviewer, reason="有协会证明")
    tell()
    delivery.refresh_from_db()


def titles() -> list[str]:
    return [notice.words["title"].split("《")[0] for notice in Notice.objects.order_by("created_at")]


def test_once_let_pass_it_goes_on_at_its_time_and_is_not_held_again(
    cast: Cast, delivery: Delivery, rules: ChangingRules
) -> None:
    rules.words = {"顶级": Severity.BLOCK}
    due_at = delivery.due_at
    judge_again(cast)
    let_pass(cast, delivery)
    assert (delivery.state, delivery.held_for, delivery.sentence) == ("scheduled", "", "")
    assert delivery.due_at == due_at
    assert titles() == ["【合规暂停】", "【已恢复排期】"]
    line = AuditEntry.objects.get(verb="delivery.resume")
    assert (line.subject_id, line.actor_id) == (str(delivery.pk), None)
    judge_again(cast)
    delivery.refresh_from_db()
    assert delivery.state == "scheduled"
    assert judging.passes(cast.workspace, delivery.content_hash)


def test_a_false_alarm_lets_it_go_on(cast: Cast, delivery: Delivery, rules: ChangingRules) -> None:
    rules.words = {"顶级": Severity.BLOCK}
    judge_again(cast)
    rules.words = {}
    judge_again(cast)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.held_for) == ("scheduled", "")
    assert AuditEntry.objects.filter(verb="delivery.resume").count() == 1


def test_what_is_held_for_something_else_stays_held(
    cast: Cast, delivery: Delivery, rules: ChangingRules
) -> None:
    rules.words = {"顶级": Severity.BLOCK}
    judge_again(cast)
    Delivery.objects.update(held_for="frozen")
    let_pass(cast, delivery)
    assert (delivery.state, delivery.held_for) == ("held", "frozen")


def test_one_whose_time_is_past_waits_for_a_person_to_say_when(
    cast: Cast, delivery: Delivery, rules: ChangingRules
) -> None:
    rules.words = {"顶级": Severity.BLOCK}
    judge_again(cast)
    with clock.frozen(delivery.due_at + timedelta(days=1)):
        let_pass(cast, delivery)
    assert (delivery.state, delivery.held_for) == ("held", "late")
    assert "已经通过合规检查" in delivery.sentence
    assert titles() == ["【合规暂停】", "【合规已放行，等你决定】"]


def test_held_again_by_another_verdict_is_told_again(
    cast: Cast, delivery: Delivery, rules: ChangingRules
) -> None:
    rules.words = {"顶级": Severity.BLOCK}
    judge_again(cast)
    let_pass(cast, delivery)
    rules.words = {"顶级": Severity.BLOCK, "桂花": Severity.BLOCK}
    judge_again(cast)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.held_for) == ("held", "verdict")
    assert len(withheld()) == 2


def test_findings_follow_a_content_to_the_schedule_and_back(cast: Cast, rules: ChangingRules) -> None:
    rules.words = {"桂花": Severity.WARN}
    variant = approved_variant(cast.editor, cast.reviewer, post_channel(cast.workspace))
    assert QueuedFinding.objects.get().standing == "draft"
    [planned] = scheduling.schedule(
        [variant],
        due_at=clock.now() + timedelta(days=1),
        zone="Asia/Shanghai",
        by=cast.editor,
        despite_doubts=True,
    )
    assert planned.delivery is not None
    tell()
    assert QueuedFinding.objects.get().standing == "scheduled"
    scheduling.cancel(planned.delivery, by=cast.editor)
    tell()
    row = QueuedFinding.objects.get()
    assert (row.standing, row.url.endswith(f"/drafts/{variant.draft_id}/")) == ("draft", True)
