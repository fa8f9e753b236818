"""A member limited to a group of channels reaches nothing of the others over REST: neither by its id, nor in a list,
nor by naming it in a plan. Generated over all operations, so that a new one is held to it too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from ninja.operation import Operation
from ninja.params.models import BodyModel

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.channels import grouping
from chaoxin.channels.models import Channel, ChannelGroup
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import declared_channel
from chaoxin.config.api_guide import operations, right_of
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.content.models import Variant
from chaoxin.content.testing.rows import approved_variant
from chaoxin.core import clock
from chaoxin.inbox import folding, receiving
from chaoxin.inbox.models import Conversation
from chaoxin.publishing import freezing, handing, scheduling
from chaoxin.publishing.models import Delivery, Freeze, Handoff

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
NAMED = re.compile(r"^/(channels|variants|deliveries|handoffs|conversations|channel-groups)/\{[^}]*\}")
# What operations may ask of a caller's body; each is sent the fields that it knows.
BODY: dict[str, Any] = {
    "reason": "不用发了",
    "link": "https://tide.example/p/abc",
    "url": "https://tide.example/p/abc",
    "member_id": None,
    "due_at": "2026-11-24T04:00:00Z",
    "until": "2026-11-24T04:00:00Z",
    "text": "好的",
    "note": "打过电话",
    "request_key": "k",
    "name": "改名",
    "channels": [],
    "cut": {"left": 0, "top": 0, "width": 1},
    "ratio": "1:1",
}


@dataclass(frozen=True)
class Side:
    """What stands on one channel, by the word of the address that names it."""

    channel: Channel
    group: ChannelGroup
    variant: Variant
    delivery: Delivery
    conversation: Conversation

    def id_of(self, noun: str) -> str:
        named = {
            "channels": self.channel,
            "channel-groups": self.group,
            "variants": self.variant,
            "deliveries": self.delivery,
            "handoffs": self.delivery,
            "conversations": self.conversation,
        }
        return str(named[noun].pk)


@pytest.fixture
def east(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Side:
    fake_platform.install(monkeypatch)
    return _side(cast, "tide-1", "华东号")


@pytest.fixture
def west(cast: Cast, east: Side) -> Iterator[Side]:
    """The other side; the lead and the one who answers are limited to the first one from then on."""
    made = _side(cast, "tide-2", "西部号")
    for actor in (cast.lead, cast.answer_giver):
        assert actor.membership
        grouping.limit_member(actor.membership, by=cast.owner, groups=[east.group.pk])
        actor.membership.refresh_from_db()
    with clock.frozen(NOON):
        yield made


def _side(cast: Cast, number: str, name: str) -> Side:
    channel = declared_channel(cast.workspace, external_id=number, name=name)
    group = grouping.create_group(by=cast.owner, name=f"{name}组", channels=[channel.pk])
    variant = approved_variant(cast.editor, cast.reviewer, channel, title=f"{name}新品", body="桂花乌龙")
    with clock.frozen(NOON - timedelta(hours=2)):
        planned = scheduling.schedule([variant], due_at=NOON, zone="Asia/Shanghai", by=cast.owner)
    assert planned[0].delivery, planned[0].sentence
    with clock.frozen(NOON - timedelta(minutes=20)):
        assert handing.hand_over_due()
    event = Event(EventKind.MESSAGE, f"m-{number}", NOON, Sender(f"fan-{number}"), "在吗", thread_id="t")
    receiving.take_in(channel, [event])
    while folding.fold_pending():
        pass
    conversation = Conversation.objects.get(channel=channel)
    return Side(channel, group, variant, planned[0].delivery, conversation)


def ask(who: dict[str, str], method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    sent = {} if method in ("GET", "DELETE") else {"data": json.dumps(body or {})}
    call = getattr(Client(headers=who), method.lower())
    return call(f"/api/v1{path}", content_type="application/json", **sent)


def body_for(operation: Operation) -> dict[str, Any]:
    """Of what operations ask for what this one does."""
    known = {
        name
        for model in operation.models
        if issubclass(model, BodyModel)
        for argument in model.model_fields.values()
        if isinstance(argument.annotation, type) and issubclass(argument.annotation, Body)
        for name in argument.annotation.model_fields
    }
    return {name: value for name, value in BODY.items() if name in known}


NAMING = [
    (method, path, right_of(one), body_for(one))
    for _tag, method, path, one in operations()
    if NAMED.match(path)
]


def addressed(path: str, side: Side) -> str:
    """The path with the object that it begins with; what comes behind it belongs to nothing."""
    found = NAMED.match(path)
    assert found
    noun = found[1]
    rest = re.sub(r"\{[^}]*\}", "00000000-0000-7000-8000-000000000000", path[found.end() :])
    return f"/{noun}/{side.id_of(noun)}{rest}"


def test_the_rooms_that_name_channels_are_all_in_the_walk() -> None:
    assert {path.split("/")[1] for _method, path, _right, _body in NAMING} == {
        "channels",
        "channel-groups",
        "variants",
        "deliveries",
        "handoffs",
        "conversations",
    }
    assert len(NAMING) > 40


@pytest.mark.parametrize("role", ["lead", "answer_giver"])
def test_nothing_of_other_channels_is_found_by_its_id(cast: Cast, east: Side, west: Side, role: str) -> None:
    actor = cast.of(role)
    who = bearer(actor)
    answers = {
        f"{method} {path}": ask(who, method, addressed(path, west), body).status_code
        for method, path, right, body in NAMING
        if actor.may(right)
    }
    assert answers
    assert {name: status for name, status in answers.items() if status != 404} == {}


def test_what_is_refused_there_is_given_for_the_own_channels(cast: Cast, east: Side, west: Side) -> None:
    """So that the walk above is not green because everything is refused."""
    who, owner = bearer(cast.lead), bearer(cast.owner)
    plain = [
        path
        for method, path, right, _body in NAMING
        if method == "GET" and path.count("{") == 1 and cast.lead.may(right)
    ]
    assert len(plain) >= 8
    own = {path: ask(who, "GET", addressed(path, east)).status_code for path in plain}
    assert {path: status for path, status in own.items() if status not in (200, 404)} == {}
    refused = [path for path, status in own.items() if status == 404]
    other = {path: ask(owner, "GET", addressed(path, west)).status_code for path in plain}
    assert other == own
    assert len(refused) <= 1, "a declared account has no callback, everything else is there"


# The lists that show less unless everything is asked for.
EVERYTHING = {"deliveries": "view=all", "handoffs": "view=all"}


@pytest.mark.parametrize("noun", ["channels", "channel-groups", "deliveries", "handoffs", "conversations"])
def test_lists_hold_the_own_channels_only(cast: Cast, east: Side, west: Side, noun: str) -> None:
    asked = f"/{noun}?{EVERYTHING.get(noun, '')}"
    text = ask(bearer(cast.lead), "GET", asked).content.decode()
    everything = ask(bearer(cast.owner), "GET", asked).content.decode()
    assert east.id_of(noun) in text
    assert west.id_of(noun) not in text
    assert "西部号" not in text
    assert west.id_of(noun) in everything


def test_naming_another_channel_in_a_filter_opens_nothing(cast: Cast, east: Side, west: Side) -> None:
    who = bearer(cast.lead)
    for noun in ("deliveries", "handoffs", "conversations"):
        answer = ask(who, "GET", f"/{noun}?{EVERYTHING.get(noun, '')}&channel={west.channel.pk}")
        assert answer.status_code in (200, 404)
        assert west.id_of(noun) not in answer.content.decode()


def test_a_plan_cannot_name_other_channels_or_groups(cast: Cast, east: Side, west: Side) -> None:
    who = bearer(cast.lead)
    plan = {"draft_id": str(east.variant.draft_id), "due_at": "2026-11-24T04:00:00Z"}
    by_channel = ask(who, "POST", "/deliveries", {**plan, "channel_ids": [str(west.channel.pk)]})
    by_group = ask(who, "POST", "/deliveries", {**plan, "group_id": str(west.group.pk)})
    by_draft = ask(who, "POST", "/deliveries", {**plan, "draft_id": str(west.variant.draft_id)})
    assert [by_channel.status_code, by_group.status_code, by_draft.status_code] == [404, 404, 404]
    assert Delivery.objects.count() == 2


def test_a_draft_for_several_channels_shows_and_plans_those_of_the_group(
    cast: Cast, east: Side, west: Side
) -> None:
    Variant.objects.filter(pk=west.variant.pk).update(draft=east.variant.draft)
    draft = east.variant.draft_id
    listed = ask(bearer(cast.lead), "GET", f"/drafts/{draft}/variants").json()
    assert [entry["id"] for entry in listed] == [str(east.variant.pk)]
    plan = {"draft_id": str(draft), "variant_ids": [str(west.variant.pk)], "due_at": "2026-11-24T04:00:00Z"}
    ask(bearer(cast.lead), "POST", "/deliveries", plan)
    assert Delivery.objects.filter(channel=west.channel).count() == 1
    added = ask(bearer(cast.lead), "POST", f"/drafts/{draft}/variants", {"channel": str(west.channel.pk)})
    assert added.status_code == 404


def test_freezes_of_other_channels_are_neither_seen_nor_lifted_nor_made(
    cast: Cast, east: Side, west: Side
) -> None:
    who = bearer(cast.lead)
    theirs = freezing.freeze(by=cast.owner, reason="西部整顿", channel=west.channel)
    everywhere = freezing.freeze(by=cast.owner, reason="全公司暂停")
    listed = {entry["id"] for entry in ask(who, "GET", "/freezes").json()}
    assert listed == {str(everywhere.pk)}
    assert ask(who, "DELETE", f"/freezes/{theirs.pk}").status_code == 404
    made = ask(who, "POST", "/freezes", {"reason": "停一下", "channel_id": str(west.channel.pk)})
    assert made.status_code == 404
    assert Freeze.objects.get(pk=theirs.pk).thawed_at is None


def test_responsible_people_are_named_for_the_own_hand_offs_only(cast: Cast, east: Side, west: Side) -> None:
    assert cast.lead.membership
    chosen = [str(east.delivery.pk), str(west.delivery.pk)]
    body = {"member_id": str(cast.lead.membership.pk), "delivery_ids": chosen}
    answer = ask(bearer(cast.lead), "POST", "/handoffs/responsible", body)
    assert (answer.status_code, answer.json()["done"]) == (200, 1)
    assert Handoff.objects.get(delivery=west.delivery).responsible_id != cast.lead.membership.pk


def test_whoever_is_freed_reaches_everything_again(cast: Cast, east: Side, west: Side) -> None:
    assert cast.lead.membership
    grouping.free_member(cast.lead.membership, by=cast.owner)
    cast.lead.membership.refresh_from_db()
    who = bearer(cast.lead)
    for noun in ("channels", "deliveries", "handoffs", "conversations"):
        assert ask(who, "GET", f"/{noun}/{west.id_of(noun)}").status_code == 200
