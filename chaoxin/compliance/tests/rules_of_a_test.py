"""Rules that change while a test runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chaoxin.compliance import judging
from chaoxin.compliance.values import Finding, JudgedContent, Opinion, Severity


class ChangingRules:
    """The gate of a test: objects to the words in `words`, with a severity each, and to nothing else."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.words: dict[str, Severity] = {}
        self.why = "测试的规则。"
        self.before_look: Callable[[JudgedContent], None] = lambda judged: None
        monkeypatch.setattr(judging, "look", self.look)

    def look(self, judged: JudgedContent, *_others: object, **_named: object) -> Opinion:
        self.before_look(judged)
        found = [
            self._finding(field, text, word, severity)
            for field, text in judged.fields.items()
            for word, severity in self.words.items()
            if word in text
        ]
        return Opinion(tuple(found), {"test": 1})

    def _finding(self, field: str, text: str, word: str, severity: Severity) -> Finding:
        start = text.index(word)
        return Finding(
            field,
            start,
            start + len(word),
            word,
            f"rule-{word}",
            f"规则{word}",
            severity,
            "《法》一",
            self.why,
        )
