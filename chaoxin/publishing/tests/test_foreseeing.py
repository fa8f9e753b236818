from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from chaoxin.accounts.testing.cast import Cast, assemble, sign_in
from chaoxin.channels import quotas
from chaoxin.channels.models import Channel
from chaoxin.compliance import approving
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Limit, Quota
from chaoxin.content import cropping, packing, reviewing
from chaoxin.content.models import Variant
from chaoxin.content.testing.rows import (
    approved_variant,
    article_channel,
    draft_with,
    look_into_all,
    post_channel,
)
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal
from chaoxin.publishing import scheduling
from chaoxin.publishing.models import Delivery

ZONE = "Asia/Shanghai"
HOUR = timedelta(hours=1)


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return post_channel(cast.workspace)


@pytest.fixture
def start() -> datetime:
    """The next full hour but one."""
    return clock.now().replace(minute=0, second=0, microsecond=0) + 2 * HOUR


def allow(monkeypatch: pytest.MonkeyPatch, *allowed: Quota) -> None:
    monkeypatch.setattr(quotas, "quotas_of", lambda channel: allowed)


def written(cast: Cast, channel: Channel, text: str, *, colors: str = "") -> Variant:
    return approved_variant(cast.editor, cast.reviewer, channel, body=text, colors=colors)


def plan(cast: Cast, variant: Variant, at: datetime, *, despite: bool = False) -> scheduling.Planned:
    return scheduling.schedule([variant], due_at=at, zone=ZONE, by=cast.editor, despite_doubts=despite)[0]


def test_the_same_words_on_the_same_channel_within_a_day_are_doubted_once(
    cast: Cast, channel: Channel, start: datetime
) -> None:
    assert plan(cast, written(cast, channel, "新茶到店，欢迎来喝。"), start).delivery
    again = written(cast, channel, "新茶到店　欢迎来喝！")
    doubted = plan(cast, again, start + 23 * HOUR)
    assert (doubted.delivery, doubted.doubtful) == (None, True)
    assert "文字一样" in doubted.sentence
    assert plan(cast, again, start + 23 * HOUR, despite=True).delivery


def test_after_a_day_or_on_another_channel_the_same_words_are_nothing_to_think_about(
    cast: Cast, channel: Channel, start: datetime
) -> None:
    plan(cast, written(cast, channel, "新茶到店，欢迎来喝。"), start)
    assert plan(cast, written(cast, channel, "新茶到店，欢迎来喝。"), start + 25 * HOUR).delivery
    other = post_channel(cast.workspace, external_id="other", name="另一个账号")
    assert plan(cast, written(cast, other, "新茶到店，欢迎来喝。"), start).delivery


def test_more_than_is_wise_on_one_day_of_the_platform_is_doubted_and_can_be_planned_all_the_same(
    cast: Cast, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    advise(monkeypatch, channel, 2)
    midnight = clock.day_bounds(clock.today(ZONE) + timedelta(days=2), ZONE)[0]
    for number in range(2):
        assert plan(cast, written(cast, channel, f"第 {number} 条。"), midnight + number * HOUR).delivery
    third = written(cast, channel, "第三条。")
    doubted = plan(cast, third, midnight + 23 * HOUR)
    assert (doubted.delivery, doubted.doubtful) == (None, True)
    assert "已经排了 2 条" in doubted.sentence
    assert plan(cast, written(cast, channel, "前一天。"), midnight - HOUR).delivery
    assert plan(cast, third, midnight + 23 * HOUR, despite=True).delivery


def advise(monkeypatch: pytest.MonkeyPatch, channel: Channel, most: int) -> None:
    known = registry.manifest(channel.platform)
    limit = Limit("advised_posts_per_day", most, "https://example.com", "2026-11-20", "inferred")
    found = {**registry.manifests(), channel.platform: replace(known, advised_posts_per_day=limit)}
    monkeypatch.setattr(registry, "manifests", lambda: found)


def test_the_same_picture_is_doubted_too(cast: Cast, channel: Channel, start: datetime) -> None:
    plan(cast, written(cast, channel, "早上好。", colors="teal"), start)
    doubted = plan(cast, written(cast, channel, "晚上好。", colors="teal"), start + 3 * HOUR)
    assert doubted.doubtful
    assert "同样的图片" in doubted.sentence


def test_a_part_of_a_picture_that_was_sent_is_the_same_picture(cast: Cast, start: datetime) -> None:
    articles = article_channel(cast.workspace)
    plan(cast, written(cast, articles, "早上好。", colors="teal"), start)
    draft = draft_with(cast.editor, articles, body="晚上好。")
    cropping.use(draft.variants.get(), draft.pictures.all()[0].asset, "1:1", by=cast.editor)
    look_into_all()
    for request in reviewing.submit_for_review(draft, by=cast.editor):
        approving.agree(request, by=cast.reviewer)
    reviewing.settle(draft)
    variant = draft.variants.select_related("channel", "draft__workspace").get()
    doubted = plan(cast, variant, start + 3 * HOUR)
    assert doubted.doubtful
    delivery = plan(cast, variant, start + 3 * HOUR, despite=True).delivery
    assert delivery
    post = packing.post_of(delivery.content, key="k")
    assert post.cover
    assert (post.cover.width, post.cover.height) == (48, 48)


def test_what_was_canceled_is_no_repetition(cast: Cast, channel: Channel, start: datetime) -> None:
    delivery = plan(cast, written(cast, channel, "新茶到店，欢迎来喝。"), start).delivery
    assert delivery
    scheduling.cancel(delivery, by=cast.editor)
    assert plan(cast, written(cast, channel, "新茶到店，欢迎来喝。"), start).delivery


def test_two_posts_nearer_than_the_spacing_are_planned_with_a_word_about_it(
    cast: Cast, channel: Channel, start: datetime
) -> None:
    Channel.objects.filter(pk=channel.pk).update(spacing_seconds=600)
    channel.refresh_from_db()
    plan(cast, written(cast, channel, "早上好。"), start)
    near = plan(cast, written(cast, channel, "晚上好。"), start + timedelta(minutes=5))
    assert near.delivery
    assert "10 分钟" in near.sentence
    assert plan(cast, written(cast, channel, "夜里好。"), start + HOUR).sentence == ""


def test_a_plan_beyond_the_platforms_quota_is_refused_until_there_is_room(
    cast: Cast, channel: Channel, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, Quota("posts", 2, HOUR, published=True), Quota("calls", 1, HOUR))
    first = plan(cast, written(cast, channel, "一"), start).delivery
    second = plan(cast, written(cast, channel, "二"), start + HOUR / 2).delivery
    assert first
    assert second
    third = written(cast, channel, "三")
    refused = plan(cast, third, start + HOUR - timedelta(minutes=1))
    assert (refused.delivery, refused.doubtful) == (None, False)
    assert "最多让这个账号发 2 条" in refused.sentence
    later = plan(cast, third, start + HOUR).delivery
    assert later
    with pytest.raises(Refusal, match="已经排满"):
        scheduling.reschedule(later, due_at=start + timedelta(minutes=5), zone=ZONE, by=cast.editor)
    scheduling.cancel(first, by=cast.editor)
    scheduling.reschedule(later, due_at=start + timedelta(minutes=5), zone=ZONE, by=cast.editor)
    assert Delivery.objects.get(pk=later.pk).due_at == start + timedelta(minutes=5)


def test_a_quota_of_one_kind_of_post_counts_only_those(
    cast: Cast, channel: Channel, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, Quota("mass", 1, HOUR, published=True, only_for={"delivery": "mass"}))
    for number in range(3):
        assert plan(cast, written(cast, channel, f"第 {number} 条"), start).delivery


@pytest.mark.django_db(transaction=True)
def test_two_plans_at_once_do_not_share_the_last_place(
    start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    cast = assemble()
    channel = post_channel(cast.workspace)
    allow(monkeypatch, Quota("posts", 3, HOUR, published=True))
    variants = [written(cast, channel, f"第 {number} 条") for number in range(6)]

    def click(variant: Variant) -> None:
        try:
            plan(
                cast, Variant.objects.select_related("channel", "draft__workspace").get(pk=variant.pk), start
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(click, variants))
    assert Delivery.objects.count() == 3


def test_the_panel_asks_once_more_and_then_plans(cast: Cast, channel: Channel, start: datetime) -> None:
    plan(cast, written(cast, channel, "新茶到店，欢迎来喝。"), start)
    again = written(cast, channel, "新茶到店，欢迎来喝。")
    address = reverse("publishing:schedule", args=["demo", again.draft_id])
    wish = {"variant": str(again.pk), "when": "at", "due_at": f"{start.astimezone():%Y-%m-%dT%H:%M}"}
    client = sign_in(cast.editor)
    asked = client.post(address, wish).content.decode()
    assert "文字一样" in asked
    assert 'name="despite"' in asked
    assert not Delivery.objects.filter(variant=again).exists()
    client.post(address, {**wish, "despite": "1"})
    assert Delivery.objects.filter(variant=again).exists()
