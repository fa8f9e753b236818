from __future__ import annotations

import itertools
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed
from chaoxin.inbox import answering, assigning, folding, leads, receiving
from chaoxin.inbox.answering import NotAnswerable, Reply
from chaoxin.inbox.leads import NotALead
from chaoxin.inbox.models import Conversation, InboundEvent, Lead, LeadContact, Message, SlaClock

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PHONE, WECHAT = "13800001111", "tea_0000"
SECRETS = (PHONE, WECHAT)
BOTH = {"手机号": PHONE, "微信号": WECHAT}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return connected_channel(cast.workspace, platform="xiaohongshu", external_id="adv-1")


def push(
    minute: int, *, change: str = "new", status: str = "未留资", lead: str = "l1", **private: str
) -> Event:
    """A push about a lead; `private` are the contact data that it has."""
    return Event(
        EventKind.LEAD,
        f"{lead}-{minute}-{change}",
        NOON + timedelta(minutes=minute),
        Sender("fan-1", "爱喝茶的小满"),
        f"爱喝茶的小满，{status}",
        thread_id=lead,
        facts={"change": change, "shown": [["留资情况", status]], "link": "https://www.xiaohongshu.com/x"},
        private=private,
    )


NEW = push(1)
LEFT = push(5, change="changed", status="已留资", 手机号=PHONE)
MORE = push(7, change="changed", status="已留资", **BOTH)
ATTRIBUTED = push(9, change="attribution", status="已归因", 手机号=PHONE)


def fold(channel: Channel, *events: Event) -> Conversation:
    receiving.take_in(channel, events)
    while folding.fold_pending():
        pass
    assert not InboundEvent.objects.exclude(state=InboundEvent.State.FOLDED).exists()
    return Conversation.objects.get(kind="lead")


def path(conversation: Conversation, act: str = "") -> str:
    return f"/w/demo/inbox/{conversation.pk}/{act}"


def api(actor: Actor, conversation: Conversation, act: str = "", data: dict[str, Any] | None = None) -> Any:
    url = f"/api/v1/conversations/{conversation.pk}{act}"
    if not act:
        return Client().get(url, headers=bearer(actor))
    return Client().post(url, data or {}, content_type="application/json", headers=bearer(actor))


def looks() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb="lead.reveal").order_by("pk"))


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_newest_push_stands_in_whatever_order_they_come(
    cast: Cast, channel: Channel, order: tuple[int, ...]
) -> None:
    for number in order:
        conversation = fold(channel, (NEW, LEFT, MORE, ATTRIBUTED)[number])
    fold(channel, NEW, LEFT, MORE, ATTRIBUTED)
    assert leads.reveal(conversation, by=cast.owner) == {"手机号": PHONE, "微信号": WECHAT}
    assert leads.shown_facts(conversation.lead) == [("留资情况", "已归因")]
    assert conversation.excerpt == "爱喝茶的小满，已归因"
    assert conversation.messages.count() == 4
    assert SlaClock.objects.get(stopped_at=None).started_at == NOON + timedelta(minutes=1)


def test_pushes_of_the_same_moment_stand_by_what_they_tell(channel: Channel) -> None:
    fold(channel, push(5, change="changed", status="已留资", 手机号=PHONE))
    conversation = fold(channel, push(5, change="new", status="未留资", 手机号="13900002222"))
    assert leads.shown_facts(conversation.lead) == [("留资情况", "已留资")]
    assert (conversation.lead.contacts or {})["手机号"]["value"] == PHONE


def test_a_colleague_who_got_in_touch_stops_the_clock_and_new_contact_data_start_it(
    cast: Cast, channel: Channel
) -> None:
    conversation = fold(channel, NEW, LEFT)
    assert (conversation.state, conversation.state_name) == ("open", "待联系")
    leads.note_contact(conversation, "已加微信，约了周六", by=cast.answer_giver)
    conversation = fold(channel, ATTRIBUTED)
    assert (conversation.state, conversation.state_name) == ("answered", "已联系")
    assert conversation.assignee == cast.answer_giver.membership
    assert SlaClock.objects.get().answered
    assert Fact.objects.filter(name="lead.contacted", subject_id=conversation.pk).exists()
    Message.objects.filter(platform_id=ATTRIBUTED.platform_id).delete()
    LeadContact.objects.update(at=NOON + timedelta(minutes=6))
    assert fold(channel, MORE).state == "open"


def test_a_push_from_before_the_contact_wakes_nobody(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, LEFT)
    leads.note_contact(conversation, "打过电话", by=cast.answer_giver)
    assert fold(channel, MORE).state == "answered"


def test_a_closed_lead_is_not_opened_by_a_change_of_its_campaign(cast: Cast, channel: Channel) -> None:
    assigning.close(fold(channel, LEFT), by=cast.answer_giver)
    assert fold(channel, ATTRIBUTED).state == "closed"
    assert fold(channel, NEW).state == "closed"


def test_the_same_note_twice_is_one_contact_and_an_empty_one_none(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, LEFT)
    made = [leads.note_contact(conversation, "已加微信", by=cast.answer_giver) for _time in range(2)]
    assert made[0] == made[1]
    leads.note_contact(conversation, "到店了", by=cast.answer_giver)
    assert LeadContact.objects.count() == 2
    for note in (" ", "长" * 501):
        with pytest.raises(Invalid):
            leads.note_contact(conversation, note, by=cast.answer_giver)


def test_a_lead_cannot_be_answered_and_what_is_no_lead_reveals_nothing(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, LEFT)
    with pytest.raises(NotAnswerable):
        answering.answer(conversation, Reply("您好", "k1"), by=cast.answer_giver)
    assert (
        api(cast.answer_giver, conversation, "/replies", {"text": "您好", "request_key": "k"}).status_code
        == 409
    )
    answer = sign_in(cast.answer_giver).post(
        path(conversation, "replies/"), {"text": "您好", "request_key": "k"}, headers=HTMX
    )
    assert answer.status_code == 409
    Lead.objects.all().delete()
    with pytest.raises(NotALead):
        leads.reveal(conversation, by=cast.answer_giver)
    with pytest.raises(NotALead):
        leads.note_contact(conversation, "打过", by=cast.answer_giver)
    assert looks() == []


def test_every_look_is_in_the_audit_trail_without_what_was_seen(
    cast: Cast, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    conversation = fold(channel, MORE)
    page = sign_in(cast.answer_giver).post(path(conversation, "contact-data/"), headers=HTMX)
    assert all(secret in page.content.decode() for secret in SECRETS)
    assert "no-store" in page["Cache-Control"]
    told = api(cast.lead, conversation, "/contact-data")
    assert told.json() == {"contact_data": {"手机号": PHONE, "微信号": WECHAT}}
    assert told["Cache-Control"] == "no-store"
    assert [entry.actor_id for entry in looks()] == [cast.answer_giver.user_id, cast.lead.user_id]
    assert all("微信号、手机号" in entry.body for entry in looks())
    written = " ".join([*AuditEntry.objects.values_list("body", flat=True), caplog.text])
    assert not any(secret in written for secret in SECRETS)


def test_who_may_not_answer_sees_leads_masked_and_reveals_nothing(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, MORE)
    with pytest.raises(NotAllowed):
        leads.reveal(conversation, by=cast.analyst)
    with pytest.raises(NotAllowed):
        leads.note_contact(conversation, "打过", by=cast.analyst)
    assert api(cast.analyst, conversation, "/contact-data").status_code == 403
    browser = sign_in(cast.analyst)
    assert browser.post(path(conversation, "contact-data/"), headers=HTMX).status_code == 403
    assert browser.post(path(conversation, "contacts/"), {"note": "打过"}, headers=HTMX).status_code == 403
    shown = browser.get(path(conversation)).content.decode()
    assert "138****1111" in shown
    assert "查看联系方式" not in shown
    assert looks() == []


def test_pages_lists_search_and_details_have_contact_data_masked(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, MORE)
    browser, owner = sign_in(cast.owner), bearer(cast.owner)
    said = [
        browser.get(address).content.decode()
        for address in (
            path(conversation),
            "/w/demo/inbox/?kind=lead",
            f"/w/demo/inbox/?q={PHONE}",
            path(conversation, "messages/"),
        )
    ]
    detail = api(cast.owner, conversation).json()
    found = Client().get("/api/v1/conversations?kind=lead&q=小满", headers=owner).json()
    assert detail["lead"]["contact_data"] == {"手机号": "138****1111", "微信号": "te***"}
    assert detail["lead"]["told"] == {"留资情况": "已留资"}
    assert [row["id"] for row in found["items"]] == [str(conversation.pk)]
    assert not any(secret in f"{detail} {found}" for secret in SECRETS)
    assert not any(secret in said[number] for number in (0, 1, 3) for secret in SECRETS)
    assert "爱喝茶的小满" not in said[2]
    assert Client().get("/api/v1/conversations?kind=message", headers=owner).json()["total"] == 0


def test_a_stranger_finds_no_lead(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, MORE)
    assert sign_in(cast.stranger).post(path(conversation, "contact-data/")).status_code == 404
    assert api(cast.stranger, conversation, "/contact-data").status_code == 404
    assert looks() == []


def test_contacts_are_noted_through_both_doors(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, MORE)
    browser = sign_in(cast.answer_giver)
    empty = browser.post(path(conversation, "contacts/"), {"note": ""}, headers=HTMX)
    assert (empty.status_code, "请写一句联系情况" in empty.content.decode()) == (422, True)
    page = browser.post(path(conversation, "contacts/"), {"note": "已加微信"}, headers=HTMX)
    assert "已联系" in page.content.decode()
    told = api(cast.lead, conversation, "/contacts", {"note": "到店了"})
    assert (told.status_code, told.json()["note"]) == (201, "到店了")
    assert [one["note"] for one in api(cast.owner, conversation).json()["contacts"]] == ["已加微信", "到店了"]


def test_an_empty_list_of_leads_says_where_they_come_from(cast: Cast) -> None:
    page = sign_in(cast.owner).get("/w/demo/inbox/?kind=lead").content.decode()
    assert "没有要联系的线索" in page


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13800001111", "138****1111"),
        ("+86 13800001111", "+86 138****1111"),
        ("上海市静安区 13800001111 张先生", "上海***"),
        ("02161234567", "02***"),
        ("张三", "张***"),
        ("张", "***"),
    ],
)
def test_masked_contact_data_cannot_be_used(value: str, shown: str) -> None:
    assert leads.masked(value) == shown


def test_the_post_of_a_lead_is_found_where_its_account_lives(
    cast: Cast, channel: Channel, settings: Any
) -> None:
    conversation, client = fold(channel, NEW), sign_in(cast.answer_giver)
    real = 'href="https://www.xiaohongshu.com/x"'
    assert real in client.get(path(conversation)).content.decode()
    Channel.objects.update(environment=Channel.Environment.SANDBOX)
    settings.SANDBOX_URL = "http://127.0.0.1:9100"
    page = client.get(path(conversation)).content.decode()
    assert 'href="http://127.0.0.1:9100/www.xiaohongshu.com/x"' in page
    assert real not in page


def test_labels_of_a_lead_are_told_in_the_reader_s_language(cast: Cast, channel: Channel) -> None:
    conversation = fold(channel, LEFT)
    caller = Client(headers={**bearer(cast.owner), "Accept-Language": "en"})
    with translation.override(None):
        lead = caller.get(f"/api/v1/conversations/{conversation.pk}").json()["lead"]
    assert (lead["contact_data"], lead["told"]) == (
        {"Mobile number": "138****1111"},
        {"Contact data status": "已留资"},
    )
    assert leads.shown_facts(Lead.objects.get()) == [("留资情况", "已留资")]
