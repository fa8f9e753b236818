"""What keeps the story alive once the product runs: where fetching and looking after posts goes on from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count

from chaoxin.accounts.actor import Actor
from chaoxin.audience import describing
from chaoxin.audience.models import Person
from chaoxin.channels.callbacks import CALLBACK_PATH
from chaoxin.channels.grants import account_of
from chaoxin.channels.models import Channel
from chaoxin.channels.wires import connector_of
from chaoxin.config import sandbox_hooks
from chaoxin.connectors.contract import unmetered
from chaoxin.core import clock
from chaoxin.core.models import FactReceipt
from chaoxin.inbox.fetching import POSTS_ASKED_FOR
from chaoxin.inbox.models import FetchCursor
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.posts import live_posts, reference_of_receipt

from .past_posts import follow_up_at

DESCRIBED_EVERY = timedelta(minutes=37)
KNOWN_PEOPLE = (
    ("林女士", "滨江店常客，每周五带同事来，喜欢海盐乌龙少糖。"),
    ("周先生", "企业采购，去年订过八十盒潮声礼盒，十一月前后会来问价。"),
    ("小满妈妈", "对咖啡因敏感，推荐花草饮；孩子参加过亲子日。"),
    ("老陈", "六年老会员，写过两次长留言，提过吧台太高的意见。"),
    ("阿桃", "大学城店，社团负责人，可以联系校园活动。"),
    ("何老师", "中学物理老师，在钟楼店夜场弹过吉他。"),
)


def look_at_tables() -> None:
    """Has the database look at what is in its tables now, so that it goes about its queries well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def settle_facts(*, now: datetime) -> None:
    """What the facts of the past would have caused has been written already; nobody is told of them again."""
    FactReceipt.objects.filter(state=FactReceipt.State.PENDING).update(
        state=FactReceipt.State.DONE, done_at=now
    )


def plan_follow_ups() -> None:
    """Live posts are looked at again when their time comes; old ones no more."""
    for delivery in Delivery.objects.filter(state="published"):
        if delivery.published_at is not None:
            Delivery.objects.filter(pk=delivery.pk).update(next_look_at=follow_up_at(delivery.published_at))


def fetch_from_here(channels: Mapping[str, Channel], *, now: datetime) -> None:
    """Comments and mentions are fetched from what the story knows on."""
    for channel in channels.values():
        connector = connector_of(channel.platform, channel.environment, meter=unmetered)
        if connector.converse is None or connector.manifest.poll_events_every is None:
            continue
        posts = [reference_of_receipt(receipt) for receipt in live_posts(channel, most=POSTS_ASKED_FOR)]
        page = connector.converse.fetch_since(account_of(channel, channel.grant), "", posts=posts)
        FetchCursor.objects.update_or_create(
            channel=channel, defaults={"cursor": page.cursor, "fetched_at": now, "next_fetch_at": now}
        )


def describe_people(cast: Mapping[str, Actor], *, now: datetime) -> None:
    """The team has written something down about those who write often, one after the other."""
    by = cast["answer_giver"]
    often = (
        Person.objects.filter(workspace=by.workspace)
        .annotate(talks=Count("identities__conversations__messages"))
        .order_by("-talks", "pk")
    )
    for number, (person, known) in enumerate(zip(often[: len(KNOWN_PEOPLE)], KNOWN_PEOPLE, strict=False)):
        with clock.frozen(now - (len(KNOWN_PEOPLE) - number) * DESCRIBED_EVERY):
            describing.describe(person, name=known[0], note=known[1], by=by)


def note_hooks(channels: Mapping[str, Channel]) -> None:
    """Writes down where the sandbox is to push to, for whoever has started the web server."""
    sandbox_hooks.note({key: f"{CALLBACK_PATH}{channel.callback_key}" for key, channel in channels.items()})
