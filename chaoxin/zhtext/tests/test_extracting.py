from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chaoxin.zhtext.checkdigits import is_identity, passes_luhn
from chaoxin.zhtext.extracting import KINDS, Extract, extract
from chaoxin.zhtext.layers import Layers
from chaoxin.zhtext.tests.contact_phrasings import CONTACTS, INNOCENT
from chaoxin.zhtext.tests.hostile import HOSTILE

CONTACT_KINDS = {"phone", "wechat", "qq", "email", "link", "bank_card", "identity", "account"}
SIGNS = st.text(
    st.sampled_from(
        "一二三七九十百万点零元块折成月日号年周最第的加我薇微信vxqQ:：@.。-/ \n0123456789０①❶➕❤️👍\u200b¥%abc"
    )
)


def found(text: str, kind: str) -> list[tuple[str, str]]:
    return [(one.value, text[one.start : one.end]) for one in extract(text) if one.kind == kind]


def test_at_least_nine_in_ten_contacts_are_found() -> None:
    missed = [
        text for text, kind, value in CONTACTS if value not in [known for known, _span in found(text, kind)]
    ]
    assert len(CONTACTS) >= 60
    assert len(missed) <= len(CONTACTS) * 0.1, missed


def test_at_most_one_innocent_text_is_taken_for_a_contact() -> None:
    flagged = [text for text in INNOCENT if any(one.kind in CONTACT_KINDS for one in extract(text))]
    assert len(INNOCENT) >= 60
    assert len(flagged) <= 1, flagged


@pytest.mark.parametrize("endless", ["1" * 20, "0" * 40, "一" * 30])
def test_more_digits_than_a_number_has_hide_none_beside_them(endless: str) -> None:
    for text in (
        f"电话13912345678 {endless}",
        f"{endless}，电话13912345678",
        f"{endless} 13912345678 {endless}",
    ):
        assert found(text, "phone") == [("13912345678", "13912345678")]
        assert found(text, "bank_card") == []


@pytest.mark.parametrize(
    ("text", "kind", "value", "span"),
    [
        ("加➕微❤：t o n y 8 8", "wechat", "tony88", "t o n y 8 8"),
        ("电话１３９ - 1234－五六七八哦", "phone", "13912345678", "１３９ - 1234－五六七八"),
        ("群号①②③④⑤⑥，来", "qq", "123456", "①②③④⑤⑥"),
        ("写信到 ｈｒ＠example。com。", "email", "hr@example.com", "ｈｒ＠example。com"),
        (
            "看https://Example.com/Ab?c=1，快",
            "link",
            "https://Example.com/Ab?c=1",
            "https://Example.com/Ab?c=1",
        ),
        ("复制￥8Xk2abc9dQ￥打开", "link", "8Xk2abc9dQ", "￥8Xk2abc9dQ￥"),
        ("证号11010519491231002Ｘ", "identity", "11010519491231002X", "11010519491231002Ｘ"),
        ("加我微信领资料", "wechat", "", "加我微信"),
        ("WhatsApp：lucky_88", "account", "lucky_88", "lucky_88"),
        ("V我：abc12345", "wechat", "abc12345", "abc12345"),
        ("薇我 abc12345", "wechat", "abc12345", "abc12345"),
        ("来加🐧群吧", "qq", "", "加🐧群"),
        ("加🐧🐧群 123456", "qq", "123456", "123456"),
        ("ѕkуpΣ：luсkу_88", "account", "lucky_88", "luсkу_88"),
        ("发到 Ζoε@ЕХАΜΡLΕ.cοm", "email", "zoe@example.com", "Ζoε@ЕХАΜΡLΕ.cοm"),
    ],
)
def test_the_span_is_exact_and_the_value_plain(text: str, kind: str, value: str, span: str) -> None:
    assert found(text, kind) == [(value, span)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("原价1,399元，到手价１２９９元", ["1399", "1299"]),
        ("¥1,399.00", ["1399"]),
        ("只要九块九包邮", ["9.9"]),
        ("两块五一个，一万二千元一套", ["2.5", "12000"]),
        ("3万8元，1.5万元，一亿三千万元", ["38000", "15000", "130000000"]),
        ("①⑨⑨元", ["199"]),
        ("八八折，8.8折，五折", ["8.8折", "8.8折", "5折"]),
        ("满300减50", ["300-50"]),
        ("券后59.9起", ["59.9"]),
        ("一元一次方程，元旦，三块肌肉，骨折，只要3天", []),
    ],
)
def test_prices_and_discounts(text: str, values: list[str]) -> None:
    assert [value for value, _span in found(text, "price")] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("99.9％的人", ["99.9"]),
        ("百分之九十九点五", ["99.5"]),
        ("九成用户，九成五，千分之三", ["90", "95", "0.3"]),
        ("百分百有效，百分之百", ["100", "100"]),
        ("一成不变，三成交了，七成熟", []),
    ],
)
def test_percentages(text: str, values: list[str]) -> None:
    assert [value for value, _span in found(text, "percentage")] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2026年11月26日", ["2026-11-26"]),
        ("二〇二六年十一月二十六日", ["2026-11-26"]),
        ("２０２６－１－５", ["2026-01-05"]),
        ("11月11日到十一月十五号", ["11-11", "11-15"]),
        ("26年3月", ["2026-03"]),
        ("双十一和元旦", ["11-11", "01-01"]),
        ("今天到大后天", ["0d", "+3d"]),
        ("三天后，两周前，半年内", ["+3d", "-2w", "+0.5y"]),
        ("下周五，星期天", ["+1w-5", "w-7"]),
        ("下个月月底", ["+1m", "0m"]),
        ("2026年2月30日", []),
        ("一周一次，版本 10.11.12，5月天", []),
    ],
)
def test_dates(text: str, values: list[str]) -> None:
    assert [value for value, _span in found(text, "date")] == values


@pytest.mark.parametrize(
    ("text", "cue", "value", "span"),
    [
        ("全网最好用的面膜在这里", "全网最好用", "面膜", "全网最好用的面膜"),
        ("最 佳·选择", "最佳", "选择", "最 佳·选择"),
        ("行业第一品牌", "行业第一", "品牌", "行业第一品牌"),
        ("唯一指定产品", "唯一", "指定产品", "唯一指定产品"),
        ("頂級面霜就是它", "顶级", "面霜", "頂級面霜"),
        ("全球首款折叠手机", "全球首款", "折叠手机", "全球首款折叠手机"),
        ("它的效果最好", "最好", "效果", "最好"),
        ("全网最好用的面膜只要 39 元", "全网最好用", "面膜", "全网最好用的面膜"),
        ("最好喝的奶茶仅需9块9", "最好喝", "奶茶", "最好喝的奶茶"),
        ("最好吃的月饼才卖30", "最好吃", "月饼", "最好吃的月饼"),
        ("最好用的面膜可以免费试用", "最好用", "面膜", "最好用的面膜"),
        ("最好喝的咖啡值得一试", "最好喝", "咖啡", "最好喝的咖啡"),
        ("最好喝的奶茶今天上新", "最好喝", "奶茶", "最好喝的奶茶"),
        ("最便宜的会员卡限时开抢", "最便宜", "会员卡", "最便宜的会员卡"),
        ("最强大的智能手机", "最强大", "智能手机", "最强大的智能手机"),
        ("最优秀的人才都来了", "最优秀", "人才", "最优秀的人才"),
        ("最好用的不锈钢锅现价99", "最好用", "不锈钢锅", "最好用的不锈钢锅"),
        ("最健康的有机蔬菜有三种", "最健康", "有机蔬菜", "最健康的有机蔬菜"),
        ("顶级的太阳能热水器比别家省电", "顶级", "太阳能热水器", "顶级的太阳能热水器"),
        ("最好的推荐", "最好", "推荐", "最好的推荐"),
        ("最受欢迎的博主", "最受欢迎", "博主", "最受欢迎的博主"),
        ("大家说蕞好用的面膜在这里", "最好用", "面膜", "蕞好用的面膜"),
        ("全网 ZUI 好 用的面膜", "全网最好用", "面膜", "全网 ZUI 好 用的面膜"),
        ("zuihao用的面膜", "最好用", "面膜", "zuihao用的面膜"),
        ("最haochi的月饼才卖30", "最好吃", "月饼", "最haochi的月饼"),
        ("就是醉好用的面膜", "最好用", "面膜", "醉好用的面膜"),
        ("曰取佳选择", "最佳", "选择", "曰取佳选择"),
        ("独一无②的设计", "独一无二", "设计", "独一无②的设计"),
        ("行业第①品牌", "行业第一", "品牌", "行业第①品牌"),
        ("这儿的效果zui好", "最好", "效果", "zui好"),
        ("史上最好用的车把套来了", "史上最好用", "车把套", "史上最好用的车把套"),
        ("这款拖把堪称行业第一", "行业第一", "拖把", "行业第一"),
        ("宇宙第一好吃的火锅", "宇宙第一好吃", "火锅", "宇宙第一好吃的火锅"),
        ("行业第一高端品牌", "行业第一", "高端品牌", "行业第一高端品牌"),
        ("咱家的辣酱是最香的", "最香", "辣酱", "最香的"),
        ("无人能及的手感", "无人能及", "手感", "无人能及的手感"),
        ("手机的质量绝对是最好的", "最好", "质量", "最好的"),
        ("这次是最好的", "最好", "", "最好的"),
        ("我觉得最好的", "最好", "", "最好的"),
    ],
)
def test_a_superlative_says_what_it_is_said_of(text: str, cue: str, value: str, span: str) -> None:
    (one,) = [one for one in extract(text) if one.kind == "superlative"]
    assert (one.cue, one.value, text[one.start : one.end]) == (cue, value, span)


@pytest.mark.parametrize(
    "text",
    [
        "最近很忙", "最后一天", "第一次来", "第一时间回复", "最好提前预约", "最多三件", "最低温度和最高气温",
        "最新消息", "最新的消息", "最新版本", "最新一期", "最大值", "最小号", "最高可减200", "最高6楼", "最低工资标准",
        "最大音量", "最快30分钟送达", "最长潜伏期", "第一感觉", "zuijin很忙", "蕞近", "喝醉好看", "她的嘴好看",
        "犯罪新高", "装最APP",
    ],
)  # fmt: skip
def test_what_ranks_nothing_is_no_superlative(text: str) -> None:
    assert found(text, "superlative") == []


def test_a_superlative_in_disguise_is_less_sure_the_further_it_is() -> None:
    sure = [
        extract(text, {"superlative"})[0].confidence
        for text in ("最好用的面膜", "蕞好用的面膜", "zui好用的面膜", "醉好用的面膜", "并非蕞好用的面膜")
    ]
    assert sure == sorted(sure, reverse=True)
    assert sure[-1] < 0.5


def test_a_denied_superlative_is_hardly_one() -> None:
    (denied,) = extract("我们并非最好的店", {"superlative"})
    assert denied.confidence < 0.5


def test_what_lies_inside_a_link_or_address_is_nothing_of_its_own() -> None:
    assert [one.kind for one in extract("13912345678@qq.com")] == ["email"]
    assert [one.kind for one in extract("https://example.com/2026-11-26/13912345678")] == ["link"]


def test_only_the_kinds_asked_for_are_answered() -> None:
    text = "明天 99 元，电话 13912345678"
    assert {one.kind for one in extract(text)} == {"date", "price", "phone"}
    assert {one.kind for one in extract(text, {"price"})} == {"price"}
    assert {one.kind for one in extract(text, {"price", "nothing"})} == {"price"}


@pytest.mark.parametrize("text", ["V我50", "疯狂星期四v我50看看实力", "V我：你好", "参加🐧群活动", "加油🐧"])
def test_what_only_sounds_like_an_invitation_is_none(text: str) -> None:
    assert not {one.kind for one in extract(text)} & CONTACT_KINDS


@pytest.mark.parametrize(
    "text",
    [
        "19981112 123",
        "15000 1234567",
        "13912345 678 90",
        "价格15800 元 123456",
        "版本3.11.com发布",
        "a @ b 5s 1s",
    ],
)
def test_numbers_and_points_beside_one_another_are_no_contact(text: str) -> None:
    assert not {one.kind for one in extract(text)} & CONTACT_KINDS


def test_two_superlatives_of_one_sentence_are_each_said_of_their_own() -> None:
    text = "价格是最低价，质量是最高级"
    assert [(one.cue, one.value) for one in extract(text, {"superlative"})] == [
        ("最低价", "价格"),
        ("最高级", "质量"),
    ]


def test_letters_read_as_digits_cost_confidence() -> None:
    (plain,) = extract("电话13912345678", {"phone"})
    (doubtful,) = extract("电话l39l2345678", {"phone"})
    assert doubtful.confidence < plain.confidence


def test_check_digits() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("110105194912310021")
    assert not is_identity("990105194912310021")
    assert passes_luhn("6222020000000000000")
    assert not passes_luhn("6222020000000000001")


@given(st.one_of(SIGNS, st.text()))
@example("\ud800最\udfff13912345678")
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    extracts = extract(text)
    assert all(0 <= one.start < one.end <= len(text) and 0 < one.confidence <= 1 for one in extracts)
    assert [(one.start, one.end) for one in extracts] == sorted((one.start, one.end) for one in extracts)
    assert {one.kind for one in extracts} <= KINDS


@given(st.one_of(SIGNS, st.text()))
def test_layers_map_back_exactly(text: str) -> None:
    layers = Layers(text)
    for place in range(len(layers.compact)):
        start, end = layers.place(place, place + 1)
        assert end == start + 1
    for place, sign in enumerate(layers.plain):
        start, end = layers.span(place, place + 1)
        assert end == start + 1
        assert Layers(text[start]).plain == sign


@given(SIGNS, st.sampled_from("！。；\n"), SIGNS)
def test_what_stands_far_away_changes_nothing(before: str, end: str, after: str) -> None:
    contact = f"{end}电话13912345678{end}"
    text = f"{before}{end * 40}{contact}{end * 40}{after}"
    assert ("13912345678", "13912345678") in found(text, "phone")


@pytest.mark.parametrize("written", ["zuihao", "最hao", "蕞好", "独1无2", "全国第1"])
def test_every_superlative_in_disguise_of_a_row_has_its_own_place(written: str) -> None:
    text = f"它{written}，" * 50
    found_ones = extract(text, {"superlative"})
    assert [(one.start, text[one.start : one.end]) for one in found_ones] == [
        (number * (len(written) + 2) + 1, written) for number in range(50)
    ]


ENOUGH_TO_HANG = 300_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_hangs_the_reading(piece: str) -> None:
    """What takes time by the square of the length needs hours here; `bench linear` measures how much is taken."""
    text = piece * (ENOUGH_TO_HANG // len(piece.encode()))
    assert all(0 <= one.start < one.end <= len(text) for one in extract(text))


@pytest.mark.parametrize("piece", ["13912345678 ", "加v:abc123 ", "qq12345 ", "99%", "1元", "https://a.cn "])
def test_many_findings_are_all_found(piece: str) -> None:
    assert len(extract(piece * 2_000)) >= 2_000


def test_the_answer_is_a_plain_value() -> None:
    assert extract("电话13912345678") == [Extract("phone", 2, 13, "13912345678", "电话", 0.97)]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("30年老店，质保10年，80年代", "date", []),
        ("30年10元", "date", []),
        ("24年11月和98年5月1日", "date", ["2024-11", "1998-05-01"]),
        ("2024/1/1-2024/1/7", "date", ["2024-01-01", "2024-01-07"]),
        ("2024.11.01-2024.11.11", "date", ["2024-11-01", "2024-11-11"]),
        ("20240101-20240107", "date", ["2024-01-01", "2024-01-07"]),
        ("1个半小时后，半年内", "date", ["+1.5h", "+0.5y"]),
        ("几十块钱，好几千块，三五百块，七八十块钱", "price", []),
        ("一块二毛五，十九块九", "price", ["1.25", "19.9"]),
        ("1w元，1.5W块钱，3k元，¥2w，售价3k起", "price", ["10000", "15000", "3000", "20000", "3000"]),
        ("wifi 5k画质，只需10k步，5km，10kg，¥5km", "price", ["5"]),
        ("100多块，十来块钱，1万多元，200余元", "price", ["100", "10", "10000", "200"]),
        ("100多块面膜，10多元化服务", "price", []),
        ("10美元，三百港币，1.5万日元，20英镑", "price", ["10", "300", "15000", "20"]),
        ("3月10日元旦，10日元气满满", "price", []),
        ("9 9 元；只要 1 9 9；9 9 . 9 元；９ ９元", "price", ["99", "199", "99.9", "99"]),
        ("￥9 9，打 9 5 折", "price", ["99", "9.5折"]),
        ("1. 5元一份，套餐 1 9 元，2 件 9 元", "price", ["5", "9", "9"]),
        ("1299元5角，12元5毛，1299元 5角5分", "price", ["1299.5", "12.5", "1299.55"]),
        ("9 块 9 包邮，3 块 5 个", "price", ["9.9", "3"]),
        ("9 8 %，9 9 . 9 %，5 8 个百分点", "percentage", ["98", "99.9", "58"]),
        ("两块五一个，五一假期", "date", ["05-01"]),
        ("138😀1234😀5678，138💕12345678", "phone", ["13812345678", "13812345678"]),
        ("138😀1234👍5678，138元😀1234元😀5678元", "phone", []),
        ("99￥，99 ¥ 包邮，19.9€", "price", ["99", "99", "19.9"]),
        ("¥99¥88，￥99 ￥88", "price", ["99", "88", "99", "88"]),
        ("3月底，三月初，2025年底", "date", ["03", "03", "2025"]),
        ("月底，下个月月底，年底", "date", ["0m", "+1m", "0m", "0y"]),
        ("618大促，迎接618，618年中购物节，618人气榜", "date", ["06-18"] * 4),
        ("编号618，编号：618，618元，618 个，第618号，￥618，618-20，共1,618，618多人", "date", []),
        ("周一折扣", "price", []),
        ("咨询时间：14:00-18:00，9:30-20:00", "phone", []),
        ("最美丽的风景，最新款手机，最值得信赖的品牌", "superlative", ["风景", "手机", "品牌"]),
        ("最高人民法院最大限度地保护，最快明天到", "superlative", []),
        ("我最爱的人，最爱吃的零食，她们最爱看书，女生最爱的口红", "superlative", ["口红"]),
        ("第一段，第一台电脑，第一份工作，国内第一台手机", "superlative", ["台手机"]),
    ],
)
def test_what_a_careful_reader_would_say(text: str, kind: str, values: list[str]) -> None:
    assert [one.value for one in extract(text) if one.kind == kind] == values


def test_numbers_that_follow_one_another_stay_apart() -> None:
    said = "座机010-62345678转8001，400-820-8820"
    assert [(one.value, said[one.start : one.end]) for one in extract(said, {"phone"})] == [
        ("01062345678", "010-62345678"),
        ("4008208820", "400-820-8820"),
    ]
    assert extract("库存400,8208820", {"phone"}) == []
