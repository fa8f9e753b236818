from __future__ import annotations

from collections.abc import Callable

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.compliance import approving, judging
from chaoxin.compliance.models import ApprovalRequest
from chaoxin.compliance.values import JudgedContent

Request = Callable[..., ApprovalRequest]


def content_of(text: str = "今年的桂花乌龙开始卖了。", platform: str = "weibo") -> JudgedContent:
    return JudgedContent(platform=platform, format="post", fields={"text": text})


@pytest.fixture
def ask(cast: Cast) -> Request:
    """Judges a text of the editor's and asks for its approval. The workspace stands in for a subject."""

    def make(text: str = "今年的桂花乌龙开始卖了。") -> ApprovalRequest:
        judged = content_of(text)
        judging.judge(judged, workspace=cast.workspace, subject=cast.workspace, by=cast.editor)
        return approving.request_approval(
            cast.workspace, content_hash=judged.hash, title="稿", by=cast.editor, note="请看"
        )

    return make
