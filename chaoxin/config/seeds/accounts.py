"""The four accounts that the company has on the platforms of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SAFE_DOMAIN = "chaoxi.example.com"
SITE = f"https://{SAFE_DOMAIN}"
LEGAL_ENTITY = "潮汐茶饮（示例）有限公司"
# The public address of the office, as the platform asks for it; from the platform's own example.
OFFICE_ADDRESS = "211.156.0.1"


@dataclass(frozen=True)
class AccountPlan:
    """One account: how it is opened in the sandbox and what the account register says of it. `consents` are the
    days (ago) on which somebody gave consent, where the platform asks for it; `minutes` is how long after the first
    account it publishes."""

    key: str
    platform: str
    profile: str
    name: str
    followers: int
    group: str
    verification: str
    verified_for_days: int
    owner: str
    backup: str
    consents: tuple[float, ...]
    minutes: int
    quota_profile: str = ""

    @property
    def takes_articles(self) -> bool:
        return self.platform == "wechat"

    @property
    def sandbox_wishes(self) -> Mapping[str, Any]:
        """What the sandbox is asked for."""
        app = {} if self.takes_articles else {"app_key": "2045436852", "safe_domains": [SAFE_DOMAIN]}
        return {
            "key": self.key,
            "platform": self.platform,
            "profile": self.profile,
            "name": self.name,
            "followers": self.followers,
            "quota_profile": "unlimited",
            "credentials": app,
        }


ACCOUNTS: tuple[AccountPlan, ...] = (
    AccountPlan(
        "brand_wechat", "wechat", "verified_subscription", "潮汐茶", 15_000, "品牌账号", "公众号企业认证", 171,
        owner="lead", backup="owner", consents=(63.0,), minutes=0,
    ),
    AccountPlan(
        "brand_weibo", "weibo", "blue_v", "潮汐茶官方", 19_000, "品牌账号", "企业蓝V", 240,
        owner="editor", backup="lead", consents=(63.0, 33.5, 4.0), minutes=10, quota_profile="partner",
    ),
    AccountPlan(
        "members_wechat", "wechat", "verified_service", "潮汐茶会员中心", 8_000, "会员与门店", "服务号企业认证", 38,
        owner="lead", backup="editor", consents=(63.0,), minutes=30,
    ),
    AccountPlan(
        "shops_weibo", "weibo", "blue_v", "潮汐茶门店", 9_000, "会员与门店", "企业蓝V", 240,
        owner="editor", backup="lead", consents=(63.0, 34.0, 23.8), minutes=45, quota_profile="partner",
    ),
)  # fmt: skip
BY_KEY = {account.key: account for account in ACCOUNTS}
