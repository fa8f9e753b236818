"""Receipts that a person gave are completed by what the platform knows: where a short link leads, and the id by which
the account itself lists the post. Looked for now and then, a bounded number of times; nothing here publishes."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import the_house
from chaoxin.channels import sessions
from chaoxin.channels.applications import is_declared
from chaoxin.channels.models import Channel
from chaoxin.channels.wires import connector_of
from chaoxin.connectors import errors
from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.values import Submission
from chaoxin.content import packing
from chaoxin.core import clock

from . import alarms, packages
from .models import Delivery, Receipt
from .reconciling import FOLLOW_UP_AFTER
from .states import State

log = logging.getLogger("chaoxin.publishing")

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
LEASE = timedelta(minutes=2)
LONGEST_LINK = 800
UNRESOLVED = "unresolved"
TAKE = """
UPDATE publishing_receipt SET complete_at = %(until)s
WHERE id = (
    SELECT id FROM publishing_receipt WHERE complete_at <= %(now)s
    ORDER BY complete_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


def plan(delivery: Delivery, posted: PostedLink) -> None:
    """Has the receipt of a delivery completed later where something is missing of it; inside the caller's
    transaction."""
    lacks = posted.unresolved or lists_posts(delivery.channel)
    at = clock.now() + PAUSES[0] if lacks else None
    Receipt.objects.filter(delivery=delivery).update(complete_at=at, complete_tries=0)


def take_turn() -> int:
    """Tries to complete one receipt whose turn has come; 1 where there was one, else 0."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"now": now, "until": now + LEASE})
        row = cursor.fetchone()
    if row is None:
        return 0
    found = Receipt.objects.select_related("delivery__channel", "delivery__workspace", "channel")
    _try(found.get(pk=row[0]))
    return 1


def lists_posts(channel: Channel) -> bool:
    """Whether the channel has a grant and its platform a way to find what was published by hand."""
    if is_declared(channel):
        return False
    return connector_of(channel.platform, channel.environment, meter=unmetered).find_posted is not None


def is_taken(delivery: Delivery, post_id: str) -> bool:
    """Whether a post is another delivery's already, on whichever account of the platform: one link pasted for two
    accounts is a mistake that no constraint of one channel sees."""
    others = Receipt.objects.filter(
        channel__workspace=delivery.workspace_id, channel__platform=delivery.channel.platform
    )
    return others.exclude(delivery=delivery).filter(post_id=post_id).exists()


def _try(receipt: Receipt) -> None:
    if receipt.delivery.state != State.PUBLISHED:
        Receipt.objects.filter(pk=receipt.pk).update(complete_at=None)
        return
    try:
        _complete(receipt)
    except (errors.FixContent, errors.AskPlatform, errors.Reconnect) as error:
        _give_up(receipt, error.sentence)
    except errors.ConnectorError as error:
        _later(receipt, error.sentence)
    except DatabaseError:
        raise
    except Exception:
        log.exception("receipt %s could not be completed", receipt.pk)
        _later(receipt, _("系统内部出错。"))


def _complete(receipt: Receipt) -> None:
    posted = PostedLink(receipt.url, receipt.post_id, str(receipt.facts.get("warning", "")))
    if receipt.facts.get(UNRESOLVED):
        posted = _resolved(receipt)
        if not _write(receipt, posted.post_id or posted.url, url=posted.url, facts=_facts(receipt, posted)):
            return
    if not lists_posts(receipt.channel):
        Receipt.objects.filter(pk=receipt.pk).update(complete_at=None)
        return
    found = _listed(receipt, posted)
    if found is None:
        _later(receipt, _("账号的作品列表里还没有这条内容。"))
    elif _write(
        receipt,
        found.post_id,
        url=found.url or posted.url,
        facts={**receipt.facts, **found.facts},
        found=found,
    ):
        Receipt.objects.filter(pk=receipt.pk).update(complete_at=None)


def _resolved(receipt: Receipt) -> PostedLink:
    assist = packages.assist_of(receipt.channel)
    if assist is None:
        return PostedLink(receipt.url, receipt.post_id)
    return assist.resolve(assist.recognize(receipt.url))


def _listed(receipt: Receipt, posted: PostedLink) -> Submission | None:
    delivery = receipt.delivery
    post = packing.post_of(delivery.content, key=str(delivery.pk))
    session = sessions.open_session(receipt.channel, urgent=False)
    number = "" if posted.post_id == posted.url else posted.post_id
    link = PostedLink(posted.url, number)
    return session.call(
        lambda connector, account: connector.find_posted.find(  # type: ignore[union-attr]
            account, link, post, since=delivery.created_at
        )
    )


def _write(
    receipt: Receipt, post_id: str, *, url: str, facts: dict[str, Any], found: Submission | None = None
) -> bool:
    """Writes what was learned; False where the post turned out to be another delivery's, which a person is told."""
    delivery = receipt.delivery
    detail = {"title": delivery.title, "old": receipt.url, "new": url[:LONGEST_LINK]}
    receipt.post_id, receipt.url, receipt.facts = post_id[:200], url[:LONGEST_LINK], facts
    receipt.reference = found.reference if found else receipt.reference
    try:
        with transaction.atomic():
            if is_taken(delivery, receipt.post_id):
                raise IntegrityError
            receipt.save(update_fields=["post_id", "url", "facts", "reference"])
            if found:
                _follow(delivery, found)
            auditing.record(
                "delivery.complete_receipt", by=the_house(delivery.workspace), subject=delivery, detail=detail
            )
    except IntegrityError:
        receipt.refresh_from_db()
        _give_up(receipt, _("这个链接指向的内容已经是另一条投放的回执，可能贴错了。"), asks=True)
        return False
    return True


def _follow(delivery: Delivery, found: Submission) -> None:
    """From now on the post's life is followed like that of one that machinery has published."""
    Delivery.objects.filter(pk=delivery.pk, state=State.PUBLISHED).update(
        reference=found.reference, looks=0, next_look_at=clock.now() + FOLLOW_UP_AFTER[0]
    )


def _facts(receipt: Receipt, posted: PostedLink) -> dict[str, Any]:
    kept = {key: value for key, value in receipt.facts.items() if key not in (UNRESOLVED, "warning")}
    return {**kept, "warning": posted.warning} if posted.warning else kept


def _later(receipt: Receipt, sentence: str) -> None:
    tries = receipt.complete_tries + 1
    if tries >= len(PAUSES):
        _give_up(receipt, sentence)
        return
    at: datetime = clock.now() + PAUSES[tries]
    Receipt.objects.filter(pk=receipt.pk).update(complete_at=at, complete_tries=tries)


def _give_up(receipt: Receipt, sentence: str, *, asks: bool = False) -> None:
    """No more tries. A link that was never followed waits for a person; figures that cannot be read are only noted."""
    unread = bool(receipt.facts.get(UNRESOLVED))
    if unread and not asks:
        warning = _("短链接一直没能核对（%s）请打开这条内容看一眼，换成完整链接。") % sentence
    elif asks:
        warning = sentence
    else:
        warning = _("系统认不出这条内容，读不到它的播放和互动数据：%s") % sentence
    with transaction.atomic():
        facts = {**receipt.facts, "warning": warning}
        Receipt.objects.filter(pk=receipt.pk).update(complete_at=None, facts=facts)
        if unread or asks:
            alarms.raise_unread_link(receipt.delivery, warning)
