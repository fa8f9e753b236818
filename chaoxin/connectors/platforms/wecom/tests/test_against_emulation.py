"""Whole ways through the emulated platform: tasks with and without faults, pushes, figures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from chaoxin.connectors.contract import Converse, PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, RenewGrant, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.manifest import Standing
from chaoxin.connectors.platforms.wecom.call import Caller
from chaoxin.connectors.platforms.wecom.customers import Customers
from chaoxin.connectors.platforms.wecom.manifest import MANIFEST
from chaoxin.connectors.platforms.wecom.tasks import Tasks
from chaoxin.connectors.testing.emulation import Emulated, running
from chaoxin.connectors.values import Event, EventKind, Outcome, Post, Webhook

from .cast import group_video, picture, to_customers, to_groups, with_video
from .emulated import SUBMIT, Desk, open_desk


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with running(tmp_path_factory.mktemp("emulation")) as found:
        yield found


@pytest.fixture
def desk(emulated: Emulated) -> Desk:
    return open_desk(emulated)


@pytest.fixture
def customers(desk: Desk) -> Customers:
    return Customers(wire_of(desk))


def wire_of(desk: Desk) -> Wire:
    return Wire(sandbox_url=desk.emulated.url, client=desk.emulated.client, now=desk.emulated.now)


def test_a_message_reaches_customers_when_its_member_sends_it(desk: Desk) -> None:
    submitted = desk.submit(to_customers())
    assert submitted.outcome is Outcome.PENDING
    with pytest.raises(Wait, match="派发"):
        desk.publish.look_up(desk.account, submitted.reference)
    desk.emulated.advance(5)
    waiting = desk.publish.look_up(desk.account, submitted.reference)
    assert (waiting.outcome, waiting.facts["members_asked"]) == (Outcome.PENDING, 1)
    desk.act("zhangsan", "send", msgid=submitted.post_id)
    found = desk.publish.look_up(desk.account, submitted.reference)
    assert found.outcome is Outcome.PUBLISHED
    assert found.facts["sent"] > 20
    assert found.published_at is not None
    assert abs(found.published_at - desk.emulated.now()) < timedelta(seconds=30)
    [post] = desk.posts()
    assert (post["state"], post["external_id"]) == ("live", found.post_id)


def test_every_form_is_taken(desk: Desk, customers: Customers) -> None:
    chats = customers.group_ids(desk.account, ["zhangsan"])
    options = {**to_groups().options, "chats": "\n".join(chats)}
    large = picture("large", size=(1600, 1200), noisy=True)
    cover = {"link_title": "冬季新品", "first_is_cover": True}
    posts: list[Post] = [
        to_customers(pictures=(large, picture("second", kind="WEBP")), options=cover),
        to_groups(options=options),
        with_video(),
        group_video(),
    ]
    for post in posts:
        desk.kept = {}
        desk.sent(post)
    assert [post["state"] for post in desk.posts()] == ["live"] * 4


def test_named_and_tagged_customers_are_asked_of_their_members(desk: Desk, customers: Customers) -> None:
    first, second = (customers.ids_of(desk.account, userid)[0] for userid in ("zhangsan", "lisi"))
    account = replace(desk.account, settings={**desk.account.settings, "sender": ""})
    desk.account = account
    named = desk.dispatched(
        to_customers(options={"customers": f"{first}\n{second}\nwmstranger", "link_title": "x"})
    )
    assert named.facts["not_sendable"] == 1
    found = desk.publish.look_up(account, named.reference)
    assert found.facts["members_asked"] == 2
    desk.act("lisi", "send", msgid=named.post_id)
    found = desk.publish.look_up(account, named.reference)
    assert (found.outcome, found.facts["sent"], found.facts["members_confirmed"]) == (Outcome.PUBLISHED, 1, 1)
    [tag] = customers.add_tags(account, "口味", ["乌龙"])
    customers.mark(account, userid="zhangsan", customer=first, add=[tag.tag_id])
    desk.kept = {}
    tagged = desk.sent(to_customers(options={"tags": [tag.tag_id], "sender": "zhangsan", "link_title": "x"}))
    assert tagged.facts["sent"] == 1


@pytest.mark.parametrize("kind", ["cut_after_accept", "error_after_accept"])
def test_a_task_whose_answer_was_lost_is_found_and_not_made_again(desk: Desk, kind: str) -> None:
    since = desk.emulated.now()
    desk.prepare(to_customers())
    desk.fault(kind, SUBMIT)
    with pytest.raises(OutcomeUnknown):
        desk.submit(to_customers())
    early = desk.publish.find_published(desk.account, to_customers(), desk.kept, since=since)
    assert [found.outcome for found in early.candidates] == [Outcome.PENDING]
    desk.emulated.advance(5)
    [found] = desk.publish.find_published(desk.account, to_customers(), desk.kept, since=since).candidates
    assert found.facts["members_asked"] == 1
    assert len(desk.posts()) == 1


@pytest.mark.parametrize("kind", ["cut_before_accept", "error_before_accept"])
def test_a_task_that_was_never_made_may_be_made_once_that_is_certain(desk: Desk, kind: str) -> None:
    since = desk.emulated.now()
    desk.prepare(to_customers())
    desk.fault(kind, SUBMIT)
    with pytest.raises(OutcomeUnknown):
        desk.submit(to_customers())
    early = desk.publish.find_published(desk.account, to_customers(), desk.kept, since=since)
    assert not early.absence_is_certain, "it might still come into the list"
    desk.emulated.advance(30)
    assert desk.publish.find_published(
        desk.account, to_customers(), desk.kept, since=since
    ).absence_is_certain
    desk.submit(to_customers())
    assert len(desk.posts()) == 1


def test_a_busy_platform_leaves_the_outcome_open(desk: Desk) -> None:
    desk.prepare(to_customers())
    desk.fault("business_error", SUBMIT, {"code": -1})
    with pytest.raises(OutcomeUnknown):
        desk.submit(to_customers())


def test_a_fault_while_preparing_costs_nothing(desk: Desk) -> None:
    post = to_customers(
        options={"link_title": "x", "first_is_cover": True}, pictures=(picture("a"), picture("b"))
    )
    for path in ("/cgi-bin/media/upload", "/cgi-bin/media/uploadimg"):
        desk.fault("cut_after_accept", path)
        with pytest.raises(Wait, match="稍后会自动再试"):
            desk.prepare(post)
    assert desk.submit(post).outcome is Outcome.PENDING


@pytest.mark.parametrize("kind", ["rejection", "take_down"])
def test_a_task_that_the_platform_stopped_is_noticed(desk: Desk, kind: str) -> None:
    desk.fault(kind, SUBMIT)
    submitted = desk.submit(to_customers())
    desk.emulated.advance(120)
    assert desk.publish.look_up(desk.account, submitted.reference).outcome is Outcome.REMOVED


def test_a_task_that_never_reached_anybody_is_never_called_published(desk: Desk) -> None:
    desk.fault("silent_loss", SUBMIT)
    submitted = desk.dispatched(to_customers())
    assert desk.publish.look_up(desk.account, submitted.reference).outcome is Outcome.UNKNOWN


def test_a_message_that_nobody_may_receive_any_more_is_refused(desk: Desk) -> None:
    desk.change(receive_rule="day_1")
    desk.sent(to_customers())
    desk.kept = {}
    again = desk.dispatched(to_customers(text="同一天第二条"))
    desk.act("zhangsan", "send", msgid=again.post_id)
    found = desk.publish.look_up(desk.account, again.reference)
    assert (found.outcome, found.remedy) == (Outcome.REFUSED, "fix_content")


def test_nobody_to_send_to_is_said_at_once(desk: Desk) -> None:
    with pytest.raises(FixContent) as caught:
        desk.submit(to_customers(options={"customers": "wmstranger", "link_title": "x"}))
    assert caught.value.code == "41048"


def test_a_waiting_task_is_stopped_and_a_sent_one_is_not(desk: Desk) -> None:
    waiting = desk.dispatched(to_customers())
    desk.publish.withdraw(desk.account, waiting.reference)
    desk.publish.withdraw(desk.account, waiting.reference)
    assert desk.publish.look_up(desk.account, waiting.reference).outcome is Outcome.REMOVED
    desk.kept = {}
    sent = desk.sent(to_customers(text="另一条"))
    with pytest.raises(AskPlatform, match="不能撤回"):
        desk.publish.withdraw(desk.account, sent.reference)
    assert desk.publish.look_up(desk.account, sent.reference).outcome is Outcome.PUBLISHED


@pytest.mark.parametrize("reads", ["refused", "listed"])
def test_a_pending_task_is_stopped_for_good(desk: Desk, reads: str) -> None:
    desk.change(stopped_task_reads=reads)
    assert desk.connector.stop_pending
    early = desk.submit(to_customers())
    for _twice in range(2):
        assert desk.connector.stop_pending.stop(desk.account, early.reference).outcome is Outcome.REMOVED
    desk.emulated.advance(5)
    address = f"{desk.emulated.url}/work.weixin.qq.com/{desk.key}/zhangsan/send"
    assert desk.emulated.client.post(address, data={"msgid": early.post_id}).status_code == 422


def test_a_lost_answer_to_a_stop_leaves_it_open_until_it_is_read(desk: Desk) -> None:
    assert desk.connector.stop_pending
    waiting = desk.dispatched(to_customers())
    desk.fault("cut_after_accept", "/cgi-bin/externalcontact/cancel_groupmsg_send")
    with pytest.raises(OutcomeUnknown):
        desk.connector.stop_pending.stop(desk.account, waiting.reference)
    assert desk.publish.look_up(desk.account, waiting.reference).outcome is Outcome.REMOVED


def test_a_stop_after_a_member_has_sent_says_what_cannot_be_taken_back(desk: Desk) -> None:
    assert desk.connector.stop_pending
    sent = desk.sent(to_customers())
    stopped = desk.connector.stop_pending.stop(desk.account, sent.reference)
    assert stopped.outcome is Outcome.PUBLISHED


def test_members_are_reminded_until_the_platform_has_enough(desk: Desk) -> None:
    waiting = desk.dispatched(to_customers())
    tasks = Tasks(Caller(wire_of(desk)))
    for _ in range(3):
        tasks.remind(desk.account, waiting.post_id)
    with pytest.raises(Wait):
        tasks.remind(desk.account, waiting.post_id)


def test_a_token_that_was_ended_is_renewed(desk: Desk) -> None:
    desk.emulated.control("POST", f"accounts/{desk.key}/revoke")
    with pytest.raises(RenewGrant):
        desk.prepare(to_customers())
    with pytest.raises(Reconnect):
        desk.connector.connect.renew(desk.account)
    desk.change(secret_reset=False)
    desk.account = replace(desk.account, token=desk.connector.connect.renew(desk.account))
    assert desk.connector.connect.identify(desk.account).external_id == desk.account.external_id


def test_two_that_renew_at_once_do_not_take_each_others_token(desk: Desk) -> None:
    first, second = (desk.connector.connect.renew(desk.account) for _ in range(2))
    assert first.secrets == second.secrets


@pytest.mark.parametrize("profile", ["self_built", "customer_contact"])
def test_the_identity_tells_what_the_application_may_see(emulated: Emulated, profile: str) -> None:
    desk = open_desk(emulated, profile=profile, settings={"visible_members": ["lisi"]})
    found = desk.connector.connect.identify(desk.account)
    assert found.external_id == desk.account.external_id
    assert found.facts["contact_members"] == 1
    assert MANIFEST.offer(Standing("api", facts=found.facts)).offers("publish")
    desk.change(contact_allowed=False)
    facts = desk.connector.connect.identify(desk.account).facts
    assert not MANIFEST.offer(Standing("api", facts=facts)).offers("publish")
    with pytest.raises(AskPlatform, match="可调用接口的应用"):
        desk.submit(with_video(text="x", options={"sender": "lisi"}))


def test_an_address_that_is_not_trusted_is_named(desk: Desk) -> None:
    desk.change(ip_whitelist=["203.0.113.1"])
    with pytest.raises(AskPlatform, match=r"127\.0\.0\.1"):
        desk.submit(to_customers())


@contextmanager
def callback_address(desk: Desk) -> Iterator[tuple[str, list[Event], list[int]]]:
    """An address that answers as the house would; also the events and the number of unbelieved pushes."""
    assert desk.connector.converse
    house: Converse = desk.connector.converse
    events: list[Event] = []
    refused: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = house.answer_verification(desk.account, self.webhook())
            self.answer(200 if answer else 403, answer.body if answer else "")

        def do_POST(self) -> None:
            webhook = self.webhook()
            found = house.parse_webhook(desk.account, webhook)
            if found is None:
                refused.append(1)
            events.extend(found or [])
            self.answer(200, house.acknowledgement(webhook).body)

        def webhook(self) -> Webhook:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = dict(parse_qsl(urlsplit(self.path).query))
            return Webhook(self.command, query, dict(self.headers), body)

        def answer(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/callback", events, refused
        server.shutdown()
        thread.join()


def test_pushes_are_verified_and_understood(desk: Desk, customers: Customers) -> None:
    chat = customers.group_ids(desk.account, ["zhangsan"])[0]
    with callback_address(desk) as (url, events, refused):
        kept = desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url})
        assert kept["verified"], kept["problem"]
        desk.fault("duplicate_callback")
        follows = f"accounts/{desk.key}/follows"
        fan = desk.emulated.control("POST", follows, {"person": "新朋友"})["fans"][0]["fan_id"]
        desk.act("zhangsan", "join-group", chat_id=chat, person="新朋友")
        desk.act("zhangsan", "rename-group", chat_id=chat, name="秋茶群")
        desk.emulated.control("POST", f"accounts/{desk.key}/unfollows", {"person": "新朋友"})
        desk.act("zhangsan", "dismiss-group", chat_id=chat)
        desk.wait_for_pushes()
    assert not refused
    follow = [event for event in events if event.kind is EventKind.FOLLOW]
    assert len({event.platform_id for event in follow}) == 1
    assert len(follow) == 2, "the push came twice"
    assert follow[0].sender
    assert follow[0].sender.external_id == fan
    left = [event for event in events if event.kind is EventKind.UNFOLLOW]
    assert [event.facts["ended_by"] for event in left] == ["customer"]
    told = {event.facts["event"] for event in events if event.thread_id == chat}
    assert told == {"group_update", "group_dismiss"}
    details = {event.facts.get("UpdateDetail") for event in events}
    assert {"add_member", "change_name"} <= details


def test_figures_of_messages_customers_and_groups(desk: Desk, customers: Customers) -> None:
    measure = desk.connector.measure
    assert measure
    sent = desk.sent(group_video(text="群里见"))
    readings = {reading.metric: reading.value for reading in measure.post_readings(desk.account, [sent])}
    assert (readings["members_confirmed"], readings["sent"]) == (1, 2)
    desk.emulated.control("POST", f"accounts/{desk.key}/follows", {"person": "新朋友", "count": 7})
    desk.emulated.advance(86_400)
    today = (desk.emulated.now() + timedelta(hours=8)).date()
    days = {"since_day": (today - timedelta(days=3)).isoformat(), "until_day": today.isoformat()}
    found = {
        (reading.metric, reading.day): reading.value
        for reading in measure.account_readings(desk.account, **days)
    }
    assert found["followers", None] == 97
    assert found["contact_members", None] == 3
    yesterday = (today - timedelta(days=1)).isoformat()
    assert found["new_followers", yesterday] == 7
    assert found["groups", yesterday] == 6
    assert found["group_messages", yesterday] == 2
    assert ("groups", today.isoformat()) not in found


def test_customers_and_groups_are_read_whole(desk: Desk, customers: Customers) -> None:
    members = customers.members(desk.account)
    book = list(customers.of_members(desk.account, members))
    assert len(book) == 90
    assert {person.userid for person in book} == {"zhangsan", "lisi", "wangwu"}
    group = customers.group(desk.account, customers.group_ids(desk.account, members)[0])
    assert group.members == len(group.customers) + 1


def test_a_reference_of_a_stopped_task_has_no_figures(desk: Desk) -> None:
    waiting = desk.dispatched(to_customers())
    desk.publish.withdraw(desk.account, waiting.reference)
    assert desk.connector.measure
    reference = PostReference(waiting.post_id, waiting.reference, {})
    assert desk.connector.measure.post_readings(desk.account, [reference]) == []
