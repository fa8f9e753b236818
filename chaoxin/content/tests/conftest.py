from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.connectors.manifest import Format
from chaoxin.content import preflight
from chaoxin.content.testing import rows


@pytest.fixture
def articles(cast: Cast) -> Channel:
    return rows.article_channel(cast.workspace)


@pytest.fixture
def posts(cast: Cast) -> Channel:
    return rows.post_channel(cast.workspace)


@pytest.fixture
def film_form(monkeypatch: pytest.MonkeyPatch) -> Format:
    """A form of post that takes a video, offered first on every platform."""
    form = Format(
        key="film",
        name="视频",
        has_title=True,
        takes_html=False,
        max_pictures=0,
        needs_cover=True,
        takes_video=True,
    )
    offered = preflight.formats_of
    monkeypatch.setattr(preflight, "formats_of", lambda channel: (form, *offered(channel)))
    return form
