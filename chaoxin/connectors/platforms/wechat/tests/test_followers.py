"""Followers and their tags."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from chaoxin.connectors.platforms.wechat.users import Followers, Tag
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import ACCOUNT, ANSWERS, CGI
from .recorded import payload

OK = Reply({"errcode": 0, "errmsg": "ok"})


def followers() -> tuple[StubPlatform, Followers]:
    stub = StubPlatform(
        {
            **ANSWERS,
            f"{CGI}/user/info/batchget": Reply(payload("user_info_batchget")),
            f"{CGI}/user/info/updateremark": OK,
            f"{CGI}/user/tag/get": Reply(
                {"count": 1, "data": {"openid": ["oFirstReader"]}, "next_openid": "oFirstReader"}
            ),
            f"{CGI}/tags/get": Reply(payload("tags_get")),
            f"{CGI}/tags/create": Reply(payload("tags_create")),
            f"{CGI}/tags/update": OK,
            f"{CGI}/tags/delete": OK,
            f"{CGI}/tags/members/batchtagging": OK,
            f"{CGI}/tags/members/batchuntagging": OK,
            f"{CGI}/tags/getidlist": Reply({"tagid_list": [128, 2]}),
        }
    )
    return stub, Followers(stub.wire(now=SAMPLE_TIME))


def test_the_list_of_followers_goes_on_where_it_ended() -> None:
    stub, book = followers()
    page = book.page(ACCOUNT)
    assert (page.total, page.after, len(page.openids)) == (23000, "oSecondReader", 2)
    book.page(ACCOUNT, after=page.after)
    assert stub.requests[-1].url.params["next_openid"] == "oSecondReader"


def test_the_end_of_the_list_is_recognized() -> None:
    stub, book = followers()
    stub.answers[f"{CGI}/user/get"] = Reply({"total": 2, "count": 0, "next_openid": ""})
    assert book.page(ACCOUNT, after="oSecondReader").after == ""


def test_people_are_asked_about_a_hundred_at_a_time() -> None:
    stub, book = followers()
    book.describe(ACCOUNT, [f"o{number}" for number in range(150)])
    sizes = [len(json.loads(request.content)["user_list"]) for request in stub.requests]
    assert sizes == [100, 50]


def test_somebody_who_left_has_nothing_but_the_openid() -> None:
    here, gone = followers()[1].describe(ACCOUNT, ["oFirstReader", "oGoneReader"])
    assert (here.follows, here.tags, here.scene) == (True, (128, 2), "98765")
    assert here.followed_at == datetime(2015, 6, 12, 7, 10, 47, tzinfo=UTC)
    assert (gone.follows, gone.followed_at, gone.unionid) == (False, None, "")


def test_tags_are_made_listed_and_given_fifty_at_a_time() -> None:
    stub, book = followers()
    assert book.create_tag(ACCOUNT, "广东") == Tag(134, "广东")
    assert Tag(128, "老客户", 12) in book.tags(ACCOUNT)
    stub.requests.clear()
    book.attach(ACCOUNT, 134, [f"o{number}" for number in range(120)])
    sizes = [len(json.loads(request.content)["openid_list"]) for request in stub.requests]
    assert sizes == [50, 50, 20]


def test_the_tags_of_one_person_and_the_people_of_one_tag() -> None:
    _, book = followers()
    assert book.tags_of(ACCOUNT, "oFirstReader") == (128, 2)
    assert book.tagged(ACCOUNT, 128).openids == ("oFirstReader",)


def test_a_tag_is_renamed_taken_away_and_deleted() -> None:
    stub, book = followers()
    book.rename_tag(ACCOUNT, 134, "华南")
    book.detach(ACCOUNT, 134, ["oFirstReader"])
    book.delete_tag(ACCOUNT, 134)
    book.set_remark(ACCOUNT, "oFirstReader", "老客户")
    assert [json.loads(request.content) for request in stub.requests] == [
        {"tag": {"id": 134, "name": "华南"}},
        {"openid_list": ["oFirstReader"], "tagid": 134},
        {"tag": {"id": 134}},
        {"openid": "oFirstReader", "remark": "老客户"},
    ]
