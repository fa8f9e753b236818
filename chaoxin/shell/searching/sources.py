"""What can be found: drafts, deliveries, people, conversations and channels, each through its own room's access."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.audience.access import people_of
from chaoxin.audience.models import Person
from chaoxin.channels.access import channels_of
from chaoxin.channels.models import Channel
from chaoxin.content.access import drafts_of
from chaoxin.content.models import Draft
from chaoxin.inbox.access import conversations_of
from chaoxin.inbox.models import Conversation
from chaoxin.publishing.access import deliveries_of
from chaoxin.publishing.models import Delivery

MESSAGES_INDEXED = 40


@dataclass(frozen=True)
class Described:
    """What is kept of one object: a title, a short note beside it, and everything it shall be found by."""

    title: str
    note: str
    text: str


@dataclass(frozen=True)
class Source:
    """One kind of object. `changed_at` is the expression that tells when a row last changed; `visible` are the
    rows that an actor may see, by the room that owns them."""

    kind: str
    label: str | Promise
    icon: str
    right: str
    url_name: str
    model: type[Model]
    changed_at: Any
    related: Sequence[str]
    describe: Callable[[Any], Described]
    visible: Callable[[Actor], QuerySet[Any]]

    def rows(self) -> QuerySet[Any]:
        """All rows of the kind, with what describing them needs and `search_changed_at`."""
        manager: Any = self.model._default_manager
        found = manager.select_related("workspace").prefetch_related(*self.related)
        return found.annotate(search_changed_at=self.changed_at)


def _draft(row: Draft) -> Described:
    return Described(row.title, row.get_state_display(), f"{row.title} {row.summary} {row.body}")


def _delivery(row: Delivery) -> Described:
    text = f"{row.title} {row.content.get('text', '')} {row.channel.name}"
    return Described(row.title, row.channel.name, text)


def _person(row: Person) -> Described:
    names = " ".join(identity.name for identity in row.identities.all())
    return Described(row.name, row.note, f"{row.name} {names} {row.note}")


def _conversation(row: Conversation) -> Described:
    said = " ".join(message.text for message in row.messages.order_by("-at")[:MESSAGES_INDEXED])
    name, nickname = row.person_name, row.identity.name if row.identity else ""
    text = f"{name} {nickname} {row.excerpt} {said}"
    return Described(row.excerpt or name, f"{name} · {row.channel.name}", text)


def _channel(row: Channel) -> Described:
    return Described(row.name, row.legal_entity, f"{row.name} {row.legal_entity} {row.external_id}")


SOURCES: tuple[Source, ...] = (
    Source(
        "draft",
        _("稿件"),
        "file-text",
        "draft.read",
        "content:draft",
        Draft,
        F("updated_at"),
        (),
        _draft,
        drafts_of,
    ),
    Source(
        "delivery",
        _("投放"),
        "send",
        "delivery.read",
        "publishing:delivery",
        Delivery,
        F("created_at"),
        ("channel",),
        _delivery,
        deliveries_of,
    ),
    Source(
        "conversation",
        _("会话"),
        "message",
        "inbox.read",
        "inbox:conversation",
        Conversation,
        F("last_message_at"),
        ("identity__person", "channel"),
        _conversation,
        conversations_of,
    ),
    Source(
        "person",
        _("用户"),
        "user",
        "audience.read",
        "audience:person",
        Person,
        Coalesce(F("last_seen_at"), F("created_at")),
        ("identities",),
        _person,
        people_of,
    ),
    Source(
        "channel",
        _("账号"),
        "building-broadcast-tower",
        "channel.read",
        "channels:channel",
        Channel,
        F("created_at"),
        (),
        _channel,
        channels_of,
    ),
)
BY_KIND: dict[str, Source] = {source.kind: source for source in SOURCES}


def changed_at_of(row: Any) -> datetime:
    """When a row that came from `Source.rows` last changed."""
    changed: datetime = row.search_changed_at
    return changed
