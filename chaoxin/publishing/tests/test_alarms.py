from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import sign_in
from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Refusal
from chaoxin.notices.models import Notice
from chaoxin.publishing import alarms, delivering, reconciling, showing
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.states import State

from .stage import Stage, at, published


@pytest.fixture
def live(stage: Stage) -> Delivery:
    delivery = stage.delivery()
    with at(0):
        delivering.take_turn()
        reconciling.take_look()
    return delivery


def look(stage: Stage, found: Submission, *seconds: int) -> None:
    stage.platform.look_answer = found
    for second in seconds:
        with at(second):
            reconciling.take_look()


def test_a_removed_post_is_among_what_waits_for_a_person_until_somebody_has_seen_it(
    stage: Stage, live: Delivery
) -> None:
    look(stage, Submission(outcome=Outcome.REMOVED), 3600)
    editor = stage.cast.editor
    assert list(showing.at_risk(editor)) == [live]
    assert list(showing.search(editor, view="attention")) == [live]
    address = reverse("publishing:acknowledge", args=[stage.cast.workspace.slug, live.pk])
    assert sign_in(stage.cast.viewer).post(address).status_code == 403
    for _twice in range(2):
        assert sign_in(editor).post(address).status_code == 200
    assert list(showing.at_risk(editor)) == []
    assert AuditEntry.objects.filter(verb="delivery.acknowledge").count() == 1


def test_a_post_that_the_platform_limits_is_told_once(stage: Stage, live: Delivery) -> None:
    limited = replace(published("1"), limited=True, sentence="平台把它设为仅自己可见。")
    look(stage, limited, 700, 3700)
    found = Delivery.objects.get(pk=live.pk)
    assert (found.state, found.limited, found.alarm) == (State.PUBLISHED, True, "limited")
    assert found.sentence == "平台把它设为仅自己可见。"
    assert Fact.objects.filter(name="delivery.limited").count() == 1


def test_whoever_planned_it_and_owns_the_account_hear_of_what_befell_it(stage: Stage, live: Delivery) -> None:
    planner, owner = stage.cast.editor.membership, stage.cast.owner.membership
    Delivery.objects.filter(pk=live.pk).update(scheduled_by=planner)
    Channel.objects.filter(pk=live.channel_id).update(owner=owner)
    look(stage, Submission(outcome=Outcome.REMOVED, sentence="因违规被删除。"), 3600)
    [notice] = Notice.objects.all()
    assert notice.words["title"] == "【平台上不见了】《冬日新品》"
    assert "因违规被删除。" in notice.words["text"]
    assert {dispatch.member for dispatch in notice.dispatches.all()} == {planner, owner}


def test_a_limit_that_was_seen_is_not_raised_again_before_it_was_lifted(stage: Stage, live: Delivery) -> None:
    limited = replace(published("1"), limited=True)
    look(stage, limited, 700)
    alarms.acknowledge(Delivery.objects.get(pk=live.pk), by=stage.cast.editor)
    look(stage, limited, 3700)
    assert Delivery.objects.get(pk=live.pk).alarm == ""
    look(stage, published("1"), 6 * 3600 + 1)
    found = Delivery.objects.get(pk=live.pk)
    assert (found.limited, found.sentence) == (False, "")
    look(stage, limited, 24 * 3600 + 1)
    assert Delivery.objects.get(pk=live.pk).alarm == "limited"


def test_what_nothing_befell_has_nothing_to_be_seen(stage: Stage, live: Delivery) -> None:
    with pytest.raises(Refusal):
        alarms.acknowledge(live, by=stage.cast.editor)
