"""The counter that people see while they write must agree with what the check says of the same post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chaoxin.connectors.assisting import Assist
from chaoxin.connectors.contract import Publish
from chaoxin.connectors.values import Post

from .samples import BadPost

MUCH = 21_000


def as_cases(posts: Iterable[Post], settings: Mapping[str, Any]) -> list[BadPost]:
    """Posts as they are, and with more in every field than any platform takes."""
    found = []
    for post in posts:
        full = replace(post, title="题" * MUCH, text="文" * MUCH, summary="要" * MUCH, author="名" * MUCH)
        found += [BadPost(post, frozenset(), settings), BadPost(full, frozenset(), settings)]
    return found


def assert_counters_agree(rules: Publish | Assist, cases: Iterable[BadPost]) -> None:
    """Where a counter is over its number there is a problem in that field, and where the check names a number that
    the text is over, the counter is over too."""
    for case in cases:
        problems = rules.check(case.post, case.settings)
        counted = {entry.field: entry for entry in rules.lengths(case.post, case.settings)}
        for entry in counted.values():
            if entry.used > entry.most:
                assert entry.field in {problem.field for problem in problems}, entry
        for problem in problems:
            same = counted.get(problem.field)
            if same and problem.level == "stop" and problem.limit and problem.actual == same.used:
                assert (same.used > same.most) == (problem.actual > problem.limit), (same, problem)
