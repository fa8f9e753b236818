from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from chaoxin.accounts.testing.cast import Cast
from chaoxin.audience import describing, meeting
from chaoxin.audience.models import Identity, Person
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.values import Sender
from chaoxin.core import clock


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return connected_channel(cast.workspace, name="主账号")


def met(channel: Channel, name: str) -> Person:
    sender = Sender("openid_a81c42", name)
    return Person.objects.get(pk=meeting.meet(channel, sender, at=clock.now()).person_id)


def test_a_person_without_a_name_takes_the_one_that_the_platform_tells_later(channel: Channel) -> None:
    assert met(channel, "").name == "未具名用户 a81c42"
    assert met(channel, "小满妈妈").name == "小满妈妈"
    assert met(channel, "小满的妈").name == "小满的妈"


def test_the_name_that_the_team_gave_stays(cast: Cast, channel: Channel) -> None:
    describing.describe(met(channel, ""), name="王女士", note="", by=cast.lead)
    assert met(channel, "小满妈妈").name == "王女士"
    assert Identity.objects.get().name == "小满妈妈"


def test_people_who_were_nameless_before_are_called_by_their_names_of_now(channel: Channel) -> None:
    named, nameless = (
        met(channel, "小满妈妈"),
        meeting.meet(channel, Sender("openid_b7"), at=clock.now()).person,
    )
    Person.objects.filter(pk=named.pk).update(name="未知用户 a81c42")
    Person.objects.filter(pk=nameless.pk).update(name="未知用户 nid_b7")
    migration = import_module("chaoxin.audience.migrations.0002_people_have_one_name")
    migration.rename(apps, None)
    assert [Person.objects.get(pk=one.pk).name for one in (named, nameless)] == [
        "小满妈妈",
        "未具名用户 nid_b7",
    ]
