"""What a person gets to publish a note with, and which account he declares."""

from __future__ import annotations

import pytest

from chaoxin.connectors.assisting import Assist, Package
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.http import Wire
from chaoxin.connectors.manifest import Standing
from chaoxin.connectors.platforms.xiaohongshu import build
from chaoxin.connectors.platforms.xiaohongshu.declaring import declare
from chaoxin.connectors.platforms.xiaohongshu.manifest import MANIFEST
from chaoxin.connectors.values import Post

from .cast import note, video_note, with_options

PROFILE = "5f0c1a2b000000000100abcd"


def assist() -> Assist:
    found = build(Wire()).assist
    assert found
    return found


def package_of(post: Post, **settings: str) -> Package:
    return assist().package(post, settings)


def step(package: Package, key: str) -> str:
    """The sentence of a step, "" where there is none."""
    return next((entry.sentence for entry in package.steps if entry.key == key), "")


def test_texts_stand_ready_to_be_copied() -> None:
    copies = {copy.key: copy.text for copy in package_of(note()).copies}
    assert copies["title"] == "围炉煮茶怎么开始"
    assert "#围炉煮茶" in copies["text"]
    assert copies["first_comment"] == "茶具清单在图三"


def test_what_is_empty_is_no_text_to_copy() -> None:
    package = package_of(with_options(note(title=""), first_comment=" "))
    assert [copy.key for copy in package.copies] == ["text"]
    assert step(package, "first_comment") == ""


def test_the_checklist_names_what_was_chosen() -> None:
    post = with_options(
        note(), visibility="friends", place="武康路", cooperation=True, disclosures=["advertising"]
    )
    package = package_of(post)
    assert package.declaration == "内容包含营销广告"
    assert "内容包含营销广告" in step(package, "declaration")
    assert "互关好友" in step(package, "visibility")
    assert "武康路" in step(package, "place")
    assert "蒲公英" in step(package, "cooperation")
    assert "打开“声明原创”" in step(package, "original")
    assert "山野茶铺" in step(package, "mentions")
    assert "2 张" in step(package, "media")


def test_without_a_declaration_there_is_none_to_tick() -> None:
    declaration = next(entry for entry in package_of(note()).steps if entry.key == "declaration")
    assert not declaration.required


def test_a_video_has_its_own_steps() -> None:
    assert "给出的那张" in step(package_of(video_note()), "media")
    assert "选一帧" in step(package_of(video_note(cover=None)), "media")


def test_the_app_opens_by_its_scheme_unless_a_setting_says_otherwise() -> None:
    assert package_of(note()).app_url == "xhsdiscover://"
    assert package_of(note(), app_url="xhsdiscover://post").app_url == "xhsdiscover://post"
    assert package_of(note()).web_url == "https://creator.xiaohongshu.com/publish/publish"


def test_every_step_has_a_key_of_its_own() -> None:
    for post in (note(), video_note(), with_options(note(), place="x", cooperation=True)):
        keys = [entry.key for entry in package_of(post).steps]
        assert len(keys) == len(set(keys))


def test_a_home_page_names_an_account_whatever_hangs_on_it() -> None:
    spellings = (
        f"https://www.xiaohongshu.com/user/profile/{PROFILE}",
        f"https://xiaohongshu.com/user/profile/{PROFILE.upper()}?xsec_token=AB&tab=note",
        f"我的主页 https://www.xiaohongshu.com/user/profile/{PROFILE}/ 关注我",
    )
    identities = [declare({"account": text}) for text in spellings]
    assert {identity.external_id for identity in identities} == {PROFILE}
    assert identities[1].facts["home_page"] == spellings[0]


def test_a_short_link_is_refused_with_its_own_reason() -> None:
    with pytest.raises(FixContent, match="短链接看不出"):
        declare({"account": "http://xhslink.com/m/3xAmPle0001"})


def test_a_number_keeps_the_spelling_of_the_person_as_its_name() -> None:
    identity = declare({"account": "小红书号：Shanye_Tea"})
    assert (identity.external_id, identity.name) == ("shanye_tea", "Shanye_Tea")


def test_nobody_can_do_by_hand_what_needs_the_ads_and_the_other_way_round() -> None:
    by_hand = MANIFEST.offer(Standing("assisted"))
    by_ads = MANIFEST.offer(Standing("api", scopes=frozenset({"report_service"})))
    assert by_hand.offers("publish")
    assert not by_hand.offers("leads")
    assert not by_hand.offers("ad_metrics")
    assert [form.key for form in by_hand.formats] == ["pictures", "video"]
    assert not by_ads.offers("publish")
    assert by_ads.offers("leads")
    assert by_ads.offers("ad_metrics")
    assert by_ads.formats == ()
    [row] = [row for row in by_ads.capabilities if row.key == "publish"]
    assert "没有给企业开放发布笔记的接口" in row.note


def test_a_grant_without_reports_says_so() -> None:
    offer = MANIFEST.offer(Standing("api", scopes=frozenset({"account_manage"})))
    assert not offer.offers("ad_metrics")


def test_there_is_no_part_that_publishes() -> None:
    assert build(Wire()).publish is None
