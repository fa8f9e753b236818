from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chaoxin.accounts import belonging
from chaoxin.accounts.models import AuditEntry, Membership
from chaoxin.accounts.testing.cast import bearer, sign_in
from chaoxin.core.refusals import Invalid, NotAllowed
from chaoxin.publishing import handoff_links, responsibility, scheduling, showing, showing_handoffs
from chaoxin.publishing.models import Delivery, Handoff, Receipt
from chaoxin.publishing.states import State, TooLate

from .by_hand import HandStage, body_of
from .stage import NOON, at

HTMX = {"HX-Request": "true"}


@pytest.fixture
def handoff(hand: HandStage) -> Handoff:
    cache.clear()
    return hand.opened()


def member(hand: HandStage, role: str) -> Membership:
    found = hand.cast.of(role).membership
    assert found
    return found


def test_the_queue_lists_what_is_to_be_published_by_hand_and_nothing_else(
    hand: HandStage, handoff: Handoff
) -> None:
    ahead = hand.planned(hand.make_channel("第二个号"))
    editor = hand.cast.editor
    assert list(showing_handoffs.search(editor)) == [handoff.delivery]
    assert list(showing_handoffs.search(editor, view="upcoming")) == [ahead]
    assert list(showing_handoffs.search(hand.cast.lead, responsible="me")) == [handoff.delivery]
    assert not showing_handoffs.search(editor, responsible="me")
    text = sign_in(editor).get("/w/demo/handoffs/?view=open").content.decode()
    assert text.count("扫码发布") == 1
    assert "负责人 李负责" in text


def test_the_dialog_gives_link_and_code_to_those_who_may_publish_only(
    hand: HandStage, handoff: Handoff
) -> None:
    address = f"/w/demo/handoffs/{handoff.delivery_id}/"
    with at(0):
        text = sign_in(hand.cast.editor).get(address, headers=HTMX).content.decode()
        assert handoff_links.address_of(handoff) in text
        assert "<svg" in text
        assert sign_in(hand.cast.viewer).get(address).status_code == 403
        assert sign_in(hand.cast.stranger).get(address).status_code == 404
    queue = sign_in(hand.cast.viewer).get("/w/demo/handoffs/").content.decode()
    assert "扫码发布" not in queue
    assert handoff_links.secret_of(handoff) not in queue


def test_desk_and_api_bring_links_back_by_the_same_rules(hand: HandStage, handoff: Handoff) -> None:
    desk, api = sign_in(hand.cast.editor), Client(headers=bearer(hand.cast.editor))
    address = f"/w/demo/handoffs/{handoff.delivery_id}/link/"
    with at(0):
        refused = desk.post(address, {"link": "https://hand.example/p/5"}, headers=HTMX)
        assert refused.status_code == 422
        wrong = api.post(
            f"/api/v1/handoffs/{handoff.delivery_id}/link",
            json.dumps({"link": "https://elsewhere.example/", "steps": ["account"]}),
            content_type="application/json",
        )
        assert (wrong.status_code, wrong.json()["field"]) == (422, "link")
        done = desk.post(address, {"link": "https://hand.example/p/5", "step": "account"}, headers=HTMX)
        assert done.status_code == 204
        assert "deliveries-changed" in done["HX-Trigger"]
        told = api.get(f"/api/v1/handoffs/{handoff.delivery_id}").json()
    assert (told["state"], told["receipt"]["post_id"]) == ("published", "5")
    assert told["receipt"]["confirmed_by"] == "卞小编"


def test_the_api_gives_package_link_and_a_new_link(hand: HandStage, handoff: Handoff) -> None:
    api, address = Client(headers=bearer(hand.cast.editor)), f"/api/v1/handoffs/{handoff.delivery_id}"
    with at(0):
        package = api.get(f"{address}/package").json()
        assert [copy["key"] for copy in package["copies"]] == ["text", "topics"]
        assert (package["declaration"], package["pictures"][0]["ratio"]) == ("含广告", "1:1")
        picture = "/" + package["pictures"][0]["url"].split("/", 3)[3]
        shown = Client().get(picture)
        assert (shown.status_code, bool(body_of(shown))) == (200, True)
        old, new = api.get(f"{address}/page").json(), api.post(f"{address}/page").json()
        assert old["url"] != new["url"]
        assert "<svg" in new["qr_svg"]
        assert Client().get(picture).status_code == 404


def test_not_published_is_said_at_the_desk_and_decided_there(hand: HandStage, handoff: Handoff) -> None:
    browser, address = sign_in(hand.cast.editor), f"/w/demo/handoffs/{handoff.delivery_id}/unpublished/"
    with at(0):
        assert browser.post(address, {"reason": ""}, headers=HTMX).status_code == 422
        assert browser.post(address, {"reason": "账号被限流"}, headers=HTMX).status_code == 204
    found = Delivery.objects.get()
    assert (found.state, found.sentence) == (State.HELD, "卞小编 没有发布：账号被限流")
    assert list(showing_handoffs.search(hand.cast.editor, view="returned")) == [found]
    with at(60):
        scheduling.cancel(found, by=hand.cast.editor)
        with pytest.raises(TooLate):
            responsibility.assign(handoff, to=None, by=hand.cast.editor)


def test_responsible_is_changed_one_by_one_and_many_at_once(hand: HandStage, handoff: Handoff) -> None:
    browser, other = sign_in(hand.cast.editor), hand.opened(hand.make_channel("第二个号"))
    assert (
        browser.post(f"/w/demo/handoffs/{handoff.delivery_id}/taking-over/", headers=HTMX).status_code == 204
    )
    assert Handoff.objects.get(pk=handoff.pk).responsible == member(hand, "editor")
    chosen = {
        "delivery": [str(handoff.delivery_id), str(other.delivery_id), "rubbish"],
        "responsible": str(member(hand, "reviewer").pk),
    }
    assert browser.post("/w/demo/handoffs/responsible/", chosen, headers=HTMX).status_code == 204
    assert set(Handoff.objects.values_list("responsible", flat=True)) == {member(hand, "reviewer").pk}
    assert AuditEntry.objects.filter(verb="handoff.assign").count() == 3


def test_only_members_of_the_workspace_become_responsible_and_only_by_who_may_publish(
    hand: HandStage, handoff: Handoff
) -> None:
    foreign = hand.cast.stranger.membership
    with pytest.raises(Invalid):
        responsibility.assign(handoff, to=foreign, by=hand.cast.editor)
    with pytest.raises(NotAllowed):
        responsibility.take_over(handoff, by=hand.cast.viewer)
    leaver = member(hand, "reviewer")
    belonging.remove(leaver, by=hand.cast.owner)
    with pytest.raises(Invalid):
        responsibility.assign(handoff, to=Membership.objects.get(pk=leaver.pk), by=hand.cast.editor)


def test_a_limited_member_meets_hand_offs_of_his_channels_only(hand: HandStage, handoff: Handoff) -> None:
    from chaoxin.channels import grouping

    other = hand.opened(hand.make_channel("华东号"))
    group = grouping.create_group(by=hand.cast.owner, name="华东", channels=[other.delivery.channel_id])
    grouping.limit_member(member(hand, "editor"), by=hand.cast.owner, groups=[group.pk])
    assert list(showing_handoffs.search(_again(hand, "editor"))) == [other.delivery]
    browser = sign_in(hand.cast.editor)
    assert browser.get(f"/w/demo/handoffs/{handoff.delivery_id}/").status_code == 404
    bulk = {"delivery": [str(handoff.delivery_id)], "responsible": str(member(hand, "editor").pk)}
    browser.post("/w/demo/handoffs/responsible/", bulk, headers=HTMX)
    assert Handoff.objects.get(pk=handoff.pk).responsible == member(hand, "lead")


def test_what_was_published_by_hand_is_noted_as_taken_down_without_any_call(
    hand: HandStage, handoff: Handoff
) -> None:
    browser = sign_in(hand.cast.editor)
    with at(0):
        browser.post(
            f"/w/demo/handoffs/{handoff.delivery_id}/link/",
            {"link": "https://hand.example/p/5", "step": "account"},
            headers=HTMX,
        )
        taken = browser.post(
            f"/w/demo/deliveries/{handoff.delivery_id}/withdrawal/", {"reason": "价格错了"}, headers=HTMX
        )
    assert taken.status_code == 200
    assert Delivery.objects.get().state == State.REMOVED
    assert Receipt.objects.get().removed_at is not None


def test_late_ones_are_among_what_is_at_risk(hand: HandStage, handoff: Handoff) -> None:
    assert handoff.delivery not in showing.at_risk(hand.cast.lead)
    Handoff.objects.update(escalated_at=NOON)
    assert handoff.delivery in showing.at_risk(hand.cast.lead)
    assert "该发没发" in sign_in(hand.cast.lead).get("/w/demo/handoffs/?view=late").content.decode()


def _again(hand: HandStage, role: str) -> Any:
    from chaoxin.accounts.actor import Actor

    return Actor(hand.cast.workspace, Membership.objects.get(pk=member(hand, role).pk))
