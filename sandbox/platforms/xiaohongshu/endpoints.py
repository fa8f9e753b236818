"""Every API path of the platform that the sandbox answers."""

from collections.abc import Callable
from typing import Any

from sandbox.calls import Call, Endpoint
from sandbox.platforms.xiaohongshu import oauth, reports, sharing

CONSENT, ADS, SHARING = "ad-market.xiaohongshu.com", "adapi.xiaohongshu.com", "edith.xiaohongshu.com"
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
REPORTS, MONEY = "report_service", "account_manage"


def ads(
    path: str, answer: Callable[[Call], Any], methods: tuple[str, ...] = POST, *, scope: str = REPORTS
) -> Endpoint:
    return Endpoint(ADS, f"/api/open{path}", answer, methods, permission=scope)


ENDPOINTS = (
    Endpoint(SHARING, "/api/sns/v1/ext/access/token", sharing.access_token, POST, needs_token=False),
    Endpoint(CONSENT, "/auth", oauth.authorize, BOTH, needs_token=False),
    Endpoint(ADS, "/api/open/oauth2/access_token", oauth.access_token, POST, needs_token=False),
    Endpoint(ADS, "/api/open/oauth2/refresh_token", oauth.refresh_token, POST, needs_token=False),
    *(ads(f"/jg/data/report/offline/{level}", reports.offline(level)) for level in reports.LEVELS),
    ads("/jg/data/report/offline/creative", reports.offline("creativity")),
    ads("/jg/data/report/realtime/account", reports.realtime("account")),
    ads("/jg/data/report/realtime/campaign", reports.realtime("campaign")),
    ads("/jg/account/balance/info", reports.balance, GET, scope=MONEY),
)
