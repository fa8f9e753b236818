"""What an account can do: by hand all that the app can, by the interface what the scopes of its token allow."""

from __future__ import annotations

from dataclasses import replace

from chaoxin.connectors.manifest import Capability, Standing
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

PUBLISH = frozenset({"video.create.bind", "video.create"})
LIST = frozenset({"video.list.bind", "video.list"})
SHOW = frozenset({"video.data.bind", "video.data"})
DELETE = frozenset({"video.delete"})
COMMENT = frozenset({"item.comment"})
MESSAGE = frozenset({"im.direct_message"})
ITEM_DATA = frozenset({"data.external.item"})
USER_DATA = frozenset({"data.external.user"})
FANS_DATA = frozenset({"fans.data.bind", "fans.data"})
RENEW = frozenset({"renew_refresh_token"})

CAPABILITIES = (
    Capability(
        "publish",
        said("发布视频和图文"),
        True,
        said("接口发布要有 video.create.bind 这项受限能力；没有的话由人在手机上发布"),
    ),
    Capability(
        "schedule", said("定时发布"), True, said("由本系统到点调用接口或提醒人发布，抖音接口没有定时参数")
    ),
    Capability("topics", said("带 #话题 发布"), True, said("写在正文里，话题照常审核")),
    Capability("mentions", said("@ 别人"), True, said("接口发布时要知道对方的 open_id，否则只是普通文字")),
    Capability(
        "declaration",
        said("自主声明（AI 生成、营销推广等）"),
        True,
        said("接口没有这个选项，发布后要到抖音 App 里补选"),
    ),
    Capability(
        "withdraw",
        said("删除已发的作品"),
        True,
        said("删除权限 2022 年起收回，绝大多数应用没有；没有时请到抖音 App 里删除"),
    ),
    Capability(
        "find_published", said("核对是否已经发出"), True, said("读账号的作品列表，要有 video.list.bind")
    ),
    Capability(
        "review_state", said("读审核状态"), False, said("2024 年 12 月起接口不再返回；能读到作品才算公开")
    ),
    Capability(
        "read_comments", said("收评论"), True, said("要有 item.comment；按间隔读取，开通了推送的会更快")
    ),
    Capability("reply_comments", said("回复评论"), True, said("要有 item.comment；每条不超过 100 字")),
    Capability("first_comment", said("发布后自己先评论一条"), True, said("要有 item.comment")),
    Capability(
        "messages", said("收私信、回私信"), True, said("已停止新申请；要有 im.direct_message，且是认证企业号")
    ),
    Capability("leads", said("收留资卡片"), True, said("随私信推送，要有 im.direct_message")),
    Capability(
        "post_metrics",
        said("作品的播放、点赞、评论、分享"),
        True,
        said("累计值；播放时长和每日播放要有 data.external.item"),
    ),
    Capability(
        "account_metrics", said("粉丝数和每日数据"), True, said("要有 data.external.user 或 fans.data.bind")
    ),
    Capability(
        "renewal",
        said("授权自动续期"),
        True,
        said("访问令牌自动换新；要有 renew_refresh_token 才能延长到约半年，之后重新授权"),
    ),
    Capability("search", said("全站搜索、热榜"), False, said("2024 年 11 月起平台停止新申请并收回，不提供")),
    Capability("ads", said("投放与星图数据"), False, said("属于巨量引擎，不在开放平台里")),
)
NEEDED = {
    "publish": PUBLISH,
    "schedule": PUBLISH,
    "topics": PUBLISH,
    "mentions": PUBLISH,
    "withdraw": DELETE,
    "find_published": LIST,
    "read_comments": COMMENT,
    "reply_comments": COMMENT,
    "first_comment": COMMENT,
    "messages": MESSAGE,
    "leads": MESSAGE,
    "post_metrics": SHOW | LIST | ITEM_DATA,
    "account_metrics": USER_DATA | FANS_DATA,
    "renewal": RENEW,
}
BY_HAND = frozenset({"publish", "schedule", "topics", "mentions", "declaration"})
NOT_BY_HAND = said("账号只是登记在这里，没有连接平台，请在抖音 App 里操作")


def judge(standing: Standing) -> tuple[Capability, ...]:
    """What an account of that standing can do; by the interface only what its scopes name. Before a token is known, all
    is said to depend on it but publishing, which so few are granted that it is not promised."""
    if standing.mode == "assisted":
        return tuple(_by_hand(row) for row in CAPABILITIES)
    return tuple(_by_scope(row, standing.scopes) for row in CAPABILITIES)


def may(account: Account, needed: frozenset[str]) -> bool:
    """Whether the account's token names one of the scopes; a token that names none at all is not judged."""
    scopes = account.token.scopes if account.token else frozenset()
    return not scopes or bool(scopes & needed)


def _by_hand(row: Capability) -> Capability:
    if row.key in BY_HAND:
        return replace(row, note=said("由人在抖音 App 或创作者中心里完成，系统备好文案和素材并提醒"))
    return replace(row, offered=False, note=row.note if not row.offered else NOT_BY_HAND)


def _by_scope(row: Capability, scopes: frozenset[str]) -> Capability:
    if row.key == "declaration":
        return replace(row, offered=False)
    needed = NEEDED.get(row.key)
    if needed is None or not row.offered or needed & scopes or (not scopes and needed is not PUBLISH):
        return row
    named = " / ".join(sorted(needed))
    return replace(
        row, offered=False, note=said("授权里没有 %(named)s。%(note)s", named=named, note=row.note)
    )
