"""What an account can do and cannot do: a home page on which people publish, or an advertiser with the ads API."""

from __future__ import annotations

from chaoxin.connectors.manifest import Capability, Standing
from chaoxin.connectors.wording import said

from .connect import SCOPES

ONLY_BY_ADS = said("要另外用“广告接口（聚光）”接入广告账号")
ONLY_BY_HAND = said("这是广告账号，要发笔记请另外用“手动发布”登记小红书号")

PUBLISH = Capability(
    "publish",
    said("发布图文笔记、视频笔记"),
    True,
    said(
        "小红书没有给企业开放发布笔记的接口，只能由人在 App 或创作中心发布；"
        "系统备好标题、正文、图片和清单，发完把链接贴回来"
    ),
)
SCHEDULE = Capability(
    "schedule", said("定时发布"), True, said("到点前提醒负责人去发；创作中心也能定时到 1 小时后至 14 天内")
)
FIRST_COMMENT = Capability("first_comment", said("首条评论"), True, said("由人在发布后粘贴"))
WITHDRAW = Capability("withdraw", said("删除已发的笔记"), False, said("没有接口，请在小红书 App 里删除"))
FIND = Capability("find_published", said("核对是否已经发出"), False, said("没有接口，以贴回来的链接为准"))
COMMENTS = Capability("read_comments", said("收评论"), False, said("没有接口，请在小红书 App 里看"))
REPLIES = Capability("reply_comments", said("回复评论"), False, said("没有接口，请在小红书 App 里回复"))
MESSAGES = Capability(
    "messages", said("收私信、回私信"), False, said("没有公开接口；留下联系方式的私信可以作为线索推送过来")
)
LEADS = Capability(
    "leads", said("收私信线索"), True, said("要在聚光或私信工具里把推送地址设成本页给出的地址")
)
AD_METRICS = Capability(
    "ad_metrics",
    said("广告消耗、展现、点击、线索"),
    True,
    said("按账号、计划、笔记每天一份，截至昨日；自然流量不在里面"),
)
POST_METRICS = Capability(
    "post_metrics", said("笔记的阅读、点赞、收藏"), False, said("自然数据没有接口，可以从创作中心导出后导入")
)
ACCOUNT_METRICS = Capability(
    "account_metrics", said("粉丝数"), False, said("没有接口，可以从创作中心导出后导入")
)
SEARCH = Capability("search", said("全站搜索"), False, said("没有接口"))
RENEWAL = Capability(
    "renewal", said("授权自动续期"), True, said("凭证一天一换，由系统自动完成；停机超过 30 天要重新授权")
)

EVERYTHING = (
    PUBLISH, SCHEDULE, FIRST_COMMENT, WITHDRAW, FIND, COMMENTS, REPLIES, MESSAGES, LEADS, AD_METRICS, POST_METRICS,
    ACCOUNT_METRICS, SEARCH, RENEWAL,
)  # fmt: skip
BY_HAND = frozenset({PUBLISH.key, SCHEDULE.key, FIRST_COMMENT.key})
BY_ADS = frozenset({LEADS.key, AD_METRICS.key, RENEWAL.key})
NO_SCOPE = said("授权里没有报表权限（report_service），请重新授权并同意")


def judge(standing: Standing) -> tuple[Capability, ...]:
    """The rows for an account of that standing: who publishes by hand has no figures, who has figures publishes
    nothing."""
    if standing.mode == "assisted":
        return tuple(_only(row, BY_HAND, otherwise=BY_ADS, note=ONLY_BY_ADS) for row in EVERYTHING)
    rows = tuple(_only(row, BY_ADS, otherwise=BY_HAND, note=ONLY_BY_HAND) for row in EVERYTHING)
    if standing.scopes and not standing.scopes & set(SCOPES):
        return tuple(_without(row, NO_SCOPE) if row is AD_METRICS else row for row in rows)
    return rows


def _only(row: Capability, these: frozenset[str], *, otherwise: frozenset[str], note: str) -> Capability:
    if row.key in these or row.key not in otherwise:
        return row
    return _without(row, _not_by_api(note) if row is PUBLISH else note)


def _not_by_api(note: str) -> str:
    return said("小红书没有给企业开放发布笔记的接口，只能由人在 App 或创作中心发布。%(note)s", note=note)


def _without(row: Capability, reason: str) -> Capability:
    return Capability(row.key, row.name, False, reason)
