from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from ninja import Router, Schema, Status

from chaoxin.accounts.access import member_for
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import requires
from chaoxin.channels.access import channel_for
from chaoxin.channels.platform_words import told

from . import access, answering, assigning, correcting, fetching, leads, showing
from .models import Conversation, Lead, LeadContact, Message
from .views.corrections import as_csv

router = Router(tags=["inbox"])
MOST_PER_PAGE = 200


class ConversationOut(Schema):
    """`purpose` (complaint, lead, consultation, praise, spam, other) and `sentiment` (negative, neutral, positive) are
    what stands out in the latest messages; blank where that is not sure."""

    id: UUID
    kind: str
    state: str
    channel_id: UUID
    channel: str
    delivery_id: UUID | None
    post_id: str
    person_id: UUID | None
    person: str
    assignee_id: UUID | None
    excerpt: str
    last_message_at: datetime
    answer_due_at: datetime | None
    unread: int
    purpose: str
    sentiment: str

    @staticmethod
    def resolve_channel(row: Conversation) -> str:
        return row.channel.name

    @staticmethod
    def resolve_person_id(row: Conversation) -> UUID | None:
        return row.identity.person_id if row.identity else None

    @staticmethod
    def resolve_person(row: Conversation) -> str:
        return row.person_name


class MessageOut(Schema):
    """`purpose` and `sentiment` are judged by a model, whose confidence is between 0 and 1, or said by a person, with
    confidence 1."""

    id: UUID
    direction: str
    state: str
    at: datetime
    text: str
    author: str
    sentence: str
    purpose: str
    purpose_confidence: float | None
    sentiment: str
    sentiment_confidence: float | None

    @staticmethod
    def resolve_author(row: Message) -> str:
        return str(row.author.user) if row.author else ""

    @staticmethod
    def resolve_sentence(row: Message) -> str:
        return told(row.sentence)


class ConversationsOut(Schema):
    items: list[ConversationOut]
    total: int


class LeadOut(Schema):
    """What a platform tells of somebody who left contact data; these are masked, and shown by revealing them."""

    contact_data: dict[str, str]
    told: dict[str, str]
    link: str

    @staticmethod
    def resolve_contact_data(row: Lead) -> dict[str, str]:
        return dict(leads.shown_contacts(row))

    @staticmethod
    def resolve_told(row: Lead) -> dict[str, str]:
        return dict(leads.shown_facts(row))

    @staticmethod
    def resolve_link(row: Lead) -> str:
        return leads.link_of(row)


class ContactOut(Schema):
    id: UUID
    at: datetime
    note: str
    author: str

    @staticmethod
    def resolve_author(row: LeadContact) -> str:
        return str(row.author.user) if row.author else ""


class ConversationDetailOut(ConversationOut):
    """`lead` and `contacts` (how colleagues got in touch) are there for leads."""

    messages: list[MessageOut]
    lead: LeadOut | None
    contacts: list[ContactOut]

    @staticmethod
    def resolve_lead(row: Conversation) -> Lead | None:
        return getattr(row, "lead", None)

    @staticmethod
    def resolve_contacts(row: Conversation) -> list[LeadContact]:
        return list(row.lead_contacts.select_related("author__user"))

    @staticmethod
    def resolve_messages(row: Conversation) -> list[Message]:
        return list(row.messages.select_related("author__user").order_by("at", "id"))


class ReplyIn(Body):
    """`request_key` makes a repeated call harmless; `confirmed` answers what the gate wants confirmed."""

    text: str
    request_key: str
    confirmed: bool = False


class AssigneeIn(Body):
    member_id: UUID | None = None


class ContactIn(Body):
    note: str


class RevealedOut(Schema):
    contact_data: dict[str, str]


class FetchOut(Schema):
    asked: bool


class SnoozeIn(Body):
    until: datetime


class CorrectionIn(Body):
    """What the message is; blank leaves that as it is."""

    purpose: str = ""
    sentiment: str = ""


@router.get("/conversations", summary="会话列表", response=ConversationsOut)
@requires("inbox.read")
def list_conversations(
    request: Any,
    tab: str = "all",
    kind: str = "",
    channel: UUID | None = None,
    q: str = "",
    purpose: str = "",
    sentiment: str = "",
    page: int = 1,
    page_size: int = 50,
) -> dict[str, Any]:
    """自己能使用的账号的会话。tab 是 open、mine、at_risk、answered、closed 或 all；
    purpose 和 sentiment 按消息的用途和情绪筛选。"""
    wish = showing.Wish(tab, kind, str(channel or ""), q.strip(), purpose, sentiment)
    found = showing.search(request.actor, wish)
    size = max(1, min(page_size, MOST_PER_PAGE))
    start = (max(1, page) - 1) * size
    return {"items": list(found[start : start + size]), "total": found.count()}


@router.get("/conversations/{pk}", summary="一个会话", response=ConversationDetailOut)
@requires("inbox.read")
def get_conversation(request: Any, pk: UUID) -> Conversation:
    """会话和里面的消息；留资会话带 lead 和联系记录。"""
    return access.conversation_for(request.actor, pk)


@router.post("/conversations/{pk}/replies", summary="回复", response={201: MessageOut})
@requires("inbox.answer")
def reply(request: Any, pk: UUID, wish: ReplyIn) -> Status[Message]:
    """request_key 相同只发一次。合规拦下或要求确认时返回 422 和命中；要求确认的，确认后带上 confirmed 再来。"""
    conversation = access.conversation_for(request.actor, pk)
    wanted = answering.Reply(wish.text, wish.request_key[:64])
    return Status(201, answering.answer(conversation, wanted, by=request.actor, confirmed=wish.confirmed))


@router.post("/conversations/{pk}/contact-data", summary="查看联系方式", response=RevealedOut)
@requires("inbox.answer")
def reveal(request: Any, response: HttpResponse, pk: UUID) -> dict[str, Any]:
    """留资的完整联系方式。每看一次都记入审计。"""
    response["Cache-Control"] = "no-store"
    return {"contact_data": leads.reveal(access.conversation_for(request.actor, pk), by=request.actor)}


@router.post("/conversations/{pk}/contacts", summary="记为已联系", response={201: ContactOut})
@requires("inbox.answer")
def note_contact(request: Any, pk: UUID, wish: ContactIn) -> Status[LeadContact]:
    """在系统之外联系过留资的人；回复时限随之停止。"""
    conversation = access.conversation_for(request.actor, pk)
    return Status(201, leads.note_contact(conversation, wish.note, by=request.actor))


@router.put("/conversations/{pk}/assignee", summary="分配会话", response=ConversationOut)
@requires("inbox.read")
def assign(request: Any, pk: UUID, wish: AssigneeIn) -> Conversation:
    """member_id 写 null 表示不分给任何人。"""
    conversation = access.conversation_for(request.actor, pk)
    to = member_for(request.actor, wish.member_id) if wish.member_id else None
    assigning.assign(conversation, to=to, by=request.actor)
    return access.conversation_for(request.actor, pk)


@router.post("/conversations/{pk}/closing", summary="结束会话", response=ConversationOut)
@requires("inbox.answer")
def close(request: Any, pk: UUID) -> Conversation:
    """不回复就结束；客户再来消息会重新打开。"""
    assigning.close(access.conversation_for(request.actor, pk), by=request.actor)
    return access.conversation_for(request.actor, pk)


@router.post("/conversations/{pk}/reopening", summary="重新打开会话", response=ConversationOut)
@requires("inbox.answer")
def reopen(request: Any, pk: UUID) -> Conversation:
    """把结束的会话拿回来继续处理。"""
    assigning.reopen(access.conversation_for(request.actor, pk), by=request.actor)
    return access.conversation_for(request.actor, pk)


@router.post("/conversations/{pk}/snooze", summary="稍后处理", response=ConversationOut)
@requires("inbox.answer")
def snooze(request: Any, pk: UUID, wish: SnoozeIn) -> Conversation:
    """放到 until 再处理，不能晚于回复时限；时限照常走。"""
    assigning.snooze(access.conversation_for(request.actor, pk), until=wish.until, by=request.actor)
    return access.conversation_for(request.actor, pk)


@router.put("/conversations/{pk}/messages/{message_pk}/correction", summary="纠正判断", response=MessageOut)
@requires("inbox.answer")
def correct(request: Any, pk: UUID, message_pk: UUID, wish: CorrectionIn) -> Message:
    """模型判错或拿不准时，写明消息的用途和情绪；留作训练用。"""
    message = correcting.message_for(access.conversation_for(request.actor, pk), message_pk)
    return correcting.correct(message, purpose=wish.purpose, sentiment=wish.sentiment, by=request.actor)


@router.get("/message-corrections/{task}/csv", summary="导出标注", response={200: None})
@requires("inbox.export")
def export_corrections(request: Any, task: str) -> HttpResponseBase:
    """人工标注过的消息，task 是 kinds 或 sentiment；格式就是 `chaoxin train` 要的 CSV。"""
    return as_csv(task, correcting.export(request.actor, task))


@router.post("/channels/{pk}/fetch", summary="马上收取", response={202: FetchOut})
@requires("inbox.answer")
def fetch(request: Any, pk: UUID) -> Status[dict[str, bool]]:
    """向平台收取新的评论和提及；平台自己会推送全部内容时 asked 是 false。"""
    asked = fetching.fetch_soon([channel_for(request.actor, pk)], by=request.actor)
    return Status(202, {"asked": bool(asked)})
