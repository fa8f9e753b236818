import re
import string
import time
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from sandbox.audience.act import Tone
from sandbox.audience.lines import Line, Setting, Turn, fitting_line, lines_of
from sandbox.audience.occasions import shanghai_moment
from sandbox.audience.rhythm import DAY, HOUR
from sandbox.audience.slots import NO_TOPIC, SLOTS, fill
from sandbox.audience.tests.examples import MONDAY_MIDNIGHT
from sandbox.audience.wording import compose

CORPUS = Path(__file__).parents[1] / "corpus"
LEAST_LINES = 600
LEAST_LINES_A_FILE = 20
LONGEST_TEXT = 140  # what a Weibo comment may hold
PHONE_NUMBER = re.compile(r"\d{11}")
ADDRESS = re.compile(
    r"https?:|www\.|[a-z0-9-]+\.(com|cn|net|org|cc|top|xyz|io|vip|shop)\b|@\w+\.", re.IGNORECASE
)
CONTACT = re.compile(r"[a-z]+_\d+")
REAL_NAMES = re.compile(
    r"淘宝|天猫|京东|拼多多|美团|饿了么|顺丰|中通|圆通|抖音|快手|小红书|支付宝|喜茶|奈雪|蜜雪|霸王茶姬|星巴克|瑞幸|茶百道|小米|苏宁"
)


def _every_line() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(CORPUS)), line)
        for path in sorted(CORPUS.rglob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def _filled(line: str, *, number: int) -> str:
    return fill(line, stream=Random(number), topic=NO_TOPIC, at=MONDAY_MIDNIGHT)


def test_there_are_more_than_six_hundred_lines_and_none_occurs_twice() -> None:
    lines = [line for _, line in _every_line()]
    assert len(lines) >= LEAST_LINES
    assert sorted(set(lines)) == sorted(lines)


@pytest.mark.parametrize("setting", get_args(Setting))
@pytest.mark.parametrize("tone", get_args(Tone))
def test_every_tone_has_lines_in_every_setting(setting: Setting, tone: Tone) -> None:
    assert len(lines_of(setting, tone)) >= LEAST_LINES_A_FILE


def test_lines_are_clean() -> None:
    for file_name, line in _every_line():
        assert line, f"{file_name} has a blank line"
        assert line == line.strip(), (file_name, line)


def test_slots_are_known_and_every_slot_is_used() -> None:
    used = {slot for _, line in _every_line() for _, slot, _, _ in string.Formatter().parse(line) if slot}
    assert used == SLOTS.keys()


def test_lengths_differ_from_a_cry_to_a_letter() -> None:
    lengths = sorted(len(_filled(line, number=1)) for _, line in _every_line())
    assert lengths[len(lengths) // 10] <= 5
    assert lengths[-1] >= 110


def test_filled_lines_hold_no_brace_and_fit_a_comment() -> None:
    for file_name, line in _every_line():
        for number in range(5):
            text = _filled(line, number=number)
            assert not set(text) & set("{}"), (file_name, text)
            assert len(text) <= LONGEST_TEXT, (file_name, text)


def test_nothing_real_is_named() -> None:
    for file_name, line in _every_line():
        text = _filled(line, number=2)
        for forbidden in (PHONE_NUMBER, ADDRESS, REAL_NAMES):
            assert not forbidden.search(text), (file_name, text)


def test_contacts_are_invented_and_only_advertisers_give_them() -> None:
    for file_name, line in _every_line():
        for contact in CONTACT.findall(line):
            assert contact.endswith("_0000"), line
            assert file_name.endswith("spam.txt"), line


def test_a_slot_that_occurs_twice_keeps_its_word() -> None:
    for number in range(30):
        first, second = _filled("{days}|{days}", number=number).split("|")
        assert first == second


@pytest.mark.parametrize("size", [20, 46, 101])
def test_turns_visit_every_line_before_one_returns(size: int) -> None:
    lines = tuple(Line(str(number), ()) for number in range(size))
    for order in (0, 7, 2**63 + 12345):
        shown = [
            fitting_line(Random(0), lines, at=MONDAY_MIDNIGHT, turn=Turn(number, order)).text
            for number in range(size)
        ]
        assert len(set(shown)) == size


def test_greetings_keep_to_the_clock_and_festivals_to_the_calendar() -> None:
    dice = Random(5)
    seen = {"晚安": 0, "早安": 0, "中秋": 0, "终于周五": 0}
    for _ in range(60_000):
        at = MONDAY_MIDNIGHT + dice.random() * 365 * DAY
        text = compose(dice, setting="comments", tone="chat", platform="weibo", topic=NO_TOPIC, at=at)
        moment = shanghai_moment(at)
        for words in seen:
            if words in text:
                seen[words] += 1
                assert _suits(words, moment), (text, moment)
    assert all(seen.values())


def test_the_clock_is_that_of_shanghai() -> None:
    moment = shanghai_moment(MONDAY_MIDNIGHT + 9 * HOUR)
    assert (moment.tm_hour, moment.tm_wday, moment.tm_mday) == (9, 0, 5)


def _suits(words: str, moment: time.struct_time) -> bool:
    return {
        "晚安": moment.tm_hour >= 21 or moment.tm_hour <= 1,
        "早安": 5 <= moment.tm_hour <= 10,
        "中秋": moment.tm_mon in (8, 9, 10),
        "终于周五": moment.tm_wday == 4,
    }[words]
