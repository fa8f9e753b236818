"""Amounts and days as shops and their customers tell them."""

from __future__ import annotations

import pytest

from chaoxin.zhtext.extracting import extract


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("原价599现价299元", ["599", "299"]),
        ("市场价1299券后899，折后价79.9", ["1299", "899", "79.9"]),
        ("1.2k一套，2w一台，2.5万/平", ["1200", "20000", "25000"]),
        ("4k一台，播放量3万一张图，涨粉2w一件事", []),
        ("2w以内，1.5w左右，3k起步，预算两千五左右", ["20000", "15000", "3000", "2500"]),
        ("首付两千五，工资一万五，要三万二千八就行，三千八", ["2500", "15000", "32800", "3800"]),
        ("99r，99R包邮，29.9 r", ["99", "99", "29.9"]),
        ("299/件，338一晚的房间，65一瓶", ["299", "338", "65"]),
        ("2000到3000元，1.5-2万元，5~10块钱", ["2000", "3000", "15000", "20000", "5", "10"]),
        ("半价，第二件半价，打对折", ["5折", "5折", "5折"]),
        ("买一送一，买2赠1，拍一发三，买三件送一件", ["1+1", "2+1", "1+2", "3+1"]),
        ("打八五折，满300减50，每满200-30；9块9", ["8.5折", "300-50", "200-30", "9.9"]),
    ],
)
def test_prices_are_read_without_a_currency(text: str, values: list[str]) -> None:
    assert [one.value for one in extract(text, {"price"})] == values


@pytest.mark.parametrize(
    "text",
    [
        "粉丝10w+，播放20w左右，粉丝1200w左右", "照片300K左右",
        "二百五，卷一百一，估分四百六，第三千五",
        "中国家庭两千五百户", "95R的版本，16R轮胎，5r/min",
        "满18-60岁，满3-5天", "大半价格，半价位", "买一发不可收拾，拍一张，拍三发一",
        "3-5天到货，1/2个，2/3", "100一件事", "价格在10人以上",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_price_is_none(text: str) -> None:
    assert extract(text, {"price"}) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("腊月二十三，正月十五，冬月，廿三", ["农历12-23", "农历01-15", "农历11"]),
        ("农历八月十五，阴历二〇二六年九月初九，八月初八", ["农历08-15", "农历09-09", "农历08-08"]),
        ("11.26—12.3，活动时间：1.5-2.10", ["11-26", "12-03", "01-05", "02-10"]),
        ("12/26-1/3", ["12-26", "01-03"]),
        ("26/11/2026，11/26/2026", ["2026-11-26", "2026-11-26"]),
        ("11月1日-11日，11月26-30日，3月5号至8号", ["11-01", "11-11", "11-26", "11-30", "03-05", "03-08"]),
        ("下个月15号，本月20日，上月3号，下个月", ["+1m-15", "0m-20", "-1m-3", "+1m"]),
        ("11月11日晚8点，下周三，双十一，黑五，女神节", ["11-11", "+1w-3", "11-11", "黑五", "03-08"]),
    ],
)
def test_days_of_the_farmers_and_of_the_shops(text: str, values: list[str]) -> None:
    assert [one.value for one in extract(text, {"date"})] == values


@pytest.mark.parametrize(
    "text",
    [
        "1.5-2.5米，4.5-5.0分，3.6-4.2元，版本11.26-12.3.1", "13/13/2026，1/2/3", "3.5-4.2", "12.3-11.26",
    ],
)  # fmt: skip
def test_what_only_looks_like_two_days_is_none(text: str) -> None:
    assert [one.value for one in extract(text, {"date"}) if "-" in one.value] == []


def test_an_ambiguous_day_is_less_sure() -> None:
    (sure,) = extract("26/11/2026", {"date"})
    (doubtful,) = extract("3/4/2026", {"date"})
    assert doubtful.value == "2026-04-03"
    assert doubtful.confidence < sure.confidence


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("徽同手机号13912345678", "wechat", "13912345678"),
        ("薇同13912345678", "wechat", "13912345678"),
        ("客服4006-123-456", "phone", "4006123456"),
        ("+86 139 1234 5678", "phone", "13912345678"),
        ("（021）62345678", "phone", "02162345678"),
        ("身份证110105 19491231 002X", "identity", "11010519491231002X"),
        ("6222 0212 3456 7890 128", "bank_card", "6222021234567890128"),
        ("m.tb.cn/h.abc123", "link", "m.tb.cn/h.abc123"),
    ],
)
def test_contacts_as_customers_leave_them(text: str, kind: str, value: str) -> None:
    assert value in [one.value for one in extract(text, {kind})]
