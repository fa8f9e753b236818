from __future__ import annotations

import pytest

from chaoxin.zhtext import amounts, bargains, dated, dates, grammars, lunar
from chaoxin.zhtext.extracts import Extract
from chaoxin.zhtext.grammars import Grammar, Saying
from chaoxin.zhtext.layers import Layers

GRAMMARS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (amounts, bargains, dates, dated, lunar)
    for name, value in vars(module).items()
    if isinstance(value, Grammar)
}
asked: list[tuple[str, str | None]] = []


def _weight(amount: str, unit: str | None) -> Saying:
    asked.append((amount, unit))
    return "" if amount == "0" else f"{amount}{unit or '克'}", unit or "", 0.5


@pytest.fixture
def grammar() -> Grammar:
    asked.clear()
    return Grammar("weight", r"重(?P<amount>\d+)(?P<unit>斤)?", "重", _weight, begins="amount")


def test_each_match_says_something_at_its_place(grammar: Grammar) -> None:
    assert grammar.read(Layers("重5斤，重\u200b７，重0")) == [
        Extract("weight", 1, 3, "5斤", "斤", 0.5),
        Extract("weight", 6, 7, "7克", "", 0.5),
    ]


def test_what_was_read_in_another_way_counts_no_more(grammar: Grammar) -> None:
    amounts = bytearray(5)
    amounts[1] = True
    assert [one.start for one in grammar.read(Layers("重5斤重7"), amounts)] == [4]
    assert list(amounts) == [0, 1, 0, 0, 1]


def test_a_saying_is_asked_for_once_and_only_so_many_are_remembered(
    grammar: Grammar, monkeypatch: pytest.MonkeyPatch
) -> None:
    grammar.read(Layers("重5斤重5斤"))
    grammar.read(Layers("重5斤重5"))
    assert asked == [("5", "斤"), ("5", None)]
    monkeypatch.setattr(grammars, "MOST_REMEMBERED", 2)
    grammar.read(Layers("重6重5"))
    assert asked[2:] == [("6", None), ("5", None)]


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_group_of_a_grammar_has_a_name(name: str) -> None:
    pattern = GRAMMARS[name].pattern
    assert len(pattern.groupindex) == pattern.groups
