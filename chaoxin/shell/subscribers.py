"""Search hears of changes that no row's time of change tells."""

from __future__ import annotations

from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact

from .searching import indexing

KIND_BY_MODEL = {
    "audience.person": "person",
    "channels.channel": "channel",
    "publishing.delivery": "delivery",
    "inbox.conversation": "conversation",
    "content.draft": "draft",
}


@subscribe("channel.connected")
@subscribe("channel.recovered")
@subscribe("channel.disconnected")
@subscribe("person.met")
@subscribe("person.changed")
@subscribe("delivery.scheduled")
@subscribe("draft.submitted")
@subscribe("draft.approved")
@subscribe("draft.sent_back")
def take_in(fact: Fact) -> None:
    """The object that the fact is about goes into the index as it is now."""
    kind = KIND_BY_MODEL.get(fact.subject_type)
    if kind:
        indexing.index(kind, [fact.subject_id])
