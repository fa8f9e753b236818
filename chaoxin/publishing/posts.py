"""Live posts, as other rooms refer to them."""

from __future__ import annotations

from collections.abc import Iterable

from chaoxin.channels.models import Channel
from chaoxin.connectors.contract import PostReference

from .models import Delivery, Receipt
from .states import State


def reference_of(delivery: Delivery) -> PostReference:
    """How a connector is asked about a published delivery. Raises Receipt.DoesNotExist without a receipt."""
    return reference_of_receipt(delivery.receipt)


def reference_of_receipt(receipt: Receipt) -> PostReference:
    return PostReference(post_id=receipt.post_id, reference=receipt.reference, facts=receipt.facts)


def live_posts(channel: Channel, *, most: int) -> list[Receipt]:
    """Receipts of the channel's posts that stand, newest first."""
    found = Receipt.objects.filter(channel=channel, removed_at=None, delivery__state=State.PUBLISHED)
    return list(found.select_related("delivery").order_by("-confirmed_at")[:most])


def delivery_of_post(channel: Channel, post_ids: Iterable[str]) -> Delivery | None:
    """The delivery that became one of these posts on the channel, if it was ours."""
    wanted = [post_id for post_id in post_ids if post_id]
    receipt = Receipt.objects.filter(channel=channel, post_id__in=wanted).select_related("delivery").first()
    return receipt.delivery if receipt else None
