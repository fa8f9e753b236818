from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.core.refusals import NotAllowed
from chaoxin.inbox import fetching
from chaoxin.inbox.models import FetchCursor


@pytest.fixture
def place(cast: Cast) -> FetchCursor:
    channel = Channel.objects.create(
        workspace=cast.workspace, platform="weibo", mode="api", external_id="1", name="主账号"
    )
    later = clock.now() + timedelta(minutes=5)
    return FetchCursor.objects.create(channel=channel, next_fetch_at=later)


def is_due(place: FetchCursor) -> bool:
    place.refresh_from_db()
    return place.next_fetch_at <= clock.now()


def test_page_and_api_bring_the_next_fetch_forward(cast: Cast, place: FetchCursor) -> None:
    assert sign_in(cast.answer_giver).post("/w/demo/inbox/fetches/").status_code == 204
    assert is_due(place)
    FetchCursor.objects.update(next_fetch_at=clock.now() + timedelta(minutes=5))
    api = Client(headers=bearer(cast.answer_giver)).post(f"/api/v1/channels/{place.channel_id}/fetch")
    assert (api.status_code, api.json()) == (202, {"asked": True})
    assert is_due(place)


def test_a_channel_fetched_a_moment_ago_is_not_asked_again(cast: Cast, place: FetchCursor) -> None:
    FetchCursor.objects.update(fetched_at=clock.now())
    fetching.fetch_soon([place.channel], by=cast.answer_giver)
    assert not is_due(place)


def test_a_platform_that_told_us_to_wait_is_left_alone(cast: Cast, place: FetchCursor) -> None:
    FetchCursor.objects.update(failures=1)
    fetching.fetch_soon([place.channel], by=cast.answer_giver)
    assert not is_due(place)


def test_who_may_not_answer_may_not_ask_and_strangers_reach_nothing(cast: Cast, place: FetchCursor) -> None:
    with pytest.raises(NotAllowed):
        fetching.fetch_soon([place.channel], by=cast.analyst)
    stranger = Client(headers=bearer(cast.stranger)).post(f"/api/v1/channels/{place.channel_id}/fetch")
    assert stranger.status_code == 404
    assert not is_due(place)
