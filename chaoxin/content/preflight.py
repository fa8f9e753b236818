"""What a platform would refuse in a post of a channel, asked of its connector without any call."""

from __future__ import annotations

from functools import cache

import httpx
from django.utils.translation import gettext as _

from chaoxin.channels import offering
from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.connectors.assisting import Assist
from chaoxin.connectors.contract import Connector, Publish
from chaoxin.connectors.http import Wire
from chaoxin.connectors.manifest import Format
from chaoxin.connectors.values import Length, Post, Problem
from chaoxin.core import clock

BY_HAND = "assisted"


class CalledDuringPreflight(Exception):
    """A connector tried to reach its platform where it must not."""


def problems_of(post: Post, channel: Channel) -> list[Problem]:
    """All problems of a post on a channel: by the limits of the platform's own form where people publish by hand,
    else by those of its interface; and a word where the account cannot publish as it stands."""
    rules = _rules(channel)
    if rules is None or not offering.formats_of(channel):
        sentence = _("这个账号只读数据，不能发布内容。请从稿件里移除它。")
        return [Problem("stop", "format", "takes_no_posts", sentence)]
    return [*_unable(channel), *rules.check(post, channel.settings)]


def lengths_of(post: Post, channel: Channel) -> list[Length]:
    """How long the post's fields are by the platform's own counting."""
    rules = _rules(channel)
    return list(rules.lengths(post, channel.settings)) if rules else []


def formats_of(channel: Channel) -> tuple[Format, ...]:
    """The forms of post that the channel takes; none where it is not there for publishing."""
    return offering.formats_of(channel)


def format_of(channel: Channel, key: str) -> Format:
    """That form of post, or the channel's first one where it does not have it (any more)."""
    formats = formats_of(channel) or registry.manifest(channel.platform).formats
    return next((entry for entry in formats if entry.key == key), formats[0])


def known_format(platform: str, key: str) -> Format | None:
    """A platform's form of post in whatever mode, for contents that were frozen; None where it is gone."""
    manifest = registry.manifests().get(platform)
    return next((entry for entry in manifest.formats if entry.key == key), None) if manifest else None


def _rules(channel: Channel) -> Publish | Assist | None:
    connector = _connector(channel.platform)
    return connector.assist if channel.mode == BY_HAND else connector.publish


def _unable(channel: Channel) -> list[Problem]:
    for row in offering.offer_of(channel).capabilities:
        if row.key == "publish" and not row.offered:
            sentence = _("这个账号发布受限：%s") % row.note
            return [Problem("warn", "format", "not_offered", sentence)]
    return []


@cache
def _connector(platform: str) -> Connector:
    client = httpx.Client(transport=httpx.MockTransport(_refuse))
    return registry.connector(platform, Wire(client=client, meter=_refuse_meter, now=clock.now))


def _refuse(request: httpx.Request) -> httpx.Response:
    raise CalledDuringPreflight(str(request.url))


def _refuse_meter(meter: str) -> None:
    raise CalledDuringPreflight(meter)
