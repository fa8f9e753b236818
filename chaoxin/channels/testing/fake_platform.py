"""A platform in memory for tests whose subject is the channel and not the wire.

`tide` takes consent pages and credentials, renews by itself unless told otherwise, and answers from scripts:
each attribute holds what the next call gives, an exception being raised.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chaoxin.connectors import registry
from chaoxin.connectors.contract import Connector, Consent
from chaoxin.connectors.errors import RenewGrant
from chaoxin.connectors.http import Wire
from chaoxin.connectors.manifest import Capability, CredentialField, Format, Manifest, Mode, Quota
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.core import clock

KEY = "tide"
FIELDS = (
    CredentialField("app_id", "应用 ID", help="6 位数字", pattern=r"[0-9]{6}"),
    CredentialField(
        "app_secret", "应用密钥", secret=True, help="至少 12 位字母或数字", pattern=r"[0-9a-zA-Z]{12,}"
    ),
    CredentialField("push_token", "推送口令", secret=True, required=False, suggested_length=24),
)
MANIFEST = Manifest(
    key=KEY,
    name="潮汐台",
    color="#336699",
    modes=(
        Mode(
            "api", "密钥接入", "credentials", FIELDS, risk="密钥能操作整个账号。", setup="1. 到后台抄下密钥。"
        ),
        Mode("consent", "授权登录", "oauth", FIELDS, risk="授权会到期。", setup="1. 登记授权回调页。"),
    ),
    formats=(Format("post", "帖子", has_title=False, takes_html=False, max_pictures=1),),
    capabilities=(
        Capability("publish", "发帖", True, "每天 10 次"),
        Capability("search", "全站搜索", False, "平台不提供"),
    ),
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

    def connector(self, wire: Wire) -> Connector:
        return Connector(manifest=MANIFEST, connect=FakeConnect(self, wire))

    def token(self, name: str, *, seconds: int = 7200, **secrets: str) -> Token:
        """A token whose access token is `name`, ending after `seconds`."""
        expires_at = clock.now() + timedelta(seconds=seconds)
        return Token(secrets={"access_token": name, **secrets}, expires_at=expires_at)


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
