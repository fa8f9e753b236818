from __future__ import annotations

import pytest

from chaoxin.core.sentences import joined


@pytest.mark.parametrize(
    ("sentences", "paragraph"),
    [
        (("系统内部出错。", "可以再发一次。"), "系统内部出错。可以再发一次。"),
        (("Internal error.", "Send it again."), "Internal error. Send it again."),
        (("Internal error. ", "Send it again."), "Internal error. Send it again."),
        (("内容没有通过。", "", "请改稿。"), "内容没有通过。请改稿。"),
        ((), ""),
    ],
)
def test_sentences_are_one_paragraph_in_either_language(sentences: tuple[str, ...], paragraph: str) -> None:
    assert joined(*sentences) == paragraph
