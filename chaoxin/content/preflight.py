"""What a platform would refuse in a post, asked of its connector without any call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx

from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire
from chaoxin.connectors.manifest import Format
from chaoxin.connectors.values import Length, Post, Problem
from chaoxin.core import clock

LONGEST_AUTHOR = 60


class CalledDuringPreflight(Exception):
    """A connector tried to reach its platform where it must not."""


def problems_of(post: Post, channel: Channel) -> list[Problem]:
    """All problems of a post on a channel; empty for a platform that takes posts by hand only."""
    publish = _connector(channel.platform).publish
    return list(publish.check(post, channel.settings)) if publish else []


def lengths_of(post: Post, channel: Channel) -> list[Length]:
    """How long the post's fields are by the platform's own counting."""
    publish = _connector(channel.platform).publish
    return list(publish.lengths(post)) if publish else []


def formats_of(channel: Channel) -> tuple[Format, ...]:
    """The forms of post that the channel's platform takes."""
    return registry.manifest(channel.platform).formats


def format_of(channel: Channel, key: str) -> Format:
    """That form of post, or the platform's first one where it no longer has it."""
    formats = formats_of(channel)
    return next((entry for entry in formats if entry.key == key), formats[0])


def checked_options(channel: Channel, form_key: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that this form of post has, with a value each; `author` is the byline of an article. Others are
    dropped, so that a change of form leaves nothing behind."""
    form = format_of(channel, form_key)
    chosen: dict[str, Any] = {
        entry.key: bool(options.get(entry.key, entry.default)) for entry in form.options
    }
    author = str(options.get("author", "")).strip()[:LONGEST_AUTHOR]
    return {**chosen, "author": author} if author and form.takes_html else chosen


@cache
def _connector(platform: str) -> Connector:
    client = httpx.Client(transport=httpx.MockTransport(_refuse))
    return registry.connector(platform, Wire(client=client, meter=_refuse_meter, now=clock.now))


def _refuse(request: httpx.Request) -> httpx.Response:
    raise CalledDuringPreflight(str(request.url))


def _refuse_meter(meter: str) -> None:
    raise CalledDuringPreflight(meter)
