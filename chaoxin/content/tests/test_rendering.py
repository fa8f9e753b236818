from __future__ import annotations

from uuid import uuid4

from chaoxin.content import rendering


def test_text_keeps_what_a_reader_sees() -> None:
    body = "# 标题\n\n第一段 **重点** 和[链接](https://example.com/a)。\n下一行\n\n- 甲\n- 乙\n\n1. 一\n2. 二\n\n> 引用"
    assert rendering.plain(body) == (
        "标题\n\n第一段 重点 和链接 https://example.com/a 。\n下一行\n• 甲\n• 乙\n1. 一\n2. 二\n\n引用"
    )


def test_topics_and_hashes_stay_in_the_text() -> None:
    assert rendering.plain("#秋天的第一杯奶茶# 来了") == "#秋天的第一杯奶茶# 来了"


def test_markup_typed_by_hand_stays_text() -> None:
    html = rendering.article("<script>alert(1)</script> [点](javascript:alert(1))", [])
    assert "<script" not in html
    assert "javascript:" not in html.replace("[点](javascript:alert(1))", "")


def test_a_picture_stands_where_the_text_says() -> None:
    one, two = str(uuid4()), str(uuid4())
    body = f"前\n\n![说明](pic:{rendering.key_of(two)})\n\n后"
    html = rendering.article(body, [(one, ""), (two, "旧说明")], appended=[two])
    assert html.count("data-picture") == 1
    assert f'data-picture="{two}"' in html
    assert html.index("前") < html.index(two) < html.index("后")


def test_a_picture_that_the_text_does_not_show_follows_it() -> None:
    one, two = str(uuid4()), str(uuid4())
    html = rendering.article("正文", [(one, "封面"), (two, "细节")], appended=[two])
    assert one not in html
    assert html.index("正文") < html.index(two)
