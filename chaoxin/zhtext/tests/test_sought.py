from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chaoxin.zhtext import addresses, amounts, contacts, dates, lunar, numbers, superlatives
from chaoxin.zhtext.sought import Sought

SOUGHT = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (addresses, amounts, dates, lunar, numbers, superlatives)
    for name, value in vars(module).items()
    if isinstance(value, Sought)
}
SOUGHT |= {f"{one.kind}.cues": one.cues for one in contacts.messengers()}
SOUGHT |= {f"{one.kind}.invites": one.invites for one in contacts.messengers() if one.kind != "account"}


def test_without_what_is_needed_nothing_is_looked_for() -> None:
    sought = Sought("a[bc]", "b c")
    assert [match[0] for match in sought.all_in("ab ac ad")] == ["ab", "ac"]
    assert list(sought.all_in("ad")) == []
    assert sought.may_be_in("b")
    assert not sought.may_be_in("ad")


@pytest.mark.parametrize("name", SOUGHT)
def test_no_match_lacks_what_every_match_is_said_to_have(name: str) -> None:
    sought = SOUGHT[name]
    # Texts are made of the pattern; what makes them knows no possessive repetition, and writes what lies ahead twice.
    simple = re.compile(re.sub(r"(?<=\})\+|^\(\?=\[[^]]*\]\)", "", sought.pattern.pattern))

    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(simple))
    def has_what_is_needed(text: str) -> None:
        assume(sought.pattern.search(text))
        assert sought.may_be_in(text)

    has_what_is_needed()
