from __future__ import annotations

import gc

import pytest

from chaoxin.compliance import rulebooks
from chaoxin.config import heap


def test_nobody_waits_for_the_rules_on_his_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(gc, "set_threshold", lambda *_thresholds: None)
    rulebooks.of_the_house.cache_clear()
    heap.settle()
    assert rulebooks.of_the_house.cache_info().currsize == 1
    assert "_scanner" in vars(rulebooks.of_the_house())
