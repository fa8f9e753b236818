"""What ads brought, by campaign and by advertised post."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.analytics import ads, planning, reading
from chaoxin.analytics.models import AccountDay, AdDay
from chaoxin.analytics.testing.scene import NOON, TODAY, MeasuredPlatform, channel_in, live_post
from chaoxin.analytics.windows import Window
from chaoxin.channels.models import Channel, ChannelGroup
from chaoxin.connectors.values import Reading, ReadingKind
from chaoxin.core import clock
from chaoxin.publishing.models import Delivery

pytestmark = pytest.mark.django_db
NOTE = "66f0a1b2000000001e03c4d5"
WINDOW = Window(TODAY - timedelta(days=29), TODAY, "Asia/Shanghai")


def of(day: int, metric: str, value: float, **about: str) -> Reading:
    return Reading(metric, value, ReadingKind.PER_DAY, day=f"2026-11-{day}", **about)


SAID = [
    of(21, "ad_spend_yuan", 512.56),
    of(21, "ad_spend_yuan", 300.0, campaign_id="88", subject="种草加热"),
    of(22, "ad_spend_yuan", 12.56, campaign_id="88", subject="种草加热"),
    of(22, "ad_clicks", 40, campaign_id="88", subject="种草加热"),
    of(21, "ad_spend_yuan", 200.0, campaign_id="99", subject="客资收集"),
    of(21, "ad_spend_yuan", 312.56, post_id=NOTE, subject="春茶上新"),
    of(21, "ad_leads", 3, post_id=NOTE, subject="春茶上新"),
    of(21, "ad_spend_yuan", 200.0, post_id="66f0ffff000000001e03ffff", subject="别人写的"),
]


@pytest.fixture
def advertiser(cast: Cast) -> Channel:
    """The account of the ads, which publishes nothing itself."""
    return channel_in(cast, "投放账户", platform="xiaohongshu")


@pytest.fixture
def note(cast: Cast) -> Delivery:
    """A note of ours, published by hand on the account of the brand."""
    return live_post(
        channel_in(cast, "品牌号", platform="xiaohongshu"), author=cast.editor, post_id=NOTE, title="春茶上新"
    )


def read(channel: Channel, platform: MeasuredPlatform, said: list[Reading], *, at: Any = NOON) -> None:
    platform.account = said
    with clock.frozen(at):
        planning.plan_channel(channel)
        planning.read_again_soon(channel)
        while reading.take_turn():
            pass


def lines(cast: Cast, channel: Channel, who: str = "owner") -> list[ads.AdLine]:
    return ads.lines_of(channel, window=WINDOW, actor=cast.of(who))


def test_campaigns_and_notes_are_kept_apart_from_the_account_and_summed_from_their_rows(
    cast: Cast, advertiser: Channel, note: Delivery, platform: MeasuredPlatform
) -> None:
    read(advertiser, platform, SAID)
    assert AccountDay.objects.get(metric="ad_spend_yuan").value == Decimal("512.56")
    found = lines(cast, advertiser)
    assert [(line.level, line.name, line.values) for line in found] == [
        ("campaign", "种草加热", {"ad_spend_yuan": Decimal("312.56"), "ad_clicks": Decimal(40)}),
        ("campaign", "客资收集", {"ad_spend_yuan": Decimal(200)}),
        ("post", "春茶上新", {"ad_spend_yuan": Decimal("312.56"), "ad_leads": Decimal(3)}),
        ("post", "别人写的", {"ad_spend_yuan": Decimal(200)}),
    ]
    assert [line.delivery for line in found] == [None, None, note, None]
    for line in found:
        rows = ads.days_of(advertiser, window=WINDOW, level=line.level, subject_id=line.subject_id)
        for metric, value in line.values.items():
            assert sum(row.value for row in rows if row.metric == metric) == value


def test_a_corrected_day_replaces_the_earlier_one_and_a_late_answer_does_not(
    advertiser: Channel, platform: MeasuredPlatform
) -> None:
    read(advertiser, platform, SAID)
    ads.record(advertiser, [of(21, "ad_spend_yuan", 299.0, campaign_id="88")], at=NOON + timedelta(hours=1))
    ads.record(advertiser, [of(21, "ad_spend_yuan", 1.0, campaign_id="88")], at=NOON - timedelta(hours=1))
    row = AdDay.objects.get(subject_id="88", metric="ad_spend_yuan", day="2026-11-21")
    assert (row.value, row.subject) == (Decimal(299), "种草加热")


def test_what_is_no_day_or_no_amount_is_left_out(advertiser: Channel) -> None:
    strange = [
        Reading("ad_clicks", 4, ReadingKind.CUMULATIVE, campaign_id="88"),
        of(21, "ad_clicks", float("nan"), campaign_id="88"),
        of(21, "x" * 41, 4, campaign_id="88"),
        of(21, "ad_clicks", 4),
    ]
    assert ads.record(advertiser, strange, at=NOON) == 0
    assert not AdDay.objects.exists()


def test_pages_and_api_show_the_same_numbers(
    cast: Cast, advertiser: Channel, note: Delivery, platform: MeasuredPlatform
) -> None:
    read(advertiser, platform, SAID)
    browser, api = sign_in(cast.analyst), Client(headers=bearer(cast.analyst))
    with clock.frozen(NOON):
        of_account = browser.get(f"/w/demo/slots/channel-readings/{advertiser.pk}/").content.decode()
        of_note = browser.get(f"/w/demo/slots/delivery-curve/{note.pk}/").content.decode()
        address = f"/w/demo/analytics/accounts/{advertiser.pk}/ads/?level=campaign&subject=88"
        days = browser.get(address).content.decode()
        given = {"first": "2026-11-01", "last": "2026-11-22"}
        told = api.get(f"/api/v1/channels/{advertiser.pk}/ads", {**given, "level": "post"}).json()
        rows = api.get(f"/api/v1/channels/{advertiser.pk}/ad-days", {**given, "subject_id": "88"}).json()
    for text in ("种草加热", "312.56", f"/w/demo/deliveries/{note.pk}/"):
        assert text in of_account
    assert "广告带来的（投放账户）" in of_note
    assert "312.56" in of_note
    assert "客资收集" not in of_note
    assert "12.56" in days
    assert [entry["delivery_id"] for entry in told] == [str(note.pk), None]
    assert told[0]["values"] == {"ad_leads": 3, "ad_spend_yuan": 312.56}
    assert rows["total"] == 3
    assert sum(row["value"] for row in rows["items"] if row["metric"] == "ad_spend_yuan") == 312.56


def test_a_member_limited_to_a_group_sees_no_post_and_no_account_of_another(
    cast: Cast, advertiser: Channel, note: Delivery, platform: MeasuredPlatform
) -> None:
    read(advertiser, platform, SAID)
    group = ChannelGroup.objects.create(workspace=cast.workspace, name="投放")
    group.channels.add(advertiser)
    assert cast.analyst.membership
    cast.analyst.membership.all_channels = False
    cast.analyst.membership.save()
    group.accesses.create(membership=cast.analyst.membership)
    assert all(line.delivery is None for line in lines(cast, advertiser, "analyst"))
    group.channels.set([note.channel])
    assert ads.of_delivery(note, actor=cast.analyst) == []
    assert ads.of_delivery(note, actor=cast.owner)
    stranger = Client(headers=bearer(cast.stranger))
    assert stranger.get(f"/api/v1/channels/{advertiser.pk}/ads").status_code == 404
