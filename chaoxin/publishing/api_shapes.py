"""What the REST door takes and says of deliveries and freezes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from chaoxin.accounts.api_bodies import Body
from chaoxin.channels.platform_words import told

from .models import Attempt, Delivery, FirstComment


class ReceiptOut(Schema):
    """`address` is where a browser finds the post: `url`, or its page in the sandbox for accounts that live there."""

    post_id: str
    url: str
    address: str
    confirmation: str
    confirmed_at: datetime


class AttemptOut(Schema):
    number: int
    started_at: datetime
    intent_at: datetime | None
    ended_at: datetime | None
    outcome: str
    remedy: str
    code: str
    sentence: str

    @staticmethod
    def resolve_sentence(row: Attempt) -> str:
        return told(row.sentence)


class UploadOut(Schema):
    """Octets of the upload that is under way or was the last."""

    done: int
    total: int


class DeliveryOut(Schema):
    """`lapse` says which licence of a picture or video ends before a planned delivery goes out."""

    id: UUID
    title: str
    draft_id: UUID
    variant_id: UUID
    channel_id: UUID
    channel: str
    state: str
    held_for: str
    sentence: str
    due_at: datetime
    zone: str
    lapse: str
    limited: bool
    alarm: str
    published_at: datetime | None
    receipt: ReceiptOut | None
    upload: UploadOut | None

    @staticmethod
    def resolve_sentence(row: Delivery) -> str:
        return told(row.sentence)

    @staticmethod
    def resolve_upload(row: Delivery) -> Any:
        return {"done": row.upload_done, "total": row.upload_total} if row.upload_total else None

    @staticmethod
    def resolve_draft_id(row: Delivery) -> UUID:
        return row.variant.draft_id

    @staticmethod
    def resolve_channel(row: Delivery) -> str:
        return row.channel.name

    @staticmethod
    def resolve_receipt(row: Delivery) -> Any:
        return getattr(row, "receipt", None)


class FirstCommentOut(Schema):
    text: str
    state: str
    sent_at: datetime | None
    sentence: str

    @staticmethod
    def resolve_sentence(row: FirstComment) -> str:
        return told(row.sentence)


class DeliveryDetailOut(DeliveryOut):
    content: dict[str, Any]
    attempts: list[AttemptOut]
    first_comment: FirstCommentOut | None
    stoppable: bool

    @staticmethod
    def resolve_first_comment(row: Delivery) -> Any:
        return getattr(row, "first_comment", None)

    @staticmethod
    def resolve_attempts(row: Delivery) -> list[Attempt]:
        return list(row.attempts.order_by("number"))


class DeliveriesOut(Schema):
    items: list[DeliveryOut]
    total: int


class ScheduleIn(Body):
    """`due_at` with offset or in UTC; without it the variants go out now. The variants: those of `variant_ids`, else
    those for the accounts of `group_id` and `channel_ids`, else all of the draft. Each goes out `apart_minutes` later
    than the one before it. What is answered as `doubtful` is planned when it is asked for again with
    `despite_doubts`."""

    draft_id: UUID
    variant_ids: list[UUID] = []
    group_id: UUID | None = None
    channel_ids: list[UUID] = []
    apart_minutes: int = 0
    due_at: datetime | None = None
    despite_doubts: bool = False


class PlannedOut(Schema):
    """What became of one account; without `variant_id` the draft has nothing for it."""

    variant_id: UUID | None
    channel_id: UUID
    delivery_id: UUID | None
    sentence: str
    doubtful: bool


class TimeIn(Body):
    due_at: datetime


class ReasonIn(Body):
    reason: str = ""


class LinkIn(Body):
    """`steps` are the keys of the steps done, for what was published by hand."""

    url: str
    steps: list[str] = []


class FreezeIn(Body):
    reason: str
    channel_id: UUID | None = None


class FreezeOut(Schema):
    id: UUID
    channel_id: UUID | None
    reason: str
    created_at: datetime
