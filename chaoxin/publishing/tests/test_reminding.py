from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from chaoxin.notices import dispatching
from chaoxin.notices.models import Notice
from chaoxin.publishing import (
    finishing,
    freezing,
    handing,
    handoff_links,
    reminding,
    responsibility,
    scheduling,
)
from chaoxin.publishing.finishing import Brought
from chaoxin.publishing.models import Handoff
from chaoxin.publishing.states import State

from .by_hand import HandStage
from .stage import NOON, at

BROUGHT = Brought("https://hand.example/p/42", ticked=["account"], name="小周")


def run(from_second: int, to_second: int, *, step: int = 60) -> None:
    for second in range(from_second, to_second + 1, step):
        with at(second):
            while handing.hand_over_due() or reminding.remind_next() or dispatching.send_next():
                pass


def subjects() -> list[str]:
    return [message.subject[:6] for message in mail.outbox]


def test_responsible_is_told_when_ready_at_the_time_and_with_the_leads_when_late(hand: HandStage) -> None:
    delivery = hand.planned()
    run(-1800, -60)
    assert subjects() == ["【待人工发布"]
    run(-60, 600)
    assert subjects() == ["【待人工发布", "【到点了，该"]
    assert {message.to[0] for message in mail.outbox} == {"lead@example.com"}
    run(600, 3 * 3600, step=300)
    late = [message for message in mail.outbox if "超时" in message.subject]
    assert {message.to[0] for message in late} == {"lead@example.com", "owner@example.com"}
    assert Handoff.objects.get().escalated_at == NOON + timedelta(minutes=30)
    delivery.refresh_from_db()
    assert delivery.state == State.HANDED_OVER
    assert len(mail.outbox) == 4


def test_the_reminder_carries_the_link_that_opens_the_page(hand: HandStage) -> None:
    handoff = hand.opened()
    run(-1800, -1800)
    assert handoff_links.address_of(handoff) in mail.outbox[0].body
    assert "示例手作号" in mail.outbox[0].body
    assert "2026-11-23 12:00" in mail.outbox[0].body


def test_who_has_brought_the_link_is_reminded_no_more(hand: HandStage) -> None:
    handoff = hand.opened()
    run(-1800, -1800)
    with at(-600):
        finishing.bring_back(handoff, BROUGHT, by=hand.cast.house)
    run(-600, 7200, step=600)
    assert subjects() == ["【待人工发布"]


@pytest.mark.parametrize("end", ["cancel", "freeze"])
def test_nobody_is_reminded_of_what_shall_not_go_out(hand: HandStage, end: str) -> None:
    handoff = hand.opened()
    run(-1800, -1800)
    with at(-600):
        if end == "cancel":
            scheduling.cancel(handoff.delivery, by=hand.cast.editor)
        else:
            freezing.freeze(by=hand.cast.lead, reason="突发舆情")
    run(-600, 7200, step=600)
    assert subjects() == ["【待人工发布"]


def test_a_moved_one_is_told_of_again_at_its_new_time(hand: HandStage) -> None:
    handoff = hand.opened()
    run(-1800, 60)
    with at(60):
        later = NOON + timedelta(hours=3)
        scheduling.reschedule(handoff.delivery, due_at=later, zone="Asia/Shanghai", by=hand.cast.editor)
    run(60, 3 * 3600, step=60)
    assert subjects() == ["【待人工发布", "【到点了，该"] * 2


def test_a_worker_that_dies_in_between_tells_neither_twice_nor_never(
    hand: HandStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.opened()

    def die(*_arguments: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken, at(-1800):
        broken.setattr(reminding, "_following", die)
        with pytest.raises(SystemExit):
            reminding.remind_next()
    assert not Notice.objects.exists()
    run(-1800, -1740)
    assert subjects() == ["【待人工发布"]


def test_a_new_responsible_member_and_who_planned_it_hear_of_it(hand: HandStage) -> None:
    handoff = hand.opened()
    run(-1800, -1800)
    reviewer = hand.cast.reviewer.membership
    with at(-1200):
        responsibility.assign(handoff, to=reviewer, by=hand.cast.lead)
    run(-1200, -1200)
    assert (mail.outbox[-1].to, mail.outbox[-1].subject[:7]) == (["reviewer@example.com"], "【交给你发布】")
    with at(-600):
        finishing.hand_back(handoff, reason="图有错字", by=hand.cast.house, name="小周")
    run(-600, -600)
    returned = [message for message in mail.outbox if "没有发布" in message.subject]
    assert {message.to[0] for message in returned} == {"editor@example.com", "reviewer@example.com"}
    assert "小周 没有发布：图有错字" in returned[0].body
