"""Comments under articles."""

from typing import Any

import pytest

from sandbox.tests.box import Box, WechatCaller


@pytest.fixture
def article(wechat: WechatCaller) -> dict[str, Any]:
    return wechat.publish()


def comment(box: Box, article: dict[str, Any], text: str, person: str = "小鱼") -> None:
    box.post(f"/control/posts/{article['post']['id']}/comments", text=text, person=person)


def body(article: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"msg_data_id": article["msg_data_id"], "index": 0, **more}


def listed(wechat: WechatCaller, article: dict[str, Any], **more: Any) -> Any:
    return wechat.call("/cgi-bin/comment/list", body(article, **{"begin": 0, "count": 49, "type": 0, **more}))


def test_comments_are_listed_with_totals_and_pages(
    box: Box, wechat: WechatCaller, article: dict[str, Any]
) -> None:
    for number in range(3):
        box.wait(1)
        comment(box, article, f"第{number}条", person=f"人{number}")
    first = listed(wechat, article, count=2)
    assert (first["total"], [one["content"] for one in first["comment"]]) == (3, ["第2条", "第1条"])
    assert [one["user_comment_id"] for one in first["comment"]] == [3, 2]
    assert listed(wechat, article, begin=2)["comment"][0]["openid"].startswith("o")


def test_fifty_comments_at_once_are_too_many(wechat: WechatCaller, article: dict[str, Any]) -> None:
    assert listed(wechat, article, count=50)["errcode"] == 88010
    assert listed(wechat, article, count=0)["errcode"] == 88010


def test_one_reply_for_each_comment(box: Box, wechat: WechatCaller, article: dict[str, Any]) -> None:
    comment(box, article, "什么时候到货？")
    reply = body(article, user_comment_id=1, content="周五到货，欢迎来尝。")
    assert wechat.call("/cgi-bin/comment/reply/add", reply)["errcode"] == 0
    assert wechat.call("/cgi-bin/comment/reply/add", reply)["errcode"] == 88005
    shown = listed(wechat, article)["comment"][0]["reply"]
    assert shown["content"] == "周五到货，欢迎来尝。"
    assert "周五到货" in box.send("GET", article["post"]["local_path"]).text
    assert wechat.call("/cgi-bin/comment/reply/delete", reply)["errcode"] == 0
    assert "reply" not in listed(wechat, article)["comment"][0]
    assert wechat.call("/cgi-bin/comment/reply/delete", reply)["errcode"] == 88009
    assert wechat.call("/cgi-bin/comment/reply/add", reply)["errcode"] == 0


def test_the_reply_comes_as_an_array_where_that_is_set(
    box: Box, wechat: WechatCaller, article: dict[str, Any]
) -> None:
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"comment_reply_shape": "array"}})
    comment(box, article, "好")
    wechat.call("/cgi-bin/comment/reply/add", body(article, user_comment_id=1, content="谢谢"))
    assert listed(wechat, article)["comment"][0]["reply"][0]["content"] == "谢谢"


def test_replies_have_limits(box: Box, wechat: WechatCaller, article: dict[str, Any]) -> None:
    comment(box, article, "好")
    for content in ("", " ", "字" * 601):
        given = body(article, user_comment_id=1, content=content)
        assert wechat.call("/cgi-bin/comment/reply/add", given)["errcode"] == 88007
    unknown = body(article, user_comment_id=9, content="好")
    assert wechat.call("/cgi-bin/comment/reply/add", unknown)["errcode"] == 88008


def test_comments_are_elected_filtered_and_deleted(
    box: Box, wechat: WechatCaller, article: dict[str, Any]
) -> None:
    comment(box, article, "甲", person="甲")
    comment(box, article, "乙", person="乙")
    chosen = body(article, user_comment_id=1)
    assert wechat.call("/cgi-bin/comment/markelect", chosen)["errcode"] == 0
    assert [one["content"] for one in listed(wechat, article, type=2)["comment"]] == ["甲"]
    assert [one["content"] for one in listed(wechat, article, type=1)["comment"]] == ["乙"]
    assert wechat.call("/cgi-bin/comment/unmarkelect", chosen)["errcode"] == 0
    assert listed(wechat, article, type=2)["total"] == 0
    assert wechat.call("/cgi-bin/comment/delete", chosen)["errcode"] == 0
    assert listed(wechat, article)["total"] == 1
    assert wechat.call("/cgi-bin/comment/markelect", chosen)["errcode"] == 88004


def test_an_article_that_is_not_there_or_taken_down(
    box: Box, wechat: WechatCaller, article: dict[str, Any]
) -> None:
    assert listed(wechat, {"msg_data_id": 1})["errcode"] == 88001
    assert listed(wechat, article, index=1)["errcode"] == 88001
    box.post(f"/control/posts/{article['post']['id']}/take-down")
    assert listed(wechat, article)["errcode"] == 88002


def test_comments_are_closed_and_opened(box: Box, wechat: WechatCaller, article: dict[str, Any]) -> None:
    address = f"/control/posts/{article['post']['id']}/comments"
    assert wechat.call("/cgi-bin/comment/close", body(article))["errcode"] == 0
    assert box.send("POST", address, json={"text": "好"}).status_code == 400
    assert wechat.call("/cgi-bin/comment/open", body(article))["errcode"] == 0
    assert box.send("POST", address, json={"text": "好"}).status_code == 200


def test_an_account_without_the_privilege_reads_no_comments(box: Box, wechat: WechatCaller) -> None:
    article = wechat.publish()
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"comment_privilege": False}})
    assert listed(wechat, article)["errcode"] == 88000
