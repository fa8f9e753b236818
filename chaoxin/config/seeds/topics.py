"""What the company has written: the texts under texts/, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"
# Which file goes out on which accounts, where a text does not say it itself.
FILES: Mapping[str, tuple[str, ...]] = {
    "company": ("brand_wechat", "brand_weibo", "members_wechat", "shops_weibo"),
    "craft": ("brand_wechat", "brand_weibo"),
    "shops": ("members_wechat", "shops_weibo"),
    "short": (),
}


@dataclass(frozen=True)
class Motif:
    """What a picture shows: a shape, a palette, a few words."""

    shape: str
    palette: str
    words: str


@dataclass(frozen=True)
class Topic:
    """One thing to write about. `body` is Markdown for articles, `short` the text for short posts. `file` tells which
    file it is from; `state` and `comment` are set for what the team is working on now."""

    key: str
    file: str
    channels: tuple[str, ...]
    title: str
    summary: str
    body: str
    short: str
    path: str
    motif: Motif
    state: str = ""
    comment: str = ""


@cache
def past() -> tuple[Topic, ...]:
    """What has gone out already, file by file."""
    return tuple(topic for name in FILES for topic in _read(name))


@cache
def coming() -> tuple[Topic, ...]:
    """What is being written, reviewed and planned now."""
    return _read("coming")


@cache
def replies() -> Mapping[str, Any]:
    """The reply texts, by what a customer writes about."""
    told: Mapping[str, Any] = yaml.safe_load((TEXTS / "replies.yaml").read_text(encoding="utf-8"))
    return told


@cache
def reviews() -> Mapping[str, Any]:
    """What the weekly reviews say."""
    told: Mapping[str, Any] = yaml.safe_load((TEXTS / "reviews.yaml").read_text(encoding="utf-8"))
    return told


def _read(name: str) -> tuple[Topic, ...]:
    entries = yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(_topic(entry, name) for entry in entries)


def _topic(entry: Mapping[str, Any], file: str) -> Topic:
    picture = entry["picture"]
    return Topic(
        key=entry["key"],
        file=file,
        channels=tuple(entry.get("to") or FILES[file]),
        title=entry["title"],
        summary=entry.get("summary", ""),
        body=entry.get("body", entry["short"]).strip(),
        short=entry["short"],
        path=entry["link"],
        motif=Motif(picture["motif"], picture["palette"], picture["words"]),
        state=entry.get("state", ""),
        comment=entry.get("comment", ""),
    )
