from __future__ import annotations

from datetime import timedelta

from django.test import Client

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.audience import describing, meeting
from chaoxin.audience.models import Person
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.content.testing import rows
from chaoxin.core import clock
from chaoxin.inbox import folding, receiving
from chaoxin.inbox.models import Conversation


def _pages(client: Client, conversation: Conversation) -> list[str]:
    addresses = ["/w/demo/today/", "/w/demo/inbox/?tab=all", f"/w/demo/inbox/{conversation.pk}/"]
    return [client.get(address).content.decode() for address in addresses]


def test_one_conversation_has_one_name_on_every_page_and_in_the_api(cast: Cast) -> None:
    channel, now = rows.post_channel(cast.workspace), clock.now()
    said = Event(EventKind.COMMENT, "c1", now, Sender("openid_a81c42", ""), "什么时候发货？", post_id="p1")
    receiving.take_in(channel, [said])
    folding.fold_pending()
    conversation, client = Conversation.objects.get(), sign_in(cast.owner)
    assert all("未具名用户 a81c42" in page for page in _pages(client, conversation))
    meeting.meet(channel, Sender("openid_a81c42", "小满妈妈"), at=now + timedelta(seconds=1))
    describing.describe(Person.objects.get(), name="王女士", note="", by=cast.lead)
    for page in _pages(client, conversation):
        assert "王女士" in page
        assert "小满妈妈" not in page
    (told,) = client.get("/api/v1/conversations").json()["items"]
    assert told["person"] == "王女士"
