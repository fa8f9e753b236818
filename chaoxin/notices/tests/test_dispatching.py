from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from django.core import mail
from django.db import connection

from chaoxin.accounts import belonging
from chaoxin.accounts.testing.cast import Cast, assemble
from chaoxin.channels import grouping
from chaoxin.core import clock
from chaoxin.notices import dispatching, notifying, registering
from chaoxin.notices.models import Dispatch, Notice
from chaoxin.notices.notifying import Words
from chaoxin.notices.registering import Entry

from .group_chats import ADDRESSES, Services

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
WORDS = Words("该发布了", "示例号", "https://house.example/h/secret-of-link/")


def tell(cast: Cast, key: str = "one") -> Notice:
    assert cast.lead.membership
    return notifying.notify(cast.workspace, key=key, words=WORDS, members=[cast.lead.membership])


def send_all() -> None:
    while dispatching.send_next():
        pass


def test_a_notice_reaches_member_and_robot_once_however_often_it_is_said(
    cast: Cast, services: Services
) -> None:
    registering.add(Entry("群", "qyweixin_robot", ADDRESSES["qyweixin_robot"]), by=cast.lead)
    for _time in range(3):
        tell(cast)
    send_all()
    assert len(services.requests) == len(mail.outbox) == 1
    assert mail.outbox[0].to == ["lead@example.com"]
    assert WORDS.link in mail.outbox[0].body
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"sent"}


def test_what_fails_is_tried_again_with_longer_pauses_and_then_shown_as_failed(
    cast: Cast, services: Services
) -> None:
    registering.add(Entry("群", "qyweixin_robot", ADDRESSES["qyweixin_robot"]), by=cast.lead)
    services.answer = httpx.ConnectError("no route")
    with clock.frozen(NOON):
        notifying.notify(cast.workspace, key="one", words=WORDS)
    for minute in range(120):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            send_all()
    assert len(services.requests) == 1 + len(dispatching.PAUSES_SECONDS)
    failed = Dispatch.objects.get()
    assert (failed.state, "没有应答" in failed.sentence) == ("failed", True)


def test_one_robot_that_is_down_holds_up_no_other(cast: Cast, services: Services) -> None:
    for kind in ("feishu_robot", "qyweixin_robot"):
        registering.add(Entry(kind, kind, ADDRESSES[kind]), by=cast.lead)
    services.answer = {"errcode": 0}
    with clock.frozen(NOON):
        notifying.notify(cast.workspace, key="one", words=WORDS)
        services.answer = httpx.ReadTimeout("slow")
        dispatching.send_next()
        services.answer = {"errcode": 0}
        dispatching.send_next()
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["sent", "waiting"]


def test_a_robot_of_a_group_hears_of_its_channels_only(cast: Cast, services: Services) -> None:
    group = grouping.create_group(by=cast.owner, name="华东", channels=[])
    entry = Entry("华东群", "qyweixin_robot", ADDRESSES["qyweixin_robot"], group=group)
    registering.add(entry, by=cast.lead)
    notifying.notify(cast.workspace, key="elsewhere", words=WORDS)
    notifying.notify(cast.workspace, key="there", words=WORDS, groups=[group.pk])
    send_all()
    assert len(services.requests) == 1


def test_who_has_left_gets_nothing(cast: Cast) -> None:
    tell(cast)
    assert cast.lead.membership
    belonging.remove(cast.lead.membership, by=cast.owner)
    send_all()
    assert mail.outbox == []
    assert Dispatch.objects.get().state == "failed"


def test_a_link_in_a_notice_stands_nowhere_in_clear(cast: Cast) -> None:
    tell(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM notices_notice")
        assert "secret-of-link" not in cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_a_notice_once() -> None:
    tell(assemble())

    def work(_number: int) -> int:
        try:
            return dispatching.send_next()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert len(mail.outbox) == 1
