from __future__ import annotations

from chaoxin.channels.models import Channel
from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact
from chaoxin.publishing.models import Delivery

from . import fetching
from .models import Conversation


@subscribe("channel.connected")
def watch_new_channel(fact: Fact) -> None:
    """Starts fetching comments of a channel that was connected."""
    channel = Channel.objects.filter(pk=fact.subject_id).first()
    if channel is not None:
        fetching.watch(channel)


@subscribe("delivery.published")
def tie_early_comments(fact: Fact) -> None:
    """Comments may arrive before the receipt: conversations under the post are tied to its delivery now."""
    delivery = Delivery.objects.select_related("receipt", "channel").filter(pk=fact.subject_id).first()
    if delivery is None or not hasattr(delivery, "receipt"):
        return
    Conversation.objects.filter(
        channel=delivery.channel, post_id=delivery.receipt.post_id, delivery=None
    ).update(delivery=delivery)
    fetching.watch(delivery.channel)
