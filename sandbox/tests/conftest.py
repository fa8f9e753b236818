"""A fresh sandbox for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.tests.box import Box, WechatCaller, WeiboCaller


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path / "data")
    yield box
    box.close()


@pytest.fixture
def wechat(box: Box) -> WechatCaller:
    return WechatCaller(box, key="brand")


@pytest.fixture
def weibo(box: Box) -> WeiboCaller:
    return WeiboCaller(box, key="bird")
