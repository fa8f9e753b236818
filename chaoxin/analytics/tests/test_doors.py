from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.analytics import deciding, gaps, planning, recording, reviewing
from chaoxin.analytics.models import PostReadingPlan
from chaoxin.analytics.testing.scene import (
    DAY,
    NOON,
    TODAY,
    channel_in,
    live_post,
    measured,
    measured_day,
)
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.goals import planning as goal_planning
from chaoxin.publishing.models import Delivery

pytestmark = pytest.mark.django_db
MONDAY = TODAY - 7 * DAY


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.fixture
def post(cast: Cast, channel: Channel) -> Delivery:
    delivery = live_post(channel, author=cast.editor, published_at=NOON - 3 * DAY, title="=冬日新品")
    recording.write_posts(
        [measured(delivery, "likes", value, at=NOON - (3 - value) * DAY) for value in (1, 2)]
    )
    planning.begin(delivery)
    return delivery


def status_of(client: Client, address: str) -> int:
    answer = client.get(address)
    return answer.status_code


def workbook_at(client: Client, address: str) -> Workbook:
    return load_workbook(io.BytesIO(client.get(address).content))


def test_pages_answer_members_and_nobody_else(cast: Cast, channel: Channel, post: Delivery) -> None:
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    pages = [
        "/w/demo/analytics/",
        "/w/demo/analytics/figures/likes/?period=7",
        "/w/demo/analytics/figures/likes/rows.csv",
        "/w/demo/analytics/figures/likes/rows.xlsx",
        "/w/demo/analytics/counted/sent_replies/",
        f"/w/demo/analytics/posts/{post.pk}/readings/",
        f"/w/demo/analytics/posts/{post.pk}/readings/?as=csv",
        f"/w/demo/analytics/accounts/{channel.pk}/readings/?as=xlsx",
        "/w/demo/analytics/reviews/",
        f"/w/demo/analytics/reviews/{review.pk}/",
        f"/w/demo/analytics/reviews/{review.pk}/review.xlsx",
        f"/w/demo/slots/delivery-curve/{post.pk}/",
        f"/w/demo/slots/channel-readings/{channel.pk}/",
    ]
    viewer, stranger = sign_in(cast.viewer), sign_in(cast.stranger)
    for address in pages:
        assert status_of(viewer, address) == 200, address
        assert status_of(stranger, address) == 404, address
        assert status_of(Client(), address) == 302, address


def test_a_strangers_rows_are_not_found_in_ones_own_workspace(
    cast: Cast, channel: Channel, post: Delivery
) -> None:
    stranger = sign_in(cast.stranger)
    for address in (
        f"/w/other/analytics/posts/{post.pk}/readings/",
        f"/w/other/analytics/accounts/{channel.pk}/readings/",
        f"/w/other/analytics/?channel={channel.pk}",
        f"/w/other/slots/delivery-curve/{post.pk}/",
    ):
        assert stranger.get(address).status_code == 404, address


def test_a_member_limited_to_a_group_sees_figures_of_its_channels_alone(
    cast: Cast, channel: Channel, post: Delivery
) -> None:
    assert cast.viewer.membership
    cast.viewer.membership.all_channels = False
    cast.viewer.membership.save()
    client = sign_in(cast.viewer)
    assert client.get(f"/w/demo/analytics/?channel={channel.pk}").status_code == 404
    assert client.get(f"/w/demo/slots/delivery-curve/{post.pk}/").status_code == 404
    page = client.get("/w/demo/analytics/")
    assert page.status_code == 200
    assert channel.name not in page.content.decode()
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    assert client.get(f"/w/demo/analytics/reviews/{review.pk}/").status_code == 404


def test_missing_is_said_and_never_a_zero(cast: Cast, channel: Channel, post: Delivery) -> None:
    page = sign_in(cast.viewer).get("/w/demo/analytics/?period=7")
    cards = {card.key: card for card in page.context["cards"]}
    assert (cards["reads"].text, cards["reads"].known) == ("暂无数据", False)
    assert cards["interactions"].text == "2"
    assert page.context["days"][0]["rows"][0]["values"][:1] * 7 == [None] * 7
    assert page.context["reads_chart"]["series"] == []
    assert None in page.context["interactions_chart"]["series"][0]["data"]


def test_a_wrong_period_keeps_what_was_typed_and_says_why(cast: Cast, channel: Channel) -> None:
    page = sign_in(cast.viewer).get("/w/demo/analytics/?period=custom&first=2026-11-20&last=2026-11-01")
    assert page.status_code == 422
    text = page.content.decode()
    assert "开始日期要早于结束日期" in text
    assert 'value="2026-11-20"' in text
    assert sign_in(cast.viewer).get("/w/demo/analytics/?first=2026-11-20&last=2026-12-24").status_code == 422


def test_the_curve_shows_readings_gaps_and_the_next_one(cast: Cast, channel: Channel, post: Delivery) -> None:
    gaps.note_gap(
        channel, delivery=post, starts_at=NOON - 2 * DAY, ended_at=NOON - DAY, reason="平台额度用完"
    )
    answer = sign_in(cast.viewer).get(f"/w/demo/slots/delivery-curve/{post.pk}/")
    text = answer.content.decode()
    assert "平台额度用完" in text
    assert "下次计划" in text
    series = answer.context["shown"][0]["chart"]["series"][0]
    assert [value for _at, value in series["data"]] == [1, None, 2]
    assert len(series["markArea"]["data"]) == 1


def test_asking_for_a_reading_takes_the_right(cast: Cast, post: Delivery) -> None:
    address = f"/w/demo/analytics/posts/{post.pk}/reading/"
    assert sign_in(cast.viewer).post(address).status_code == 403
    assert sign_in(cast.analyst).get(address).status_code == 405
    answer = sign_in(cast.analyst).post(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "every 3s" in answer.content.decode()
    assert PostReadingPlan.objects.get().asked_at == NOON


def test_files_carry_no_formulas(cast: Cast, post: Delivery) -> None:
    client = sign_in(cast.viewer)
    answer = client.get("/w/demo/analytics/figures/likes/rows.csv?period=7")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=冬日新品" in text
    assert len(text.strip().splitlines()) == 3
    sheet = workbook_at(client, "/w/demo/analytics/figures/likes/rows.xlsx?period=7").worksheets[0]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["'=冬日新品"] * 2


def test_the_goal_slot_shows_every_target_with_its_rows(cast: Cast, channel: Channel) -> None:
    terms = goal_planning.Terms(
        kind="awareness", name="目标", starts_on=TODAY - 20 * DAY, ends_on=TODAY + 9 * DAY
    )
    targets = [goal_planning.Target(kpi, Decimal(300)) for kpi in ("followers_gained_month", "reads")]
    objective = goal_planning.set_objective(terms, targets, by=cast.lead)
    recording.write_accounts([measured_day(channel, "new_followers", 5, day=TODAY - DAY)])
    client = sign_in(cast.viewer)
    answer = client.get(f"/w/demo/slots/goal-progress/{objective.pk}/")
    text = answer.content.decode()
    assert "月新增粉丝" in text
    assert "暂无数据" in text
    for entry in answer.context["shown"]:
        assert client.get(entry["rows_url"]).status_code == 200
    assert sign_in(cast.stranger).get(f"/w/other/slots/goal-progress/{objective.pk}/").status_code == 404


def test_a_review_is_written_through_its_page(cast: Cast, channel: Channel) -> None:
    client = sign_in(cast.analyst)
    begun = client.post("/w/demo/analytics/reviews/new/", {"monday": MONDAY.isoformat()})
    address = begun["Location"]
    saved = client.post(f"{address}text/", {"notes": "好", "decisions": "继续", "number": 0})
    assert saved.status_code == 302
    late = client.post(f"{address}text/", {"notes": "我写了很久的要点", "decisions": "", "number": 0})
    assert late.status_code == 409
    assert "我写了很久的要点" in late.content.decode()
    client.post(f"{address}actions/", {"text": "换时间", "due_on": ""})
    empty = client.post(f"{address}actions/", {"text": ""}, headers={"HX-Request": "true"})
    assert empty.status_code == 422
    page = client.get(address).content.decode()
    assert "换时间" in page
    assert sign_in(cast.viewer).post(f"{address}finish/").status_code == 403
    assert client.post(f"{address}finish/").status_code == 302
    assert "已定稿" in client.get(address).content.decode()


def test_the_workbook_of_a_review_holds_its_rows(cast: Cast, channel: Channel) -> None:
    recording.write_accounts(
        [measured_day(channel, "new_followers", value, day=MONDAY + value * DAY) for value in (1, 2)]
    )
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    deciding.add_action(review, text="做一件事", by=cast.lead, due_on=TODAY)
    book = workbook_at(sign_in(cast.viewer), f"/w/demo/analytics/reviews/{review.pk}/review.xlsx")
    assert book.sheetnames == ["数据", "各账号", "内容", "明细", "复盘", "行动"]
    gained = [row[4] for row in book["明细"].iter_rows(values_only=True) if row[1] == "新增关注"]
    assert gained == [1, 2]
    assert book["行动"]["A2"].value == "做一件事"


def test_pages_ask_few_questions(cast: Cast, channel: Channel, django_assert_max_num_queries: Any) -> None:
    for name in "甲乙丙":
        other = channel_in(cast, name)
        for number in range(4):
            delivery = live_post(other, author=cast.editor, published_at=NOON - (number + 1) * DAY)
            recording.write_posts(
                [measured(delivery, "likes", 5, at=NOON - DAY), measured(delivery, "reads", 9, at=NOON)]
            )
    review = reviewing.begin(monday=MONDAY, by=cast.lead)
    client = sign_in(cast.lead)
    pages = [
        "/w/demo/analytics/?period=90",
        "/w/demo/analytics/figures/engagement_rate/?period=90",
        "/w/demo/analytics/counted/sent_replies/?period=90",
        f"/w/demo/slots/delivery-curve/{delivery.pk}/",
        f"/w/demo/slots/channel-readings/{channel.pk}/",
        "/w/demo/analytics/reviews/",
        f"/w/demo/analytics/reviews/{review.pk}/",
    ]
    for address in pages:
        client.get(address)
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
