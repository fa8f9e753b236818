from __future__ import annotations

from dataclasses import replace

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.compliance import judging, overriding
from chaoxin.compliance.models import Override, Verdict
from chaoxin.compliance.values import JudgedContent, MediaFacts, Price, finding_of
from chaoxin.core.refusals import Invalid, NotAllowed

from .conftest import content_of


def judge(cast: Cast, judged: JudgedContent) -> Verdict:
    return judging.judge(judged, workspace=cast.workspace, subject=cast.workspace, by=cast.editor)


def test_the_place_in_the_text_as_written_is_exact() -> None:
    text = "好茶！全 国 第 一，欢迎选购"
    (finding,) = judging.look(content_of(text)).findings
    assert text[finding.start : finding.end] == finding.quoted == "全 国 第 一"


@pytest.mark.parametrize(
    ("text", "level"),
    [("全国第一的茶", "block"), ("加微信领资料", "confirm"), ("第一次来", "allow"), ("今天上新", "allow")],
)
def test_the_heaviest_finding_decides(text: str, level: str) -> None:
    assert judging.look(content_of(text)).level == level


def test_of_findings_over_the_same_words_only_the_weightiest_stays() -> None:
    findings = judging.look(content_of("全国第一")).findings
    assert [finding.severity for finding in findings] == ["block"]


def test_what_is_allowed_passes_and_a_changed_text_does_not(cast: Cast) -> None:
    judged = content_of("今天上新")
    judge(cast, judged)
    assert judging.passes(cast.workspace, judged.hash)
    assert not judging.passes(cast.workspace, content_of("今天上新了").hash)
    assert not judging.passes(cast.other_workspace, judged.hash)


def test_nothing_passes_that_was_never_judged(cast: Cast) -> None:
    assert not judging.passes(cast.workspace, content_of().hash)


def test_judging_the_same_again_keeps_verdict_and_override(cast: Cast) -> None:
    judged = content_of("全国第一的茶")
    first = judge(cast, judged)
    overriding.override(first, by=cast.reviewer, reason="有行业协会证明")
    assert judge(cast, judged) == first
    assert judging.passes(cast.workspace, judged.hash)


def test_findings_survive_the_database(cast: Cast) -> None:
    judged = content_of("全国第一的茶")
    stored = judge(cast, judged).findings
    assert tuple(finding_of(entry) for entry in stored) == judging.look(judged).findings


def test_a_verdict_kept_before_variants_were_told_stands_with_its_override(cast: Cast) -> None:
    judged = content_of("全国第一的茶")
    first = judge(cast, judged)
    for stored in first.findings:
        del stored["variant"], stored["confidence"]
    first.save()
    overriding.override(first, by=cast.reviewer, reason="有行业协会证明")
    assert judge(cast, judged) == first
    assert finding_of(first.findings[0]).variant == "literal"


def test_nobody_lets_his_own_blocked_text_pass(cast: Cast) -> None:
    judged = content_of("全国第一的茶")
    verdict = judging.judge(judged, workspace=cast.workspace, subject=cast.workspace, by=cast.lead)
    with pytest.raises(NotAllowed, match=r"不能自己放行.*另一位"):
        overriding.override(verdict, by=cast.lead, reason="我觉得可以")
    overriding.override(verdict, by=cast.owner, reason="有行业协会证明")
    assert Override.objects.get().by == cast.owner.membership


def test_an_override_needs_right_and_reason_and_stands_in_the_audit_trail(cast: Cast) -> None:
    verdict = judge(cast, content_of("全国第一的茶"))
    with pytest.raises(NotAllowed):
        overriding.override(verdict, by=cast.editor, reason="有行业协会证明")
    with pytest.raises(Invalid):
        overriding.override(verdict, by=cast.reviewer, reason="  ")
    overriding.override(verdict, by=cast.reviewer, reason="有行业协会证明")
    overriding.override(verdict, by=cast.lead, reason="再来一次")
    assert AuditEntry.objects.filter(verb="verdict.override").count() == 1


EXPERIENCE = "亲测好用，用了三个月，点链接下单"


def disclosures_missing(judged: JudgedContent) -> list[tuple[str, str]]:
    return [
        (finding.discloses, str(finding.severity))
        for finding in judging.look(judged).findings
        if finding.discloses
    ]


def test_experience_with_a_way_to_buy_needs_the_advertising_mark() -> None:
    links = ("https://item.example.com/1",)
    judged = JudgedContent("any", "post", {"text": EXPERIENCE}, links=links)
    assert disclosures_missing(judged) == [("advertising", "block")]
    chosen = JudgedContent("any", "post", {"text": EXPERIENCE}, links=links, disclosures=("advertising",))
    assert disclosures_missing(chosen) == []
    written = JudgedContent("any", "post", {"text": f"【广告】{EXPERIENCE}"}, links=links)
    assert disclosures_missing(written) == []


def test_experience_with_some_link_asks_and_without_a_link_does_not() -> None:
    text = {"text": "亲测好用，用了三个月"}
    assert disclosures_missing(JudgedContent("any", "post", text, links=("https://example.com",))) == [
        ("advertising", "confirm")
    ]
    assert disclosures_missing(JudgedContent("any", "post", text)) == []


def test_a_shop_link_is_a_way_to_buy_by_itself() -> None:
    judged = JudgedContent(
        "any", "post", {"text": "用了三个月"}, links=("https://detail.tmall.com/item.htm",)
    )
    assert disclosures_missing(judged) == [("advertising", "block")]


@pytest.mark.parametrize(
    "way",
    [
        "小黄车有链接",
        "点左下角购物车带走",
        "橱窗同款",
        "橱窗里有同款",
        "去我的橱窗看看",
        "点击商品卡片",
        "点击下方商品卡片下单",
        "评论区链接下单",
        "评论区置顶链接自取",
        "链接放评论区了",
        "挂车了",
        "评论区扣1发链接",
        "复制这段打开淘宝",
        "購物車自取",
        "小 黄 车",
    ],
)
def test_words_that_point_to_goods_on_the_post_are_a_way_to_buy(way: str) -> None:
    told = JudgedContent("any", "post", {"text": f"亲测好用，用了三个月，{way}"})
    assert disclosures_missing(told) == [("advertising", "block")]
    assert disclosures_missing(replace(told, disclosures=("advertising",))) == []
    assert disclosures_missing(JudgedContent("any", "post", {"text": f"新茶上市，{way}"})) == []


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("在购物车里躺了很久才入手", "confirm"),
        ("路过商场橱窗看到的", "confirm"),
        ("没有小黄车，放心看", "confirm"),
        ("无限回购，99 元很值", "confirm"),
        ("测评全文链接在主页", "confirm"),
        ("开车去买菜路上喝的", ""),
        ("走进小店坐了一会儿 (comfortable)", ""),
        ("评论区聊聊你的用法", ""),
    ],
)
def test_a_cart_of_the_story_or_a_price_is_asked_about(words: str, level: str) -> None:
    found = disclosures_missing(JudgedContent("any", "post", {"text": f"亲测好用，用了三个月，{words}"}))
    assert found == ([("advertising", level)] if level else [])


def test_a_card_to_a_shop_that_hangs_on_the_post_is_a_way_to_buy() -> None:
    def with_card(page: str) -> JudgedContent:
        options = {"mini_appid": "wx0", "mini_page": page, "mini_title": "潮汐茶"}
        return JudgedContent("wecom", "customers", {"text": "用了三个月"}, rest={"options": options})

    assert disclosures_missing(with_card("pages/goods/detail?id=1")) == [("advertising", "block")]
    assert disclosures_missing(with_card("pages/about/index")) == []


def test_shops_of_platforms_are_told_by_their_addresses() -> None:
    for link in ("https://www.example.com/goods-detail/1", "https://haohuo.jinritemai.com/views/1"):
        judged = JudgedContent("any", "post", {"text": "用了三个月"}, links=(link,))
        assert disclosures_missing(judged) == [("advertising", "block")]


def test_a_price_known_from_elsewhere_is_a_way_to_buy_where_there_is_a_link() -> None:
    text, links = {"text": "用了三个月"}, ("https://example.com/1",)
    priced = JudgedContent("any", "post", text, links=links, prices=(Price("9.9"),))
    assert disclosures_missing(priced) == [("advertising", "block")]
    assert disclosures_missing(JudgedContent("any", "post", text, links=links)) == [
        ("advertising", "confirm")
    ]
    assert priced.hash != JudgedContent("any", "post", text, links=links).hash


def test_a_picture_made_by_a_machine_needs_the_mark() -> None:
    picture = MediaFacts("0" * 64, "ai_generated")
    judged = JudgedContent("any", "post", {"text": "新品"}, pictures=(picture,))
    assert disclosures_missing(judged) == [("ai_generated", "block")]
    marked = JudgedContent("any", "post", {"text": "新品（图片由AI生成）"}, pictures=(picture,))
    assert disclosures_missing(marked) == []


def test_the_same_words_may_be_judged_otherwise_on_another_platform() -> None:
    text = "微信号：demo_shop88"
    assert judging.look(content_of(text, "weibo")).level == "confirm"
    assert judging.look(content_of(text, "wechat")).level == "allow"
