"""One draft for a group of accounts: staggered, each with its own result, a retry touching only those that failed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels import grouping
from chaoxin.channels.models import Channel, ChannelGroup
from chaoxin.compliance import approving
from chaoxin.content import adapting, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing.rows import draft_with, post_channel
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid
from chaoxin.publishing import gathering, scheduling
from chaoxin.publishing.models import Delivery

HTMX = {"HX-Request": "true"}
MINUTES = timedelta(minutes=1)


def channels(cast: Cast) -> list[Channel]:
    return [post_channel(cast.workspace, external_id=name, name=f"{name}店") for name in "甲乙丙"]


def approved(cast: Cast, held: Sequence[Channel]) -> Draft:
    draft = draft_with(cast.editor, *held)
    for request in reviewing.submit_for_review(draft, by=cast.editor):
        approving.agree(request, by=cast.reviewer)
    reviewing.settle(draft)
    return draft


@pytest.fixture
def stores(cast: Cast) -> tuple[Draft, ChannelGroup, list[Channel]]:
    """A group of three accounts, of which the draft has two."""
    held = channels(cast)
    group = grouping.create_group(by=cast.owner, name="门店", channels=[channel.pk for channel in held])
    return approved(cast, held[:2]), group, held


def test_a_group_goes_out_one_after_the_other_and_says_whom_the_draft_lacks(
    cast: Cast, stores: tuple[Draft, ChannelGroup, list[Channel]]
) -> None:
    draft, group, held = stores
    chosen = gathering.of_group(draft, group, by=cast.editor)
    assert set(chosen.missing) == {held[2]}
    due_at = clock.now() + timedelta(hours=5)
    planned = scheduling.schedule(
        chosen.variants, due_at=due_at, zone="Asia/Shanghai", by=cast.editor, apart=20 * MINUTES
    )
    times = [entry.delivery.due_at for entry in planned if entry.delivery]
    assert times == [due_at, due_at + 20 * MINUTES]
    again = scheduling.schedule(
        chosen.variants, due_at=due_at, zone="Asia/Shanghai", by=cast.editor, apart=20 * MINUTES
    )
    assert [entry.delivery for entry in again] == [entry.delivery for entry in planned]


def test_one_account_that_cannot_be_planned_hinders_no_other_and_a_retry_touches_it_alone(
    cast: Cast, stores: tuple[Draft, ChannelGroup, list[Channel]]
) -> None:
    draft, group, _held = stores
    first, second = gathering.of_group(draft, group, by=cast.editor).variants
    adapting.change(first, by=cast.editor, own={"body": "没有审过的另一段话。"})
    chosen = gathering.of_group(draft, group, by=cast.editor)
    due_at = clock.now() + timedelta(hours=5)
    planned = scheduling.schedule(
        chosen.variants, due_at=due_at, zone="Asia/Shanghai", by=cast.editor, apart=10 * MINUTES
    )
    refused, done = planned
    assert (refused.delivery, bool(refused.sentence)) == (None, True)
    assert done.delivery
    assert done.delivery.due_at == due_at + 10 * MINUTES
    adapting.change(first, by=cast.editor, own={"body": None})
    chosen = gathering.of_group(draft, group, by=cast.editor)
    scheduling.schedule(
        chosen.variants, due_at=due_at, zone="Asia/Shanghai", by=cast.editor, apart=10 * MINUTES
    )
    assert Delivery.objects.get(variant=second) == done.delivery
    assert Delivery.objects.get(variant=first).due_at == due_at


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_gap_out_of_range_is_refused(
    cast: Cast, stores: tuple[Draft, ChannelGroup, list[Channel]], minutes: int
) -> None:
    draft, group, _held = stores
    chosen = gathering.of_group(draft, group, by=cast.editor)
    with pytest.raises(Invalid):
        scheduling.publish_now(chosen.variants, by=cast.editor, apart=minutes * MINUTES)
    assert not Delivery.objects.exists()


def test_the_panel_schedules_a_group_and_keeps_the_result_of_each_account(
    cast: Cast, stores: tuple[Draft, ChannelGroup, list[Channel]]
) -> None:
    draft, group, _held = stores
    client = sign_in(cast.editor)
    panel = client.get(f"/w/demo/slots/draft-deliveries/{draft.pk}/").content.decode()
    assert "分组“门店”" in panel
    told = {"group": str(group.pk), "due_at": "2030-01-01T09:00", "apart_minutes": "-5", "when": "at"}
    wrong = client.post(f"/w/demo/drafts/{draft.pk}/schedule/", told, headers=HTMX)
    assert (wrong.status_code, "间隔不能是负数" in wrong.content.decode()) == (422, True)
    day = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%d")
    told |= {"due_at": f"{day}T09:00", "apart_minutes": "15"}
    done = client.post(f"/w/demo/drafts/{draft.pk}/schedule/", told, headers=HTMX).content.decode()
    assert f"{day} 09:00" in done
    assert f"{day} 09:15" in done
    assert "稿件里还没有" in done


def test_rest_schedules_a_group_and_names_who_is_missing(
    cast: Cast, stores: tuple[Draft, ChannelGroup, list[Channel]]
) -> None:
    draft, group, held = stores
    wish: dict[str, Any] = {
        "draft_id": str(draft.pk),
        "group_id": str(group.pk),
        "apart_minutes": 30,
        "due_at": (clock.now() + timedelta(hours=3)).isoformat(),
    }
    said = Client().post(
        "/api/v1/deliveries", json.dumps(wish), content_type="application/json", headers=bearer(cast.editor)
    )
    assert said.status_code == 200
    by_channel = {row["channel_id"]: row for row in said.json()}
    assert len(by_channel) == 3
    assert by_channel[str(held[2].pk)]["variant_id"] is None
    assert by_channel[str(held[2].pk)]["sentence"]
    first, second = Delivery.objects.order_by("due_at")
    assert second.due_at - first.due_at == 30 * MINUTES


def test_who_is_limited_to_a_group_plans_for_its_accounts_only(
    cast: Cast, stores: tuple[Draft, ChannelGroup, list[Channel]]
) -> None:
    draft, _group, held = stores
    own = grouping.create_group(by=cast.owner, name="甲", channels=[held[0].pk])
    assert cast.editor.membership
    grouping.limit_member(cast.editor.membership, by=cast.owner, groups=[own.pk])
    cast.editor.membership.refresh_from_db()
    told = {
        "variant": [str(variant.pk) for variant in draft.variants.all()],
        "when": "now",
    }
    sign_in(cast.editor).post(f"/w/demo/drafts/{draft.pk}/schedule/", told, headers=HTMX)
    assert {delivery.channel for delivery in Delivery.objects.all()} == {held[0]}


def test_a_whole_group_is_added_to_a_draft(
    cast: Cast, stores: tuple[Draft, ChannelGroup, list[Channel]]
) -> None:
    _draft, group, held = stores
    draft = draft_with(cast.editor, held[0])
    client = sign_in(cast.editor)
    page = client.get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert "分组“门店”的 2 个账号" in page
    client.post(f"/w/demo/drafts/{draft.pk}/channels/", {"add_group": [str(group.pk)]}, headers=HTMX)
    assert {variant.channel for variant in draft.variants.all()} == set(held)
