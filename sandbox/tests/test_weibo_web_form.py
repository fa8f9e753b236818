"""Posting on Weibo by hand: the full form, and every address under which a post stands."""

from typing import Any

import pytest

from sandbox.tests.box import Box, PhoneUser, WeiboCaller, clip, picture

PAGE = "weibo.com/compose"


@pytest.fixture
def weibo_user(box: Box) -> PhoneUser:
    return PhoneUser(box, "weibo", PAGE)


def publish(user: PhoneUser, *files: bytes, **fields: str) -> Any:
    return user.publish(*(files or (picture(),)), **{"form": "web_post", "title": "", **fields})


def test_a_post_needs_no_link_and_may_have_topics_and_nine_pictures(box: Box, weibo_user: PhoneUser) -> None:
    post = publish(weibo_user, *[picture()] * 9, text="新茶到店 #春茶#", first_comment="门店地址在这里")
    assert (post["kind"], post["state"], post["pictures"]) == ("web_post", "live", 9)
    page = box.send("GET", post["local_path"]).text
    assert "#春茶#" in page
    assert "门店地址在这里" in page
    source = page.partition('<img src="')[2].partition('"')[0]
    assert box.send("GET", source).content == picture()
    assert weibo_user.submit(*[picture()] * 10, form="web_post", text="十张").status_code == 422
    box.send("PATCH", f"/control/accounts/{weibo_user.key}", json={"settings": {"web_pictures_limit": 18}})
    assert weibo_user.submit(*[picture()] * 18, form="web_post", text="十八张").status_code == 303


def test_two_thousand_characters_fit(weibo_user: PhoneUser) -> None:
    assert weibo_user.submit(form="web_post", title="", text="茶" * 2001).status_code == 422
    assert weibo_user.submit(form="web_post", title="", text="茶" * 2000).status_code == 303


def test_every_link_of_a_post_leads_to_it(box: Box, weibo_user: PhoneUser) -> None:
    post = publish(weibo_user)
    number, short = post["external_id"], post["url"].rpartition("/")[2]
    for path in (f"m.weibo.cn/status/{number}", f"m.weibo.cn/status/{short}", f"m.weibo.cn/detail/{number}"):
        assert "今天到了两款" in box.send("GET", f"/{path}").text
    answer = box.send("GET", f"/t.cn/{short}")
    assert (answer.status_code, answer.headers["location"]) == (302, post["url"])
    assert f"http://t.cn/{short}" in weibo_user.done
    assert box.send("GET", "/t.cn/nobodys").status_code == 404
    assert box.send("GET", "/m.weibo.cn/status/1").status_code == 404


def test_videos_and_articles_have_links_of_their_own(box: Box, weibo_user: PhoneUser) -> None:
    video = publish(weibo_user, clip(), form="web_video", title="试茶", declaration="含AI生成内容")
    article = publish(weibo_user, form="headline", title="怎么选茶", text="第一段")
    links = {
        video["id"]: f"https://weibo.com/tv/show/1034:{video['external_id']}",
        article["id"]: f"https://weibo.com/ttarticle/p/show?id=230940{article['external_id']}",
    }
    for post in (video, article):
        short = box.send("GET", f"/t.cn/{post['url'].rpartition('/')[2]}")
        assert short.headers["location"] == links[post["id"]]
        assert post["title"] in box.send("GET", links[post["id"]].removeprefix("https:/")).text
    assert "含AI生成内容" in box.send("GET", video["local_path"]).text
    assert weibo_user.submit(form="headline", title="", text="没有标题").status_code == 422


def test_the_same_words_again_are_refused_by_hand_and_by_call(box: Box) -> None:
    caller = WeiboCaller(box)
    text = "新茶到店 https://shop.example.com/tea"
    assert caller.share(text).status_code == 200
    given = {"account": caller.key, "form": "web_post", "title": "", "text": text}
    answer = box.send("POST", f"/{PAGE}", data=given, files=[("files", ("", b"", ""))])
    assert answer.status_code == 422
    assert "同样的内容" in answer.text


def test_what_was_posted_by_hand_is_read_by_the_interface(box: Box) -> None:
    caller = WeiboCaller(box)
    given = {"account": caller.key, "form": "web_post", "title": "", "text": "手动发的"}
    box.send("POST", f"/{PAGE}", data=given, files=[("files", ("0", picture(), ""))])
    [status] = caller.get("/2/statuses/user_timeline.json").json()["statuses"]
    assert status["text"] == "手动发的"
    assert box.send("GET", "/" + status["original_pic"].split("://")[1]).content == picture()


def test_faults_decide_what_becomes_of_a_post(box: Box, weibo_user: PhoneUser) -> None:
    box.fault("rejection", path="/compose", count=1, options={"reason": "含有敏感词"})
    assert publish(weibo_user, text="甲")["state"] == "rejected"
    box.fault("slow_review", count=1, options={"seconds": 60})
    slow = publish(weibo_user, text="乙")
    assert slow["state"] == "reviewing"
    assert box.send("GET", slow["local_path"]).status_code == 404
    box.advance(61)
    assert box.get(f"/control/posts/{slow['id']}")["state"] == "live"


def test_the_desk_links_the_form(box: Box, weibo_user: PhoneUser) -> None:
    assert f'href="/{PAGE}?account={weibo_user.key}"' in box.send("GET", f"/accounts/{weibo_user.key}").text
