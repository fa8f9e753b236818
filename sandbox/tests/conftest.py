"""A fresh sandbox for every test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.tests.box import Box, WechatCaller, WeiboCaller
from sandbox.tests.douyin_caller import DouyinCaller


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path / "data")
    yield box
    box.close()


@pytest.fixture
def open_box(tmp_path: Path) -> Iterator[Callable[..., Box]]:
    """Opens further sandboxes, each on a directory of its own name, and closes whatever is still open."""
    opened = []

    def open_one(name: str, **parts: Any) -> Box:
        opened.append(Box(tmp_path / name, **parts))
        return opened[-1]

    yield open_one
    for box in opened:
        box.close()


@pytest.fixture
def wechat(box: Box) -> WechatCaller:
    return WechatCaller(box, key="brand")


@pytest.fixture
def weibo(box: Box) -> WeiboCaller:
    return WeiboCaller(box, key="bird")


@pytest.fixture
def douyin(box: Box) -> DouyinCaller:
    return DouyinCaller(box, key="clip")
