"""What a person gets to publish with, which account he declares, and the links that he brings back."""

from __future__ import annotations

import pytest

from chaoxin.connectors.assisting import Package
from chaoxin.connectors.errors import FixContent, Reconnect
from chaoxin.connectors.http import Wire
from chaoxin.connectors.manifest import Standing
from chaoxin.connectors.platforms.shipinhao import build
from chaoxin.connectors.platforms.shipinhao.manifest import MANIFEST
from chaoxin.connectors.values import Account, Post

from .cast import album, assist, clip, with_options


def package_of(post: Post, **settings: str) -> Package:
    return assist().package(post, settings)


def step(package: Package, key: str) -> str:
    """The sentence of a step, "" where there is none."""
    return next((entry.sentence for entry in package.steps if entry.key == key), "")


def test_texts_stand_ready_to_be_copied() -> None:
    post = with_options(clip(link="https://mp.weixin.qq.com/s/abc"), declared_source="山野茶铺公众号")
    copies = {copy.key: copy.text for copy in package_of(post).copies}
    assert copies == {
        "title": "围炉煮茶 怎么开始",
        "text": "一炉一壶，周末就这样过。\n#围炉煮茶 #周末 @山野茶铺",
        "link": "https://mp.weixin.qq.com/s/abc",
        "declared_source": "山野茶铺公众号",
    }


def test_a_link_that_cannot_be_attached_is_not_handed_over() -> None:
    package = package_of(clip(link="https://shop.example.com/"))
    assert "link" not in {copy.key for copy in package.copies}
    assert step(package, "attached_link") == ""


def test_the_checklist_names_the_label_and_what_it_asks_for() -> None:
    package = package_of(with_options(clip(), disclosures=["repost"], place="武康路"))
    assert package.declaration == "内容为转载"
    assert step(package, "declaration") == "“视频标注”选“内容为转载”，并填写来源"
    assert "武康路" in step(package, "place")
    assert "协议" in step(package, "original")
    assert "3:4 和 4:3" in step(package, "media")


def test_without_a_declaration_the_control_says_none() -> None:
    package = package_of(album())
    assert package.declaration == ""
    [declaration] = [entry for entry in package.steps if entry.key == "declaration"]
    assert declaration.sentence == "“视频标注”选“无需标注”"
    assert not declaration.required


def test_every_step_has_a_key_of_its_own() -> None:
    for post in (clip(), album(), with_options(clip(link="https://mp.weixin.qq.com/s/a"), place="x")):
        keys = [entry.key for entry in package_of(post).steps]
        assert len(keys) == len(set(keys))


def test_the_app_opens_by_its_scheme_unless_a_setting_says_otherwise() -> None:
    assert package_of(clip()).app_url == "weixin://"
    assert package_of(clip(), app_url="weixin://dl/channels").app_url == "weixin://dl/channels"


def test_an_account_without_an_id_is_named_by_its_name() -> None:
    spellings = ("山野茶铺 Tea", "@山野茶铺  tea", "视频号：山野茶铺 TEA")
    assert {assist().declare({"account": text}).external_id for text in spellings} == {"name:山野茶铺 tea"}
    assert assist().declare({"account": "山野茶铺"}).name == "山野茶铺"


def test_an_id_is_kept_to_the_letter() -> None:
    identities = {assist().declare({"account": text}).external_id for text in ("sphAbcDef01", "sphabcdef01")}
    assert len(identities) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("发好了", "没有视频号的链接"),
        ("https://weibo.com/1/abc", "不是视频号的链接"),
        ("https://channels.weixin.qq.com/platform", "不是某一条内容"),
        ("https://channels.weixin.qq.com/web/pages/feed?eid=", "不是某一条内容"),
        ("https://[broken/", "没有视频号的链接"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(text: str, words: str) -> None:
    with pytest.raises(FixContent) as caught:
        assist().recognize(text)
    assert words in caught.value.sentence
    assert "复制链接" in caught.value.sentence


def test_a_link_may_come_without_its_scheme_and_is_not_asked_for() -> None:
    link = assist().recognize("weixin.qq.com/sph/AbCdEf12345")
    assert link.post_id == "AbCdEf12345"
    assert assist().resolve(link) == link


def test_there_is_nothing_but_publishing_by_hand() -> None:
    connector = build(Wire())
    assert (connector.publish, connector.converse, connector.measure) == (None, None, None)
    with pytest.raises(Reconnect):
        connector.connect.identify(Account("sphShanyeTea01", {}))
    offer = MANIFEST.offer(Standing("assisted"))
    assert [row.key for row in offer.capabilities if row.offered] == ["publish", "schedule"]
