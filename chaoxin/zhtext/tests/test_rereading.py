from __future__ import annotations

from chaoxin.zhtext.rereading import columns, without_fillers


def told(text: str, wanted: str) -> str:
    """The stretch of a text that one of its readings says as wanted."""
    for reading in (columns(text), without_fillers(text)):
        start = reading.text.find(wanted) if reading else -1
        if reading and start >= 0:
            span = reading.span(start, start + len(wanted))
            assert span
            return text[slice(*span)]
    return ""


def test_lines_of_different_width_say_something_at_their_ends() -> None:
    text = "春去\n眠听雨\n不\n觉晓天"
    assert told(text, "春眠不觉") == "春去\n眠听雨\n不\n觉"
    assert told(text, "去雨不天") == "去\n眠听雨\n不\n觉晓天"


def test_lines_of_one_width_say_something_in_each_column_from_either_side() -> None:
    text = "一四七\n二五八\n三六九"
    assert told(text, "一二三四五六七八九") == text
    assert told(text, "七八九四五六一二三") == text


def test_two_lines_are_no_columns() -> None:
    assert columns("春眠\n觉晓天") is None


def test_brackets_and_letters_between_are_left_out() -> None:
    assert told("请加微（删掉）信吧", "加微信") == "加微（删掉）信"
    assert told("请加微(删)(掉)信吧", "加微信") == "加微(删)(掉)信"
    assert told("请加a微b信", "加微信") == "加a微b信"
    assert without_fillers("没有（这么长的一段说明）的文字，买2送1") is None


def test_what_stands_in_the_text_as_it_is_read_is_nothing_else() -> None:
    reading = without_fillers("加微信吧（删）好")
    assert reading
    assert reading.span(0, 3) is None
    assert reading.span(2, 5) == (2, 8)


def test_nothing_is_read_from_one_place_to_another() -> None:
    reading = columns("春去\n眠听雨\n不\n觉晓天")
    assert reading
    border = reading.text.index("\n")
    assert reading.span(border - 1, border + 1) is None
