"""The control API and the pages."""

import re
from typing import Any

import pytest

from sandbox.documentation import filled, pages
from sandbox.faults import KINDS
from sandbox.tests.box import Box, WechatCaller, WeiboCaller


def test_the_tables_of_the_readme_files_are_those_of_the_code() -> None:
    for path, tables in pages().items():
        text = path.read_text()
        assert filled(text, tables) == text, f"{path}: run python -m sandbox.documentation"


def test_accounts_are_opened_with_given_or_drawn_credentials(box: Box) -> None:
    given = {"appid": "wx1234567890abcdef", "appsecret": "s" * 32, "token": "t", "aes_key": "k" * 43}
    account = box.post(
        "/control/accounts", platform="wechat", key="brand", name="示例", credentials=given, followers=7
    )
    assert given.items() <= account["credentials"].items()
    assert (account["followers"], account["profile_name"]) == (7, "公众号（企业，已认证）")
    drawn = box.post("/control/accounts", platform="weibo", name="示例", profile="ordinary")
    assert re.fullmatch(r"\d{10}", drawn["credentials"]["uid"])
    assert drawn["credentials"]["safe_domain"] == "example.com"
    assert [one["key"] for one in box.get("/control/accounts", platform="weibo")] == ["weibo-1"]


@pytest.mark.parametrize(
    "given",
    [
        {"platform": "myspace"},
        {"platform": "wechat", "profile": "blue_v"},
        {"platform": "wechat", "settings": {"speed": 1}},
        {"platform": "wechat", "key": "Not A Key"},
        {"platform": "wechat", "followers": -1},
        {"platform": "weibo", "credentials": {"level": "golden"}},
        {"platform": "weibo", "quota_profile": "golden"},
    ],
)
def test_accounts_that_make_no_sense_are_refused(box: Box, given: dict[str, Any]) -> None:
    assert box.send("POST", "/control/accounts", json=given).status_code == 400
    assert box.get("/control/accounts") == []


def test_what_is_not_there_is_404(box: Box) -> None:
    for path in ("/control/accounts/x", "/control/posts/9", "/control/calls/9"):
        assert box.send("GET", path).status_code == 404
    assert box.send("POST", "/control/advance", content=b"[1]").status_code == 400
    assert box.send("GET", "/control/nothing").status_code == 404


def test_the_journal_tells_every_call(box: Box, wechat: WechatCaller) -> None:
    wechat.call("/cgi-bin/draft/get", {"media_id": "没有"})
    row = box.get("/control/calls", account=wechat.key, path="/cgi-bin/draft/get")[0]
    assert (row["status"], row["code"], row["method"]) == (200, "40007", "POST")
    assert "没有" in row["request"]
    assert row["milliseconds"] < 50
    assert box.get(f"/control/calls/{row['id']}")["path"] == "/cgi-bin/draft/get"
    assert box.get("/control/calls", after=row["id"]) == []


def test_posts_tell_who_published_what_by_which_call(box: Box, weibo: WeiboCaller) -> None:
    weibo.share("甲 https://example.com")
    post = box.get("/control/posts", text="甲")[0]
    call = box.get(f"/control/calls/{post['request_id']}")
    assert call["path"] == "/2/statuses/share.json"
    effect = box.get("/control/effects", content_hash=post["content_hash"])[0]
    assert (effect["account"], effect["request_id"], effect["post_id"]) == (weibo.key, call["id"], post["id"])
    assert box.get("/control/posts", state="vanished") == []


def test_many_people_write_at_once(box: Box, wechat: WechatCaller) -> None:
    told = box.post(f"/control/accounts/{wechat.key}/messages", text="抢购", person="客", count=30)
    assert len({one["fan_id"] for one in told["messages"]}) == 30
    refused = box.send("POST", f"/control/accounts/{wechat.key}/messages", json={"text": "x", "count": 0})
    assert refused.status_code == 400
    assert box.send("POST", f"/control/accounts/{wechat.key}/messages", json={}).status_code == 400
    assert box.send("POST", f"/control/accounts/{wechat.key}/mentions", json={"text": "x"}).status_code == 400


def test_a_reply_of_a_fan_hangs_under_a_comment(box: Box, wechat: WechatCaller) -> None:
    post_id = wechat.publish()["post"]["id"]
    first = box.post(f"/control/posts/{post_id}/comments", text="甲")
    box.post(f"/control/posts/{post_id}/comments", text="乙", reply_to=first["id"])
    assert [one["parent_id"] for one in box.get(f"/control/posts/{post_id}")["discussion"]] == [
        None,
        first["id"],
    ]


PAGES = ("/", "/calls", "/callbacks", "/accounts/brand", "/accounts/brand/chat", "/posts/1", "/calls/1")


@pytest.mark.parametrize("path", PAGES)
def test_pages_stand_in_chinese(box: Box, wechat: WechatCaller, path: str) -> None:
    wechat.publish(title="<b>春茶</b>")
    box.fault("slow_review")
    page = box.send("GET", path)
    assert page.status_code == 200
    assert 'lang="zh-CN"' in page.text
    assert "<b>春茶</b>" not in page.text


@pytest.mark.parametrize(
    "path", ["/accounts/x", "/accounts/x/chat", "/posts/9", "/calls/9", "/weibo.com/u/9"]
)
def test_pages_of_what_is_not_there_say_so(box: Box, path: str) -> None:
    assert box.send("GET", path).status_code == 404


def submit(box: Box, path: str, **fields: str) -> int:
    return box.send("POST", path, data=fields, headers={"referer": "http://sandbox/"}).status_code


def test_the_desk_does_everything_by_forms(box: Box) -> None:
    assert (
        submit(
            box, "/accounts", platform="wechat", profile="verified_service", name="桌上开的", followers="3"
        )
        == 303
    )
    assert submit(box, "/accounts/wechat-1/audience", on="on", intensity="2") == 303
    assert submit(box, "/accounts/wechat-1/follows", person="小鱼") == 303
    assert submit(box, "/accounts/wechat-1/messages", person="小鱼", text="在吗") == 303
    assert submit(box, "/accounts/wechat-1/quota", profile="fresh") == 303
    assert submit(box, "/accounts/wechat-1/callback", url="https://brand.example.com/x", mode="plain") == 303
    assert (
        submit(
            box,
            "/faults?at=faults",
            kind="apply_late",
            account="*",
            count="2",
            options="seconds=3, answer=cut",
        )
        == 303
    )
    assert submit(box, "/time/factor", factor="60") == 303
    assert submit(box, "/time/advance", hours="2") == 303
    account = box.get("/control/accounts/wechat-1")
    assert account["audience"] == {"on": True, "intensity": 2.0}
    assert account["callback"]["verified"]
    assert (account["settings"]["quota_profile"], account["followers"]) == ("fresh", 4)
    fault = box.get("/control/faults")[0]
    assert (fault["options"]["seconds"], fault["options"]["answer"], fault["remaining"]) == (3.0, "cut", 2)
    assert submit(box, "/accounts/wechat-1/audience", intensity="2") == 303
    assert not box.get("/control/accounts/wechat-1")["audience"]["on"]
    assert submit(box, f"/faults/{fault['id']}/remove") == 303
    assert submit(box, "/faults/remove-all") == 303
    assert "在吗" in box.send("GET", "/accounts/wechat-1/chat?person=小鱼").text


def test_a_form_that_fails_says_why_and_changes_nothing(box: Box) -> None:
    answer = box.send("POST", "/accounts", data={"platform": "wechat", "profile": "blue_v", "name": "甲"})
    assert answer.status_code == 422
    assert "没有完成" in answer.text
    assert box.get("/control/accounts") == []


def test_a_fan_comments_on_the_public_page(box: Box, wechat: WechatCaller) -> None:
    article = wechat.publish()
    address = article["post"]["local_path"]
    page = box.send("GET", address).text
    action = re.search(r'action="(/posts/\d+/comments)"', page)
    assert action is not None
    answer = box.send(
        "POST",
        action[1],
        data={"person": "小鱼", "text": "写得好"},
        headers={"referer": f"http://sandbox{address}"},
    )
    assert answer.headers["location"] == address
    assert "写得好" in box.send("GET", address).text


def test_every_kind_of_fault_can_be_chosen_on_the_desk(box: Box) -> None:
    page = box.send("GET", "/").text
    assert all(f'value="{kind}"' in page for kind in KINDS)
