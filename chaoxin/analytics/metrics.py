"""The dictionary of metrics: what each key means, in which unit, and whether values may be added up.

Platforms count differently under one name (persons or times); what they call a metric stands in their manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.channels.platform_words import metric_name
from chaoxin.connectors import registry


@dataclass(frozen=True)
class Metric:
    """`adds` is False for shares, averages and levels, of which sums say nothing."""

    key: str
    name: str | Promise
    unit: str | Promise
    meaning: str | Promise
    adds: bool = True


ENTRIES = (
    Metric("reads", _("阅读"), _("次"), _("平台给出的内容阅读数；有的平台按人数计，合计时不换算。")),
    Metric("likes", _("点赞"), _("次"), _("平台给出的内容点赞数。")),
    Metric("comments", _("评论"), _("条"), _("平台给出的内容评论数，含我方回复。")),
    Metric("shares", _("分享"), _("次"), _("平台给出的内容分享、转发数。")),
    Metric("favorites", _("收藏"), _("次"), _("平台给出的内容收藏数。")),
    Metric("recommends", _("推荐"), _("次"), _("平台给出的内容推荐数。")),
    Metric("follower_reads", _("粉丝阅读"), _("次"), _("阅读里来自粉丝的部分。")),
    Metric("tips_yuan", _("赞赏"), _("元"), _("平台给出的赞赏金额。")),
    Metric("finish_rate", _("读完率"), "", _("平台给出的读完比例，不能相加。"), adds=False),
    Metric("average_read_seconds", _("平均阅读时长"), _("秒"), _("平台给出的平均值，不能相加。"), adds=False),
    Metric("followers", _("粉丝总数"), _("人"), _("账号的粉丝总数，取一天里最后一次读到的值。"), adds=False),
    Metric("following", _("关注数"), _("个"), _("账号关注的人数。"), adds=False),
    Metric("posts", _("平台内容数"), _("条"), _("平台统计的账号内容总数。"), adds=False),
    Metric("new_followers", _("新增关注"), _("人"), _("平台统计的当日新增关注，不减去取关。")),
    Metric("lost_followers", _("取消关注"), _("人"), _("平台统计的当日取消关注。")),
    Metric("account_reads", _("账号当日阅读"), _("次"), _("平台统计的账号全部内容当日阅读，含历史内容。")),
    Metric("account_likes", _("账号当日点赞"), _("次"), _("平台统计的账号全部内容当日点赞。")),
    Metric("account_recommends", _("账号当日推荐"), _("次"), _("平台统计的账号全部内容当日推荐。")),
    Metric("account_shares", _("账号当日分享"), _("次"), _("平台统计的账号全部内容当日分享。")),
    Metric("account_favorites", _("账号当日收藏"), _("次"), _("平台统计的账号全部内容当日收藏。")),
    Metric("account_comments", _("账号当日评论"), _("条"), _("平台统计的账号全部内容当日评论。")),
    Metric("ad_spend_yuan", _("广告消耗"), _("元"), _("广告平台统计的当日花费。")),
    Metric("ad_impressions", _("广告展现"), _("次"), _("广告平台统计的当日展现次数，不含自然流量。")),
    Metric("ad_clicks", _("广告点击"), _("次"), _("广告平台统计的当日点击次数，不含自然流量。")),
    Metric("ad_interactions", _("广告互动"), _("次"), _("广告带来的点赞、评论、收藏、分享、关注合计。")),
    Metric("ad_leads", _("表单线索"), _("条"), _("广告平台统计的当日表单提交。")),
    Metric("ad_message_consults", _("私信进线"), _("次"), _("广告带来的私信咨询，按平台的归因窗口。")),
    Metric(
        "ad_message_leads",
        _("私信留资"),
        _("条"),
        _("广告带来的、在私信里留下联系方式的人，按平台的归因窗口。"),
    ),
    Metric("published_posts", _("上线内容"), _("条"), _("当日确认上线的投放，后来下架的也算。")),
    Metric("received_comments", _("收到评论"), _("条"), _("本系统当日收到的评论。")),
    Metric("received_mentions", _("收到提及"), _("条"), _("本系统当日收到的 @提及。")),
    Metric("received_messages", _("收到私信"), _("条"), _("本系统当日收到的私信。")),
    Metric("sent_replies", _("送达回复"), _("条"), _("当日送达平台的回复，含在平台上手动回的。")),
    Metric("opened_conversations", _("新会话"), _("个"), _("当日收到第一条消息的私信与评论会话。")),
    Metric(
        "first_responses_settled",
        _("首次等待"),
        _("个"),
        _("当日进线、已回复或已等满 24 小时的会话；没有回复就关闭的（不需要回复）不计。"),
    ),
    Metric(
        "first_responses_in_time", _("24 小时内首次回复"), _("个"), _("首次等待里 24 小时内得到回复的会话。")
    ),
)
# By this word a platform's name says that persons are counted, each once, and not times.
COUNTS_PERSONS = "人数"
METRICS: Mapping[str, Metric] = {entry.key: entry for entry in ENTRIES}


def metric_of(key: str, *, platform: str = "") -> Metric:
    """The entry of a metric, under the platform's own name where one is asked for. A metric that is not in the
    dictionary goes by the name in the manifest and is never added up."""
    own_name = registry.manifest(platform).metrics.get(key, "") if platform in registry.manifests() else ""
    entry = METRICS.get(key)
    if entry is None:
        return Metric(key, metric_name(own_name or _name_anywhere(key)), "", "", adds=False)
    unit = _("人") if COUNTS_PERSONS in own_name else entry.unit
    return Metric(key, metric_name(own_name) or entry.name, unit, entry.meaning, entry.adds)


def _name_anywhere(key: str) -> str:
    named = (manifest.metrics.get(key, "") for manifest in registry.manifests().values())
    return next((name for name in named if name), key)
