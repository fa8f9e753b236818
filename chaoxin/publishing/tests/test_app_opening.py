"""The phone page opens the platform's app with the post in it; what a person published there becomes the receipt."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import bearer, sign_in
from chaoxin.channels.models import Channel, ShareApp
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.connectors.errors import AskPlatform, Wait
from chaoxin.connectors.opening import Opening
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.core import clock
from chaoxin.publishing import app_opening, freezing, handoff_links, media_addresses, reconciling
from chaoxin.publishing.models import Delivery, FirstComment, Handoff, Receipt
from chaoxin.publishing.states import State

from .by_hand import HandStage, body_of
from .stage import NOON, at

LIVE = Submission(Outcome.PUBLISHED, post_id="77", url="https://hand.example/p/42", facts={"item_id": "@i"})


@pytest.fixture
def tide(hand: HandStage, monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    cache.clear()
    return fake_platform.install(monkeypatch)


@pytest.fixture
def handoff(hand: HandStage, tide: FakePlatform, settings: Any) -> Handoff:
    """Open, on a channel whose company has an application, in an installation that the public reaches."""
    settings.PUBLIC_URL = "https://marketing.example.com"
    settings.ALLOWED_HOSTS = ["*"]
    made = hand.opened()
    give_application(made.delivery.channel)
    return made


def give_application(channel: Channel) -> None:
    channel.settings = {**channel.settings, "app_key": "key1"}
    channel.save()
    ShareApp.objects.create(channel=channel, secrets={"app_secret": "geheimGeheim1"})


def page_of(handoff: Handoff) -> str:
    return f"/h/{handoff_links.secret_of(handoff)}/"


def shown(handoff: Handoff) -> str:
    return Client().get(page_of(handoff)).content.decode()


def touch(handoff: Handoff) -> Any:
    """A touch of the button."""
    return Client().post(f"{page_of(handoff)}app/")


def local(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_one_touch_leads_to_a_page_that_opens_the_app(handoff: Handoff, tide: FakePlatform) -> None:
    with at(0):
        assert "打开潮汐台发布" in shown(handoff)
        answer = touch(handoff)
        assert answer.status_code == 303
        page = Client().get(answer["Location"])
    text = page.content.decode()
    assert 'href="tideapp://share?n=1"' in text
    assert "今年的桂花乌龙" in text, "what the app does not take over can be copied"
    assert "#新品 #乌龙" not in text, "what it takes over need not be"
    assert handoff_links.secret_of(handoff) not in text + answer["Location"]
    assert page["Referrer-Policy"] == "no-referrer"
    row = Handoff.objects.get()
    assert (row.opening_reference, row.next_outcome_look_at) == ("share-1", NOON + timedelta(seconds=30))
    assert AuditEntry.objects.filter(verb="handoff.open_app").exists()


def test_the_app_fetches_exactly_the_media_of_the_hand_off(handoff: Handoff, tide: FakePlatform) -> None:
    with at(0):
        touch(handoff)
        [media] = tide.opener.media
        assert len(media.pictures) == 1
        assert media.pictures[0].startswith("https://marketing.example.com/m/")
        assert media.pictures[0].endswith("/01.png")
        fetched = Client().get(local(media.pictures[0]))
        assert (fetched.status_code, fetched["Content-Type"]) == (200, "image/png")
        assert body_of(fetched).startswith(b"\x89PNG")
        assert handoff_links.secret_of(handoff) not in media.pictures[0]
        another = re.sub(r"\.1:", ".2:", local(media.pictures[0]))
        assert another != local(media.pictures[0])
        assert Client().get(another).status_code == 404
        assert Client().get("/m/forged/01.png").status_code == 404


@pytest.mark.parametrize("end", ["new link", "freeze", "published"])
def test_the_addresses_end(handoff: Handoff, hand: HandStage, tide: FakePlatform, end: str) -> None:
    with at(0):
        opens = touch(handoff)["Location"]
        address = local(tide.opener.media[0].pictures[0])
        assert Client().get(address).status_code == 200
        if end == "new link":
            handoff_links.make_new(handoff, by=hand.cast.editor)
        elif end == "freeze":
            freezing.freeze(by=hand.cast.lead, reason="突发舆情")
        else:
            report = {"link": "https://hand.example/p/42", "step": "account", "name": "小周"}
            assert Client().post(f"{page_of(handoff)}link/", report).status_code == 303
        assert_gone(address, opens)


def test_the_addresses_end_by_themselves(
    handoff: Handoff, tide: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(0):
        opens = touch(handoff)["Location"]
        address = local(tide.opener.media[0].pictures[0])
        later = time.time() + media_addresses.VALID.total_seconds() + 60
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        assert_gone(address, opens)


def assert_gone(*addresses: str) -> None:
    assert [Client().get(address).status_code for address in addresses] == [404] * len(addresses)


def test_an_opening_that_is_over_is_made_anew_by_another_touch(handoff: Handoff, tide: FakePlatform) -> None:
    with at(0):
        opens = touch(handoff)["Location"]
    with at(3601):
        assert Client().get(opens).status_code == 404
        assert Client().get(touch(handoff)["Location"]).status_code == 200
    assert tide.opener.entered == 2, "the token was over too"


def test_without_an_application_the_page_is_as_it_was(hand: HandStage, tide: FakePlatform) -> None:
    handoff = hand.opened()
    with at(0):
        text = shown(handoff)
        assert "打开潮汐台发布" not in text
        assert 'href="handapp://publish"' in text
        refused = touch(handoff)
    assert (refused.status_code, "照步骤手动发布" in refused.content.decode()) == (409, True)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000", "https://10.0.0.8", "http://marketing.example.com", "https://intranet"],
)
def test_without_a_public_address_the_page_says_what_is_missing(
    handoff: Handoff, settings: Any, address: str
) -> None:
    settings.PUBLIC_URL = address
    with at(0):
        text = shown(handoff)
        assert "CHAOXIN_PUBLIC_URL" in text
        assert "打开潮汐台发布" not in text
        assert 'href="handapp://publish"' in text, "the steps by hand remain"
        assert touch(handoff).status_code == 409
    assert Handoff.objects.get().opening == {}


def test_the_sandbox_needs_no_public_address(handoff: Handoff, settings: Any) -> None:
    settings.PUBLIC_URL, settings.SANDBOX_URL = "http://127.0.0.1:8000", "http://127.0.0.1:9100"
    Channel.objects.update(environment="sandbox")
    with at(0):
        text = shown(handoff)
        assert "打开潮汐台发布" in text
        opened = Client().get(touch(handoff)["Location"]).content.decode()
    assert 'href="http://127.0.0.1:9100/phone/open?link=tideapp%3A%2F%2Fshare%3Fn%3D1"' in opened
    assert "http://127.0.0.1:9100/create.hand.example/" in text, "no link leads to the real platform"


def test_a_post_that_the_app_does_not_take_says_why(handoff: Handoff, tide: FakePlatform) -> None:
    tide.opener.problem = "视频太大，请照步骤手动上传。"
    with at(0):
        text = shown(handoff)
    assert "视频太大" in text
    assert "打开潮汐台发布" not in text


def test_a_refusal_of_the_platform_leaves_the_steps_by_hand(handoff: Handoff, tide: FakePlatform) -> None:
    tide.opener.open_answers = [AskPlatform("应用没有分享能力，请到开放平台申请。")]
    with at(0):
        answer = touch(handoff)
    text = answer.content.decode()
    assert (answer.status_code, "应用没有分享能力" in text) == (409, True)
    assert "提交链接" in text


def test_a_platform_with_a_script_gets_a_page_that_takes_that_script_only(
    handoff: Handoff, tide: FakePlatform
) -> None:
    arguments = {"verifyConfig": {"nonce": "n1", "words": "“引号”<b>"}}
    tide.opener.open_answers = [
        Opening(
            NOON + timedelta(hours=1),
            script="https://cdn.hand.example/a.js",
            call="hand.share",
            arguments=arguments,
        )
    ]
    with at(0):
        page = Client().get(touch(handoff)["Location"])
        plain = Client().get(page_of(handoff))
    text = page.content.decode()
    assert '<script src="https://cdn.hand.example/a.js" defer>' in text
    told = re.search(r'data-arguments="([^"]*)"', text)
    assert told
    assert json.loads(unescape(told[1])) == arguments
    assert "script-src 'self' https://cdn.hand.example;" in page["Content-Security-Policy"]
    assert "cdn.hand.example" not in plain["Content-Security-Policy"]
    assert Handoff.objects.get().next_outcome_look_at is None, "it tells nothing of what came of it"


def test_what_was_published_becomes_the_receipt_by_itself(handoff: Handoff, tide: FakePlatform) -> None:
    with at(0):
        touch(handoff)
        assert app_opening.look_for_outcome() == 0
    with at(31):
        assert app_opening.look_for_outcome() == 1
        assert Delivery.objects.get().state == State.HANDED_OVER, "nothing yet"
    tide.opener.outcomes = [LIVE]
    with at(70):
        assert app_opening.look_for_outcome() == 1
        assert 'data-standing="done"' in shown(handoff)
    receipt = Receipt.objects.select_related("delivery").get()
    assert (receipt.post_id, receipt.url) == ("42", "https://hand.example/p/42")
    assert (receipt.confirmation, receipt.facts["item_id"]) == ("read_back", "@i")
    assert receipt.delivery.state == State.PUBLISHED
    assert receipt.delivery.next_look_at is None, "nobody can read that account"
    assert not FirstComment.objects.exists()
    with at(5000):
        assert app_opening.look_for_outcome() == 0


def test_a_push_of_the_platform_makes_the_house_look_at_once(handoff: Handoff, tide: FakePlatform) -> None:
    with at(0):
        touch(handoff)
    other = handoff.delivery.channel
    tide.opener.outcomes = [LIVE]
    with at(5):
        assert reconciling.note_result(other, Submission(Outcome.PENDING, reference="share-9")) == 0
        assert app_opening.look_for_outcome() == 0
        assert reconciling.note_result(other, Submission(Outcome.PENDING, reference="share-1")) == 1
        assert app_opening.look_for_outcome() == 1
    assert Receipt.objects.count() == 1


def test_a_link_pasted_meanwhile_stays_and_is_the_same_post(handoff: Handoff, tide: FakePlatform) -> None:
    with at(0):
        touch(handoff)
        report = {"link": "https://hand.example/p/42", "step": "account", "name": "小周"}
        assert Client().post(f"{page_of(handoff)}link/", report).status_code == 303
    tide.opener.outcomes = [LIVE]
    with at(60):
        app_opening.look_for_outcome()
    assert Receipt.objects.get().confirmed_name == "小周"
    with at(61):
        again = Client().post(f"{page_of(handoff)}link/", report)
    assert again.status_code == 303


def test_asking_ends_after_some_hours_whatever_the_platform_says(
    handoff: Handoff, tide: FakePlatform
) -> None:
    with at(0):
        touch(handoff)
    tide.opener.outcomes = [Wait("忙", until=NOON), RuntimeError("unexpected")]
    looks = 0
    while due := Handoff.objects.get().next_outcome_look_at:
        with clock.frozen(due):
            looks += app_opening.look_for_outcome()
    assert looks == len(app_opening.LOOK_PAUSES_SECONDS)
    assert Delivery.objects.get().state == State.HANDED_OVER


def test_rest_and_desk_tell_of_it_too(handoff: Handoff, hand: HandStage) -> None:
    api, address = Client(headers=bearer(hand.cast.editor)), f"/api/v1/handoffs/{handoff.delivery_id}"
    with at(0):
        assert api.get(f"{address}/package").json()["app_opening"] == {"is_open": True, "missing": ""}
        made = api.post(f"{address}/app").json()
        assert Client().get(local(made["page_url"])).status_code == 200
        dialog = sign_in(hand.cast.editor).get(
            f"/w/demo/handoffs/{handoff.delivery_id}/", headers={"HX-Request": "true"}
        )
        assert Client(headers=bearer(hand.cast.analyst)).post(f"{address}/app").status_code == 403
    assert (made["app_url"], made["left_to_paste"]) == ("tideapp://share?n=1", ["text"])
    assert "带着素材打开潮汐台" in dialog.content.decode()


def test_no_secret_of_the_application_is_on_any_page(handoff: Handoff) -> None:
    with at(0):
        opened = Client().get(touch(handoff)["Location"]).content.decode()
        text = shown(handoff) + opened + json.dumps(Handoff.objects.get().opening)
    for secret in ("geheimGeheim1", "app-token-1"):
        assert secret not in text
