"""Whole ways through the emulated platform: a note by hand, an advertiser's reports, pushes of leads."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest

from chaoxin.connectors.contract import Converse, Measure, PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent, Reconnect, RenewGrant, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.xiaohongshu import build
from chaoxin.connectors.testing.emulation import Emulated, running
from chaoxin.connectors.values import Event, EventKind, Webhook

from .cast import FOLDER, note, video, video_note, with_options
from .emulated import Desk, open_desk

DAY = 86_400


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with running(tmp_path_factory.mktemp("emulation")) as found:
        yield found


@pytest.fixture
def desk(emulated: Emulated) -> Desk:
    return open_desk(emulated)


def share_text(done: str) -> str:
    """What “copy link” gives, as it stands on the page."""
    return html.unescape(done.partition('data-copy="')[2].partition('"')[0])


def test_a_note_is_published_from_its_package_and_its_pasted_text_leads_back(desk: Desk) -> None:
    post = with_options(note(), disclosures=["ai_generated"])
    made = desk.finish_by_hand(desk.assist.package(post, {}), form="pictures")
    assert (made["state"], made["title"], made["pictures"]) == ("live", post.title, 2)
    assert "#围炉煮茶" in made["text"]
    assert made["details"]["声明"] == "笔记含AI合成内容"
    assert [one["text"] for one in made["discussion"]] == ["茶具清单在图三"]
    short = desk.assist.recognize(share_text(made["done"]))
    assert short.post_id == ""
    full = desk.assist.resolve(short)
    assert (full.post_id, full.warning) == (made["external_id"], "")
    page = desk.emulated.client.get(f"{desk.emulated.url}/{full.url.removeprefix('https://')}")
    assert "围炉煮茶怎么开始" in page.text
    assert desk.assist.recognize(made["url"]).post_id == made["external_id"]


def test_a_video_note_is_published_from_its_package(desk: Desk) -> None:
    clip = FOLDER / "clip.mp4"
    clip.write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64)
    made = desk.finish_by_hand(desk.assist.package(video_note(video=video(path=clip)), {}), form="video")
    assert made["kind"] == "video"


def test_a_short_link_that_nobody_gave_out_is_refused(desk: Desk) -> None:
    with pytest.raises(FixContent):
        desk.assist.resolve(desk.assist.recognize("http://xhslink.com/m/nobodys0001"))


def test_the_account_is_declared_by_what_its_page_shows(desk: Desk) -> None:
    by_number = desk.assist.declare({"account": desk.given["account"]})
    by_page = desk.assist.declare({"account": desk.given["home_page"]})
    assert by_number.external_id == desk.given["account"]
    assert by_page.facts["home_page"] == desk.given["home_page"]


def test_what_passes_the_check_passes_the_form(desk: Desk) -> None:
    post = with_options(note(title="茶" * 20, text="茶" * 990), topics=["春茶"], mentions=[])
    assert [one for one in desk.assist.check(post, {}) if one.level == "stop"] == []
    assert desk.finish_by_hand(desk.assist.package(post, {}), form="pictures")["state"] == "live"


def test_an_advertiser_consents_and_is_who_he_says(desk: Desk) -> None:
    account = desk.consent()
    assert account.token
    assert account.token.scopes == {"report_service"}
    assert desk.connector.connect.identify(account).external_id == desk.given["advertiser_id"]
    stranger = replace(account, settings={**account.settings, "advertiser_id": "1"})
    with pytest.raises(AskPlatform):
        desk.connector.connect.identify(stranger)


def test_a_token_is_renewed_before_and_after_its_end(desk: Desk) -> None:
    first = desk.consent()
    renewed = replace(first, token=desk.connector.connect.renew(first))
    desk.connector.connect.identify(first)
    with pytest.raises(Reconnect):
        desk.connector.connect.renew(first)
    desk.emulated.advance(DAY, services=True)
    with pytest.raises(RenewGrant):
        desk.connector.connect.identify(renewed)
    again = replace(renewed, token=desk.connector.connect.renew(renewed))
    assert desk.connector.connect.identify(again).external_id == desk.given["advertiser_id"]


def test_a_withdrawn_grant_needs_a_person(desk: Desk) -> None:
    account = desk.consent()
    desk.emulated.control("POST", f"accounts/{desk.key}/revoke")
    with pytest.raises(RenewGrant):
        desk.connector.connect.identify(account)
    with pytest.raises(Reconnect):
        desk.connector.connect.renew(account)


@pytest.mark.parametrize(
    ("kind", "options", "error"),
    [
        ("business_error", {"code": 42900}, Wait),
        ("business_error", {"code": 50000}, Wait),
        ("business_error", {"code": 40003}, AskPlatform),
        ("business_error", {"code": 40001}, RenewGrant),
    ],
)
def test_refusals_of_the_ads_ask_for_their_remedies(
    desk: Desk, kind: str, options: dict[str, int], error: type[Exception]
) -> None:
    account = desk.consent()
    desk.fault(kind, "/api/open/jg/*", options)
    with pytest.raises(error):
        desk.connector.connect.identify(account)


@pytest.mark.parametrize("kind", ["cut_before_accept", "cut_after_accept", "error_after_accept"])
def test_a_report_whose_answer_was_lost_is_asked_for_again(desk: Desk, kind: str) -> None:
    account = desk.consent()
    desk.fault(kind, "/api/open/jg/*")
    assert desk.connector.connect.identify(account).external_id == desk.given["advertiser_id"]


def test_a_renewal_whose_answer_was_lost_used_the_token_up(desk: Desk) -> None:
    account = desk.consent()
    desk.fault("cut_after_accept", "/api/open/oauth2/refresh_token")
    with pytest.raises(Wait):
        desk.connector.connect.renew(account)
    with pytest.raises(Reconnect):
        desk.connector.connect.renew(account)


def test_figures_of_notes_and_campaigns_add_up_to_the_account(emulated: Emulated) -> None:
    desk = open_desk(emulated)
    emulated.control("POST", f"accounts/{desk.key}/audience", {"on": True, "intensity": 200})
    numbers = []
    for title in ("第一款", "第二款", "第三款"):
        package = desk.assist.package(note(title=title), {})
        numbers.append(desk.finish_by_hand(package, form="pictures")["external_id"])
    emulated.advance(2 * DAY, services=True)
    desk.consent()
    measure = desk.connector.measure
    assert measure
    assert_sums(measure, desk, numbers)


def assert_sums(measure: Measure, desk: Desk, numbers: list[str]) -> None:
    today = desk.emulated.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    since, until = (today - timedelta(days=5)).isoformat(), today.isoformat()
    readings = measure.account_readings(desk.account, since_day=since, until_day=until)
    of_notes = measure.post_readings(desk.account, [PostReference(number, number) for number in numbers])
    for metric in ("ad_spend_yuan", "ad_clicks", "ad_leads"):
        of_account = [one for one in readings if not one.campaign_id and not one.post_id]
        whole = sum(one.value for one in of_account if one.metric == metric)
        advertised = sum(one.value for one in readings if one.metric == metric and one.post_id)
        campaigns = sum(one.value for one in readings if one.metric == metric and one.campaign_id)
        notes = sum(one.value for one in of_notes if one.metric == metric)
        assert whole > 0
        assert whole == pytest.approx(campaigns)
        assert whole == pytest.approx(notes)
        assert whole == pytest.approx(advertised)
    assert max(one.day or "" for one in readings) == (today - timedelta(days=1)).isoformat()


def test_a_page_may_be_signed_by_whoever_owns_an_appkey(desk: Desk) -> None:
    credentials = {**desk.account.settings, **desk.account.credentials}
    wire = Wire(sandbox_url=desk.emulated.url, client=desk.emulated.client, now=desk.emulated.now)
    app = build(wire).open_app
    assert app
    assert app.enter(credentials).secrets["share_token"]
    with pytest.raises(AskPlatform):
        app.enter({**credentials, "share_app_secret": "wrong-secret"})


@contextmanager
def company(desk: Desk) -> Iterator[list[Event]]:
    """The company's callback address; collects the events of what is pushed there."""
    # The emulation signs pushes by the real clock, whatever the time of its world.
    converse = build(Wire()).converse
    assert converse
    events: list[Event] = []
    server = HTTPServer(("127.0.0.1", 0), handler_of(converse, desk, events))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/hooks/x"
        told = desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url})
        assert told["verified"], told
        yield events
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def handler_of(converse: Converse, desk: Desk, events: list[Event]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = converse.answer_verification(desk.account, self.webhook("GET"))
            self.reply(200 if answer else 403, answer.body if answer else "")

        def do_POST(self) -> None:
            webhook = self.webhook("POST")
            found = converse.parse_webhook(desk.account, webhook)
            events.extend(found or [])
            self.reply(403 if found is None else 200, converse.acknowledgement(webhook).body)

        def webhook(self, method: str) -> Webhook:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            return Webhook(method, dict(parse_qsl(urlsplit(self.path).query)), dict(self.headers), body)

        def reply(self, status: int, body: str) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Says nothing."""

    return Handler


def leave(desk: Desk, **detail: object) -> None:
    given = {"kind": "lead", "text": "想订两盒", "person": "小鱼", "detail": detail}
    desk.emulated.control("POST", f"accounts/{desk.key}/messages", given)
    desk.emulated.control("POST", "callbacks/flush")


@pytest.mark.parametrize("rule", ["token", "md5", "sha1", "none"])
def test_leads_come_in_by_every_rule_of_signing(emulated: Emulated, rule: str) -> None:
    desk = open_desk(emulated, push_signature=rule)
    with company(desk) as events:
        leave(desk, phone_num="10001234567", info_status="已留资")
        wait_for_events(events, 1)
        leave(desk, id=events[0].thread_id, leads_tag="已成单")
        wait_for_events(events, 2)
    first, second = events
    assert (first.kind, first.private) == (EventKind.LEAD, {"手机号": "10001234567"})
    assert "10001234567" not in first.text
    assert (second.thread_id, second.facts["leads_tag"]) == (first.thread_id, "已成单")
    assert second.platform_id != first.platform_id


def test_a_repeated_push_has_the_same_id_and_a_stranger_is_not_believed(emulated: Emulated) -> None:
    desk = open_desk(emulated, push_signature="sha1")
    with company(desk) as events:
        desk.fault("duplicate_callback", "lead")
        leave(desk, phone_num="10001234567")
        wait_for_events(events, 2)
        assert len({one.platform_id for one in events}) == 1
        desk.account = replace(
            desk.account, credentials={**desk.account.credentials, "push_secret": "other-secret"}
        )
        leave(desk, phone_num="10007654321")
        assert last_problem(desk) == "HTTP 403"
        assert len(events) == 2


def last_problem(desk: Desk) -> str:
    """What became of the latest push, once it was tried."""
    for _ in range(100):
        latest = desk.emulated.control("GET", f"callbacks?account={desk.key}")[0]
        if latest["attempts"]:
            return str(latest["problem"])
        threading.Event().wait(0.05)
    raise AssertionError("the push was never tried")


def wait_for_events(events: list[Event], count: int) -> None:
    waited = threading.Event()
    for _ in range(100):
        if len(events) >= count:
            return
        waited.wait(0.05)
    raise AssertionError(f"only {len(events)} of {count} pushes came in")
