"""Which figures the platform gives, under which of our names."""

from __future__ import annotations

from collections.abc import Mapping

METRICS: Mapping[str, str] = {
    "reads": "阅读人数",
    "likes": "点赞人数",
    "recommends": "推荐人数（爱心赞）",
    "shares": "分享人数",
    "favorites": "收藏人数",
    "comments": "留言数",
    "follower_reads": "关注者阅读人数",
    "finish_rate": "读完率",
    "average_read_seconds": "平均阅读时长（秒）",
    "tips_yuan": "赞赏金额",
    "followers": "关注人数",
    "new_followers": "新增关注人数",
    "lost_followers": "取消关注人数",
    "account_reads": "当日阅读人数",
    "account_likes": "当日点赞人数",
    "account_recommends": "当日推荐人数（爱心赞）",
    "account_shares": "当日分享人数",
    "account_favorites": "当日收藏人数",
    "account_comments": "当日留言数",
}

# Fields of getarticletotaldetail, whose values count from the day of publishing to `stat_date`.
ARTICLE_FIELDS: Mapping[str, str] = {
    "read_user": "reads",
    "like_user": "likes",
    "zaikan_user": "recommends",
    "share_user": "shares",
    "collection_user": "favorites",
    "comment_count": "comments",
    "read_subscribe_user": "follower_reads",
    "read_finish_rate": "finish_rate",
    "read_avg_time": "average_read_seconds",
    "praise_money": "tips_yuan",
}

# Fields of getbizsummary, whose values are those of the day.
ACCOUNT_FIELDS: Mapping[str, str] = {
    "read_user": "account_reads",
    "like_user": "account_likes",
    "zaikan_user": "account_recommends",
    "share_user": "account_shares",
    "collection_user": "account_favorites",
    "comment_count": "account_comments",
}
