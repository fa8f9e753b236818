from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.analytics import planning, recording
from chaoxin.analytics.models import ChannelReadingPlan, PostReadingPlan
from chaoxin.analytics.testing.scene import DAY, NOON, TODAY, conversation_in, live_post, measured
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.publishing.models import Delivery

pytestmark = pytest.mark.django_db
MONDAY = TODAY - 7 * DAY


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.fixture
def post(cast: Cast, channel: Channel) -> Delivery:
    delivery = live_post(channel, author=cast.editor, published_at=NOON - 3 * DAY)
    recording.write_posts(
        [measured(delivery, "likes", value, at=NOON - (3 - value) * DAY) for value in (1, 2)]
    )
    return delivery


def test_the_api_says_what_the_pages_say(cast: Cast, channel: Channel, post: Delivery) -> None:
    conversation_in(channel, at=NOON - DAY)
    client = Client(headers=bearer(cast.analyst))
    readings = client.get(f"/api/v1/readings?delivery={post.pk}").json()
    assert (readings["total"], [entry["value"] for entry in readings["items"]]) == (2, [1, 2])
    assert client.get("/api/v1/readings").status_code == 422
    span = f"first={TODAY - 7 * DAY}&last={TODAY}"
    figures = {entry["key"]: entry for entry in client.get(f"/api/v1/overview?{span}").json()["figures"]}
    assert (figures["interactions"]["value"], figures["reads"]["value"]) == (2, None)
    found = client.get(f"/api/v1/figures/interactions?{span}").json()
    assert sum(row["counts"] for row in found["items"]) == found["figure"]["value"] == 2
    assert client.get(f"/api/v1/figures/nonsense?{span}").status_code == 404
    assert (
        client.get(f"/api/v1/readings?delivery={post.pk}", headers=bearer(cast.stranger)).status_code == 404
    )
    assert Client().get("/api/v1/overview").status_code == 401


def test_a_reading_can_be_asked_for(cast: Cast, channel: Channel, post: Delivery) -> None:
    client = Client(headers=bearer(cast.analyst))
    planning.begin(post)
    assert client.post(f"/api/v1/deliveries/{post.pk}/readings").status_code == 202
    assert client.post(f"/api/v1/channels/{channel.pk}/readings").status_code == 202
    assert PostReadingPlan.objects.get().asked_at == NOON
    assert ChannelReadingPlan.objects.get().next_account_at == NOON
    editor = Client(headers=bearer(cast.editor))
    assert editor.post(f"/api/v1/deliveries/{post.pk}/readings").status_code == 403


def test_a_review_is_written_through_the_api(cast: Cast, channel: Channel) -> None:
    client = Client(headers=bearer(cast.analyst))

    def send(method: str, path: str, body: object) -> Any:
        return getattr(client, method)(f"/api/v1{path}", json.dumps(body), content_type="application/json")

    begun = send("post", "/reviews", {"monday": MONDAY.isoformat()})
    assert begun.status_code == 201
    pk = begun.json()["id"]
    assert send("put", f"/reviews/{pk}/text", {"notes": "好", "number": 0}).json()["notes"] == "好"
    assert send("put", f"/reviews/{pk}/text", {"notes": "晚了", "number": 0}).status_code == 409
    action = send("post", f"/reviews/{pk}/actions", {"text": "做"}).json()
    assert send("put", f"/review-actions/{action['id']}/settlement", {"done": True}).json()["done_at"]
    assert send("post", f"/reviews/{pk}/finish", {}).json()["finished_at"]
    assert send("post", f"/reviews/{pk}/numbers", {}).status_code == 409
    reader = Client(headers=bearer(cast.editor))
    assert reader.get("/api/v1/reviews").json()["total"] == 1
    assert reader.post("/api/v1/reviews", "{}", content_type="application/json").status_code == 403
