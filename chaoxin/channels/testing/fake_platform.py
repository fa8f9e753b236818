"""A platform in memory for tests whose subject is the channel and not the wire.

`tide` takes consent pages and credentials, renews by itself unless told otherwise, and answers from scripts:
each attribute holds what the next call gives, an exception being raised. Its accounts may be declared, too, and
are published on by hand then.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chaoxin.connectors import registry
from chaoxin.connectors.assisting import Copy, Package, PostedLink
from chaoxin.connectors.contract import Connector, Consent
from chaoxin.connectors.errors import FixContent, RenewGrant
from chaoxin.connectors.http import Wire
from chaoxin.connectors.manifest import (
    Capability,
    CredentialField,
    Format,
    Manifest,
    Mode,
    Option,
    Quota,
    Standing,
)
from chaoxin.connectors.opening import Opening, PublicMedia
from chaoxin.connectors.values import Account, Identity, Length, Post, Problem, Submission, Token
from chaoxin.core import clock

KEY = "tide"
FIELDS = (
    CredentialField("app_id", "应用 ID", help="6 位数字", pattern=r"[0-9]{6}"),
    CredentialField(
        "app_secret", "应用密钥", secret=True, help="至少 12 位字母或数字", pattern=r"[0-9a-zA-Z]{12,}"
    ),
    CredentialField("push_token", "推送口令", secret=True, required=False, suggested_length=24),
)
DECLARED_FIELDS = (
    CredentialField("account", "主页链接或账号", help="如 tide.example/u/tide-1"),
    CredentialField(
        "kind",
        "账号类型",
        required=False,
        choices={"company": "企业号", "person": "个人号"},
        verification={"company": "企业认证", "person": "未认证"},
        help="见账号设置",
    ),
    CredentialField("app_key", "分享应用的 Key", required=False, pattern=r"[0-9a-z]{4,}"),
    CredentialField("app_secret", "分享应用的密钥", secret=True, required=False, pattern=r"[0-9a-zA-Z]{12,}"),
)
NOTE_OPTIONS = (
    Option("original", "声明原创"),
    Option(
        "visibility",
        "谁可以看",
        default="public",
        kind="choice",
        choices={"public": "公开", "private": "仅自己可见"},
    ),
    Option("place", "地点", default="", kind="text", longest=10),
    Option("first_comment", "首条评论", default="", kind="lines", longest=100),
    Option("topics", "话题", default=[], kind="words", longest=8, most=3),
)


def judge(standing: Standing) -> tuple[Capability, ...]:
    """Only accounts of companies publish."""
    if standing.settings.get("kind") == "person":
        return (Capability("publish", "发帖", False, "个人号不能发帖"), CAPABILITIES[1])
    return CAPABILITIES


CAPABILITIES = (
    Capability("publish", "发帖", True, "每天 10 次"),
    Capability("search", "全站搜索", False, "平台不提供"),
)
MANIFEST = Manifest(
    key=KEY,
    name="潮汐台",
    mark="潮",
    color="#336699",
    modes=(
        Mode(
            "api", "密钥接入", "credentials", FIELDS, risk="密钥能操作整个账号。", setup="1. 到后台抄下密钥。"
        ),
        Mode("consent", "授权登录", "oauth", FIELDS, risk="授权会到期。", setup="1. 登记授权回调页。"),
        Mode(
            "assisted",
            "手动发布",
            "declared",
            DECLARED_FIELDS,
            risk="要有人动手。",
            setup="1. 抄下主页链接。",
        ),
    ),
    formats=(
        Format("post", "帖子", has_title=False, takes_html=False, max_pictures=1),
        Format(
            "note",
            "笔记",
            has_title=True,
            takes_html=False,
            max_pictures=9,
            options=NOTE_OPTIONS,
            modes=frozenset({"assisted"}),
        ),
    ),
    capabilities=CAPABILITIES,
    judge=judge,
    limits=(),
    quotas=(
        Quota("calls", 10, timedelta(days=1), reserve=4),
        Quota("posts", 2, timedelta(hours=1)),
        Quota("posts", 3, timedelta(days=1)),
        Quota("calls", 100, timedelta(hours=1), reserve=10, profile="partner"),
    ),
    docs_url="https://tide.example/docs",
    api_version="1",
    safe_spacing_seconds=45,
    meters={"calls": "接口调用", "posts": "发帖"},
    quota_profiles={"default": "普通", "partner": "合作"},
)


@dataclass
class FakePlatform:
    """The state of the platform. `valid` is the access token that it takes (None: any); `renewals` counts the
    calls of renew that reached it."""

    by_itself: bool = True
    valid: str | None = None
    renewals: int = 0
    identities: int = 0
    revoked: list[str] = field(default_factory=list)
    renew_answers: list[Token | Exception] = field(default_factory=list)
    finish_answer: Token | Exception | None = None
    identify_answer: Identity | Exception = field(default_factory=lambda: Identity("tide-1", "潮信示例号"))
    begin_answer: Exception | None = None
    asked_to_finish: list[tuple[Mapping[str, str], Mapping[str, str], str]] = field(default_factory=list)
    renewing: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    held_up: bool = False
    converse: Any = None
    opener: FakeOpenApp = field(default_factory=lambda: FakeOpenApp())

    def connector(self, wire: Wire) -> Connector:
        return Connector(
            manifest=MANIFEST,
            connect=FakeConnect(self, wire),
            converse=self.converse,
            assist=FakeAssist(),
            open_app=self.opener,
        )

    def token(self, name: str, *, seconds: int = 7200, **secrets: str) -> Token:
        """A token whose access token is `name`, ending after `seconds`."""
        expires_at = clock.now() + timedelta(seconds=seconds)
        return Token(secrets={"access_token": name, **secrets}, expires_at=expires_at)


@dataclass
class FakeOpenApp:
    """Opens the app by a link that names its media; `outcomes` are what it tells in turn, exceptions are raised.
    `enter_answer` is raised when the application enters."""

    keys: tuple[str, ...] = ("app_key", "app_secret")
    pushes_outcome: bool = True
    entered: int = 0
    problem: str = ""
    enter_answer: Exception | None = None
    open_answers: list[Opening | Exception] = field(default_factory=list)
    outcomes: list[Submission | Exception | None] = field(default_factory=list)
    media: list[PublicMedia] = field(default_factory=list)

    def enter(self, credentials: Mapping[str, str]) -> Token:
        self.entered += 1
        if self.enter_answer:
            raise self.enter_answer
        return Token({"app_token": f"app-token-{self.entered}"}, expires_at=clock.now() + timedelta(hours=1))

    def check(self, post: Post) -> str:
        return self.problem

    def open(self, credentials: Mapping[str, str], token: Token, post: Post, media: PublicMedia) -> Opening:
        self.media.append(media)
        if self.open_answers:
            return _given(self.open_answers.pop(0))
        ends = clock.now() + timedelta(hours=1)
        return Opening(ends, url="tideapp://share?n=1", reference="share-1", left=("text",))

    def outcome(self, credentials: Mapping[str, str], token: Token, reference: str) -> Submission | None:
        return _given(self.outcomes.pop(0)) if self.outcomes else None


class FakeConnect:
    def __init__(self, platform: FakePlatform, wire: Wire) -> None:
        self.platform = platform
        self.wire = wire

    def begin(self, *, credentials: Mapping[str, str], return_url: str, state: str) -> Consent | None:
        if self.platform.begin_answer:
            raise self.platform.begin_answer
        return Consent(url=f"https://tide.example/consent?state={state}", keep={"verifier": "kept-verifier"})

    def finish(
        self,
        *,
        credentials: Mapping[str, str],
        answer: Mapping[str, str],
        keep: Mapping[str, str],
        return_url: str,
    ) -> Token:
        self.platform.asked_to_finish.append((answer, keep, return_url))
        given = self.platform.finish_answer or self.platform.token("token-of-finish")
        return _given(given)

    def renew(self, account: Account) -> Token:
        self.wire.meter("renewals")
        self.platform.renewals += 1
        self.platform.renewing.set()
        if self.platform.held_up:
            assert self.platform.go_on.wait(20)
        return _given(self.platform.renew_answers.pop(0))

    def renews_by_itself(self) -> bool:
        return self.platform.by_itself

    def revoke(self, account: Account) -> None:
        self.platform.revoked.append(account.token.secrets["access_token"] if account.token else "")

    def identify(self, account: Account) -> Identity:
        self.wire.meter("calls")
        self.platform.identities += 1
        require_token(self.platform, account)
        return _given(self.platform.identify_answer)


class FakeAssist:
    """Publishing by hand: 10 signs of title, 20 of text where the channel's `text_most` says nothing else."""

    def declare(self, fields: Mapping[str, str]) -> Identity:
        found = re.search(r"tide-\d+", fields["account"])
        if found is None:
            raise FixContent("没有看出这是哪个账号，请粘贴主页链接。")
        return Identity(found[0], facts={"declared_as": fields["account"]})

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        long = [entry for entry in self.lengths(post, settings) if entry.used > entry.most]
        return [Problem("stop", entry.field, "too_long", "太长了，发布页里放不下。") for entry in long]

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        most = int(settings.get("text_most", 20))
        return [Length("title", len(post.title), 10), Length("text", len(post.text), most)]

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        return Package(copies=(Copy("title", "标题", post.title), Copy("text", "正文", post.text)))

    def recognize(self, link: str) -> PostedLink:
        found = re.search(r"https://tide\.example/p/(\w+)", link)
        if found is None:
            raise FixContent("这不是潮汐台的链接。")
        return PostedLink(found[0], found[1])

    def resolve(self, link: PostedLink) -> PostedLink:
        return link


def require_token(platform: FakePlatform, account: Account) -> None:
    """What every call of the platform does first."""
    held = account.token.secrets["access_token"] if account.token else ""
    if platform.valid is not None and held != platform.valid:
        raise RenewGrant("令牌已失效。", code="expired")


def install(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    """Makes `tide` a platform of this installation for one test, beside the real ones."""
    platform, real = FakePlatform(), registry.connector
    found = {**registry.manifests(), KEY: MANIFEST}
    monkeypatch.setattr(registry, "manifests", lambda: found)
    monkeypatch.setattr(
        registry, "connector", lambda key, wire: platform.connector(wire) if key == KEY else real(key, wire)
    )
    return platform


def _given(answer: Any) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer
