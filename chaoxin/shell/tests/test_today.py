from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance.models import ApprovalRequest
from chaoxin.content import packing, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing.rows import approved_variant, article_channel, draft_with
from chaoxin.core import clock
from chaoxin.inbox.models import Conversation
from chaoxin.publishing.models import Delivery
from chaoxin.shell import today


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return article_channel(cast.workspace)


def _delivery(
    cast: Cast, channel: Channel, *, title: str, state: str = "scheduled", hours: float = 0
) -> Delivery:
    variant = approved_variant(cast.editor, cast.reviewer, channel, title=title)
    packed = packing.pack(variant)
    return Delivery.objects.create(
        workspace=cast.workspace,
        variant=variant,
        channel=channel,
        state=state,
        due_at=clock.now() + timedelta(hours=hours),
        content=packed.content,
        content_hash=packed.hash,
        title=title,
    )


def _submitted(cast: Cast, channel: Channel) -> ApprovalRequest:
    draft = draft_with(cast.editor, channel)
    return reviewing.submit_for_review(draft, by=cast.editor)[0]


def _rows(cast: Cast, role: str, key: str) -> list[object]:
    return list(today.section(cast.of(role), key).rows)


def test_today_lists_what_goes_out_today_and_what_is_overdue_but_not_tomorrow(
    cast: Cast, channel: Channel
) -> None:
    start, _end = clock.day_bounds(clock.today("Asia/Shanghai"), "Asia/Shanghai")
    with clock.frozen(start + timedelta(hours=12)):
        due = _delivery(cast, channel, title="今天", hours=2)
        late = _delivery(cast, channel, title="昨天没发", hours=-20)
        _delivery(cast, channel, title="明天", hours=12)
        assert _rows(cast, "editor", "publish") == [late, due]


def test_held_unconfirmed_and_refused_deliveries_are_at_risk(cast: Cast, channel: Channel) -> None:
    risky = [
        _delivery(cast, channel, title=state, state=state, hours=number)
        for number, state in enumerate(["held", "unconfirmed", "refused"])
    ]
    _delivery(cast, channel, title="已上线", state="published")
    assert set(_rows(cast, "lead", "at-risk")) == set(risky)


def test_an_approval_waits_for_reviewers_and_not_for_its_author(cast: Cast, channel: Channel) -> None:
    request = _submitted(cast, channel)
    assert [waiting.request for waiting in _rows(cast, "reviewer", "approve")] == [request]  # type: ignore[attr-defined]
    assert [section.kind.key for section in today.sections(cast.editor)] == [
        "publish",
        "answer",
        "at-risk",
        "goals",
    ]


def test_agreeing_in_place_approves_and_empties_the_section(cast: Cast, channel: Channel) -> None:
    request = _submitted(cast, channel)
    answer = sign_in(cast.reviewer).post(
        reverse("shell:decide", args=["demo", request.pk]),
        {"word": "agree", "stage": "0"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert "没有等你审核的内容" in answer.content.decode()
    assert Draft.objects.get().state == Draft.State.APPROVED


def test_sending_back_needs_a_word_and_keeps_it_for_the_author(cast: Cast, channel: Channel) -> None:
    request, client = _submitted(cast, channel), sign_in(cast.reviewer)
    address = reverse("shell:decide", args=["demo", request.pk])
    assert client.post(address, {"word": "reject", "stage": "0"}).status_code == 422
    client.post(address, {"word": "reject", "stage": "0", "comment": "价格请核对"})
    request.refresh_from_db()
    assert (request.state, request.decisions.get().comment) == (ApprovalRequest.State.REJECTED, "价格请核对")


def test_conversations_wait_by_deadline(cast: Cast, channel: Channel) -> None:
    now = clock.now()
    for hours in (5, 1, 3):
        Conversation.objects.create(
            workspace=cast.workspace,
            channel=channel,
            kind="comment",
            thread_key=str(hours),
            excerpt=f"{hours} 小时",
            last_message_at=now,
            answer_due_at=now + timedelta(hours=hours),
        )
    found = _rows(cast, "answer_giver", "answer")
    assert [row.excerpt for row in found] == ["1 小时", "3 小时", "5 小时"]  # type: ignore[attr-defined]


def test_a_complaint_comes_before_what_waits_longer_and_after_what_is_overdue(
    cast: Cast, channel: Channel
) -> None:
    now = clock.now()
    for number in range(today.ROWS + 3):
        Conversation.objects.create(
            workspace=cast.workspace,
            channel=channel,
            kind="comment",
            thread_key=str(number),
            last_message_at=now,
            answer_due_at=now + timedelta(hours=3 * number - 6),
            purpose="complaint" if number == today.ROWS + 1 else "consultation",
            sentiment="negative" if number == today.ROWS + 1 else "neutral",
        )
    section = today.section(cast.answer_giver, "answer")
    assert [row.thread_key for row in section.rows] == ["0", str(today.ROWS + 1), "1", "2", "3", "4"]
    assert section.total == today.ROWS + 3
    page = sign_in(cast.answer_giver).get(reverse("shell:today", args=["demo"])).content.decode()
    assert '<span class="signs signs-complaint">投诉 · 负面</span>' in page


def test_the_page_shows_sections_by_right_and_one_may_be_asked_for_alone(
    cast: Cast, channel: Channel
) -> None:
    _delivery(cast, channel, title="桂花乌龙上市", hours=0.01)
    client = sign_in(cast.viewer)
    body = client.get(reverse("shell:today", args=["demo"])).content.decode()
    assert "桂花乌龙上市" in body
    assert "等待回复" not in body
    alone = client.get(reverse("shell:today_section", args=["demo", "publish"])).content.decode()
    assert "桂花乌龙上市" in alone
    assert "<html" not in alone
    assert client.get(reverse("shell:today_section", args=["demo", "answer"])).status_code == 403
    assert client.get(reverse("shell:today_section", args=["demo", "nothing"])).status_code == 404


def test_a_new_workspace_says_where_to_begin(cast: Cast) -> None:
    assert "从这里开始" in sign_in(cast.owner).get(reverse("shell:today", args=["demo"])).content.decode()


def test_the_page_costs_at_most_twenty_queries(
    cast: Cast, channel: Channel, django_assert_max_num_queries: object
) -> None:
    for number in range(8):
        _delivery(cast, channel, title=f"第{number}条", hours=0.01)
        _delivery(cast, channel, title=f"搁置{number}", state="held")
        _submitted(cast, channel)
    client = sign_in(cast.owner)
    client.get(reverse("shell:today", args=["demo"]))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(reverse("shell:today", args=["demo"]))


def test_a_text_that_waits_for_approval_is_shown_without_marks(cast: Cast, channel: Channel) -> None:
    draft = draft_with(cast.editor, channel, body="**88 元一本**，下月中旬发货。")
    reviewing.submit_for_review(draft, by=cast.editor)
    page = sign_in(cast.reviewer).get(reverse("shell:today", args=["demo"])).content.decode()
    assert "88 元一本，下月中旬发货。" in page
    assert "**" not in page
