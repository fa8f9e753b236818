from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.content.testing import rows


@pytest.fixture
def articles(cast: Cast) -> Channel:
    return rows.article_channel(cast.workspace)


@pytest.fixture
def posts(cast: Cast) -> Channel:
    return rows.post_channel(cast.workspace)
