"""Customers, groups and tags for rooms that keep people."""

from __future__ import annotations

import pytest

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.platforms.wecom.customers import Customers
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import ACCOUNT, ANSWERS, CONTACT, body_of, refused
from .recorded import payload


def book() -> tuple[StubPlatform, Customers]:
    stub = StubPlatform(ANSWERS)
    return stub, Customers(stub.wire(now=SAMPLE_TIME))


def test_customers_are_read_with_how_they_came() -> None:
    stub, customers = book()
    first, second = customers.of_members(ACCOUNT, ["zhangsan", "lisi"])
    assert (first.name, first.remark, first.tags, first.state) == (
        "海边的猫",
        "老客户",
        ("etsample00000001",),
        "poster-3",
    )
    assert (second.kind, second.source, second.avatar_url) == (2, 10, "")
    assert body_of(stub.sent_to(f"{CONTACT}/batch/get_by_user")[0])["userid_list"] == ["zhangsan", "lisi"]


def test_a_hundred_members_are_asked_for_at_a_time() -> None:
    stub, customers = book()
    list(customers.of_members(ACCOUNT, [f"member{number}" for number in range(201)]))
    assert len(stub.sent_to(f"{CONTACT}/batch/get_by_user")) == 3


def test_groups_tell_their_customers_apart_from_members() -> None:
    _, customers = book()
    [chat_id] = customers.group_ids(ACCOUNT, ["zhangsan"])
    group = customers.group(ACCOUNT, chat_id)
    assert (group.name, group.owner, group.members) == ("潮汐茶会员群", "zhangsan", 2)
    assert group.customers == ("wmsample0000000000000000000001",)


def test_a_member_without_customers_has_an_empty_list() -> None:
    stub, customers = book()
    stub.answers[f"{CONTACT}/list"] = Reply(payload("no_customers"))
    assert customers.ids_of(ACCOUNT, "zhangsan") == []
    stub.answers[f"{CONTACT}/list"] = refused(60111)
    with pytest.raises(FixContent):
        customers.ids_of(ACCOUNT, "nobody")


def test_tags_are_read_without_deleted_ones_made_and_put_on() -> None:
    stub, customers = book()
    assert [tag.name for tag in customers.tags(ACCOUNT)] == ["爱喝乌龙"]
    [made] = customers.add_tags(ACCOUNT, "口味", ["爱喝绿茶"])
    customers.mark(ACCOUNT, userid="zhangsan", customer="wm1", add=[made.tag_id])
    customers.mark(ACCOUNT, userid="zhangsan", customer="wm1")
    [marked] = stub.sent_to(f"{CONTACT}/mark_tag")
    assert body_of(marked)["add_tag"] == [made.tag_id]
