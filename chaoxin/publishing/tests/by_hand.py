"""A stage for publishing by hand: approved content with pictures on a channel where people publish, planned for noon.

Only the platform is a double: `hand.example`, whose posts have links like https://hand.example/p/42 and short links
like https://s.example/abc.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import declared_channel
from chaoxin.connectors import registry
from chaoxin.connectors.assisting import Copy, Package, PostedLink, Step
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Identity, Length, Post, Problem
from chaoxin.content.models import Variant
from chaoxin.content.testing.rows import approved_variant
from chaoxin.core import clock
from chaoxin.publishing import handing, packages, scheduling
from chaoxin.publishing.models import Delivery, Handoff

from .stage import NOON

POST_LINK = re.compile(r"https://hand\.example/p/(\d+)")
SHORT_LINK = re.compile(r"https://s\.example/\w+")


class HandPlatform:
    """`resolves` is what the next short link leads to; an exception is raised."""

    resolves: Any = None

    def declare(self, fields: Mapping[str, str]) -> Identity:
        return Identity(fields["account"])

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        return []

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        return []

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        return Package(
            copies=(Copy("text", "正文", post.text), Copy("topics", "话题", "#新品 #乌龙")),
            pictures=post.pictures,
            declaration="含广告",
            steps=(Step("account", "登录的是这个账号"), Step("place", "加了地点", required=False)),
            app_url="handapp://publish",
            web_url="https://create.hand.example/",
        )

    def recognize(self, link: str) -> PostedLink:
        if found := POST_LINK.search(link):
            return PostedLink(found[0], post_id=found[1])
        if found := SHORT_LINK.search(link):
            return PostedLink(found[0])
        raise FixContent("这不是手作台的帖子链接。")

    def resolve(self, link: PostedLink) -> PostedLink:
        if link.post_id:
            return link
        if isinstance(self.resolves, Exception):
            raise self.resolves
        found: PostedLink = self.resolves
        return found


class HandStage:
    def __init__(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cast = cast
        self.platform = HandPlatform()
        fake_platform.install(monkeypatch)
        self.channel = self.make_channel("示例手作号")
        monkeypatch.setattr(packages, "assist_of", lambda channel: self.platform)
        self._form = registry.manifest(self.channel.platform).format("note")
        monkeypatch.setattr(
            packages, "format_of", lambda delivery: replace(self._form, picture_ratios=("3:4", "1:1"))
        )

    def make_channel(self, name: str) -> Channel:
        channel = declared_channel(self.cast.workspace, external_id=name, name=name)
        assert self.cast.lead.membership
        channel.owner = self.cast.lead.membership
        channel.save()
        return channel

    def variant(self, channel: Channel | None = None) -> Variant:
        return approved_variant(self.cast.editor, self.cast.reviewer, channel or self.channel)

    def planned(self, channel: Channel | None = None, *, minutes: float = 0) -> Delivery:
        """A delivery planned two hours ahead for so many minutes after noon."""
        variant = self.variant(channel)
        due_at = NOON + timedelta(minutes=minutes)
        with clock.frozen(NOON - timedelta(hours=2)):
            made = scheduling.schedule([variant], due_at=due_at, zone="Asia/Shanghai", by=self.cast.editor)
        assert made[0].delivery, made[0].sentence
        return made[0].delivery

    def opened(self, channel: Channel | None = None) -> Handoff:
        """A hand-off that was made ready half an hour before noon."""
        delivery = self.planned(channel)
        with clock.frozen(NOON - timedelta(minutes=30)):
            while handing.hand_over_due():
                pass
        return Handoff.objects.select_related("delivery__channel", "delivery__workspace").get(
            delivery=delivery
        )


def body_of(answer: Any) -> bytes:
    """All of an answer, sent whole or in pieces."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
