"""What this room does when something happens below. Every reaction may come twice."""

from __future__ import annotations

from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact
from chaoxin.inbox.models import Conversation, Message
from chaoxin.publishing.models import Delivery

from . import counting, planning


@subscribe("channel.connected")
@subscribe("channel.recovered")
def read_channel(fact: Fact) -> None:
    """An account that can be used (again) is read at once."""
    channel = Channel.objects.select_related("workspace").filter(pk=fact.subject_id, removed_at=None).first()
    if channel is not None:
        planning.read_again_soon(channel)
        counting.mark(channel, at=clock.now())


@subscribe("delivery.published")
def read_post(fact: Fact) -> None:
    """A post that went live is read from now on."""
    delivery = _delivery(fact)
    if delivery is not None and delivery.published_at is not None:
        planning.begin(delivery)
        counting.mark(delivery.channel, at=delivery.published_at)


@subscribe("delivery.removed")
def stop_reading_post(fact: Fact) -> None:
    """A post that is gone is read no more."""
    delivery = _delivery(fact)
    if delivery is not None:
        planning.end(delivery, at=fact.created_at)


@subscribe("message.received")
@subscribe("reply.sent")
def count_message(fact: Fact) -> None:
    """A message in or out changes the counts of its day, and an answer those of the day on which waiting began."""
    message = (
        Message.objects.select_related("channel__workspace", "conversation")
        .filter(pk=fact.subject_id)
        .first()
    )
    if message is not None:
        counting.mark(message.channel, at=message.at)
        _count_waits(message.conversation, message.channel)


@subscribe("conversation.breached")
@subscribe("conversation.closed")
@subscribe("lead.contacted")
def count_conversation(fact: Fact) -> None:
    """A wait that ran out or that ended without a reply changes the counts of the day on which it began."""
    found = Conversation.objects.select_related("channel__workspace").filter(pk=fact.subject_id).first()
    if found is not None:
        _count_waits(found, found.channel)


def _count_waits(conversation: Conversation, channel: Channel) -> None:
    for started_at in conversation.clocks.order_by("-started_at").values_list("started_at", flat=True)[:2]:
        counting.mark(channel, at=started_at)


def _delivery(fact: Fact) -> Delivery | None:
    found = Delivery.objects.select_related("channel__workspace", "receipt")
    return found.filter(pk=fact.subject_id).first()
