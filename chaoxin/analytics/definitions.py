"""The figures that the product shows, each made of parts whose rows can be listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .sheets import ACCOUNTS, LEVEL, OPENING, POSTS, PUBLISHED, Part


@dataclass(frozen=True)
class Definition:
    """A figure: the sum of its parts, or with `over` their share in it in percent. A share counts only channels
    that give `over`, since one without it would add to one side alone. `instead` stands for the parts on channels
    that give none of them."""

    key: str
    name: str | Promise
    unit: str | Promise
    formula: str | Promise
    parts: tuple[Part, ...]
    over: Part | None = None
    instead: Part | None = None

    @property
    def is_share(self) -> bool:
        return self.over is not None

    @property
    def is_level(self) -> bool:
        return any(part.how == LEVEL for part in self.parts)

    @property
    def all_parts(self) -> tuple[Part, ...]:
        return tuple(part for part in (*self.parts, self.instead, self.over) if part)

    @property
    def grain(self) -> str:
        return self.parts[0].grain


def _parts(grain: str, *metrics: str) -> tuple[Part, ...]:
    return tuple(Part(grain, metric) for metric in metrics)


_INTERACTIONS = ("likes", "comments", "shares", "favorites")
_GAINED = (Part(ACCOUNTS, "new_followers"), Part(ACCOUNTS, "lost_followers", sign=-1))
_GAINED_ELSE = Part(ACCOUNTS, "followers")
_RECEIVED = ("received_comments", "received_mentions", "received_messages")

_OF_POSTS = (
    Definition("reads", _("新增阅读"), _("次"), _("各内容期间新增阅读之和"), _parts(POSTS, "reads")),
    Definition(
        "interactions",
        _("新增互动"),
        _("次"),
        _("点赞 + 评论 + 转发 + 收藏，各内容期间新增之和"),
        _parts(POSTS, *_INTERACTIONS),
    ),
    Definition(
        "engagement_rate",
        _("互动率"),
        "%",
        _("（点赞 + 评论 + 转发 + 收藏）÷ 阅读 × 100，只算给出阅读数的账号"),
        _parts(POSTS, *_INTERACTIONS),
        over=Part(POSTS, "reads"),
    ),
    Definition("likes", _("新增点赞"), _("次"), _("各内容期间新增点赞之和"), _parts(POSTS, "likes")),
    Definition(
        "comments", _("新增评论"), _("条"), _("各内容期间新增评论之和，按平台计数"), _parts(POSTS, "comments")
    ),
    Definition("shares", _("新增转发"), _("次"), _("各内容期间新增分享、转发之和"), _parts(POSTS, "shares")),
    Definition("favorites", _("新增收藏"), _("次"), _("各内容期间新增收藏之和"), _parts(POSTS, "favorites")),
)
_OF_PUBLISHED = (
    Definition(
        "published_reads",
        _("期内内容阅读"),
        _("次"),
        _("期内发布的内容累计阅读之和"),
        _parts(PUBLISHED, "reads"),
    ),
    Definition(
        "published_interactions",
        _("期内内容互动"),
        _("次"),
        _("期内发布的内容累计点赞 + 评论 + 转发 + 收藏之和"),
        _parts(PUBLISHED, *_INTERACTIONS),
    ),
    Definition(
        "published_comments",
        _("期内内容评论"),
        _("条"),
        _("期内发布的内容累计评论之和"),
        _parts(PUBLISHED, "comments"),
    ),
    Definition(
        "published_engagement_rate",
        _("期内内容互动率"),
        "%",
        _("期内内容互动 ÷ 期内内容阅读 × 100，只算给出阅读数的账号"),
        _parts(PUBLISHED, *_INTERACTIONS),
        over=Part(PUBLISHED, "reads"),
    ),
)
_OF_ACCOUNTS = (
    Definition(
        "followers", _("粉丝总数"), _("人"), _("各账号期末粉丝数之和"), (Part(ACCOUNTS, "followers", LEVEL),)
    ),
    Definition(
        "followers_gained",
        _("净增粉丝"),
        _("人"),
        _("新增关注 − 取消关注；没有每日数据的账号用粉丝总数的变化"),
        _GAINED,
        instead=_GAINED_ELSE,
    ),
    Definition(
        "follower_growth_rate",
        _("粉丝增长率"),
        "%",
        _("净增粉丝 ÷ 期初粉丝总数 × 100"),
        _GAINED,
        over=Part(ACCOUNTS, "followers", OPENING),
        instead=_GAINED_ELSE,
    ),
    Definition(
        "new_followers",
        _("新增关注"),
        _("人"),
        _("平台给出的每日新增关注之和"),
        _parts(ACCOUNTS, "new_followers"),
    ),
    Definition(
        "lost_followers",
        _("取消关注"),
        _("人"),
        _("平台给出的每日取关之和"),
        _parts(ACCOUNTS, "lost_followers"),
    ),
)
_COUNTED = (
    Definition(
        "published_posts",
        _("上线内容"),
        _("条"),
        _("期间确认上线的投放数"),
        _parts(ACCOUNTS, "published_posts"),
    ),
    Definition(
        "received", _("收到消息"), _("条"), _("本系统收到的评论 + 提及 + 私信"), _parts(ACCOUNTS, *_RECEIVED)
    ),
    Definition(
        "received_comments",
        _("收到评论"),
        _("条"),
        _("本系统收到的评论"),
        _parts(ACCOUNTS, "received_comments"),
    ),
    Definition(
        "received_messages",
        _("收到私信"),
        _("条"),
        _("本系统收到的私信"),
        _parts(ACCOUNTS, "received_messages"),
    ),
    Definition("sent_replies", _("送达回复"), _("条"), _("送达平台的回复"), _parts(ACCOUNTS, "sent_replies")),
    Definition(
        "conversations_opened",
        _("新会话"),
        _("个"),
        _("期间进线的私信与评论会话"),
        _parts(ACCOUNTS, "opened_conversations"),
    ),
    Definition(
        "first_response_rate",
        _("24 小时首次响应率"),
        "%",
        _("24 小时内首次回复的会话 ÷ 已回复或已等满 24 小时的会话 × 100；没有回复就关闭的不计"),
        _parts(ACCOUNTS, "first_responses_in_time"),
        over=Part(ACCOUNTS, "first_responses_settled"),
    ),
)
FIGURES: Mapping[str, Definition] = {
    entry.key: entry for entry in (*_OF_POSTS, *_OF_PUBLISHED, *_OF_ACCOUNTS, *_COUNTED)
}
