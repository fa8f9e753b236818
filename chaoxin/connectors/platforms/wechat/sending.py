"""How a post reaches the followers: published without a notice, or mass-sent to all or to a tag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from chaoxin.connectors.manifest import Option
from chaoxin.connectors.values import Post, Problem
from chaoxin.connectors.wording import said

from .limits import MASS_KEY_BYTES

SEND_TO, TAG_ID, IGNORE_REPRINT = "send_to", "tag_id", "ignore_reprint"
PUBLISH, TO_ALL, TO_TAG = "publish", "all", "tag"

SENDING_OPTIONS = (
    Option(
        SEND_TO,
        said("发布方式"),
        default=PUBLISH,
        kind="choice",
        choices={
            PUBLISH: said("发布（不推送给粉丝）"),
            TO_ALL: said("群发给全部粉丝"),
            TO_TAG: said("群发给一个标签的粉丝"),
        },
        help=said("群发会推送给粉丝，发出后收不回来；公众号每天 1 次，服务号每月 4 次，和公众平台网页共用"),
    ),
    Option(
        TAG_ID,
        said("标签编号"),
        default="",
        kind="text",
        longest=10,
        help=said("只在群发给标签时填：微信给标签的数字编号，如 100"),
    ),
    Option(
        IGNORE_REPRINT,
        said("判为转载也继续群发"),
        help=said("微信判定文章是转载、而原作者允许转载时，打开后会继续群发；默认停下来"),
    ),
)


def way_of(post: Post) -> str:
    """PUBLISH, TO_ALL or TO_TAG."""
    chosen = post.options.get(SEND_TO)
    return str(chosen) if chosen in (TO_ALL, TO_TAG) else PUBLISH


def is_mass(post: Post) -> bool:
    """Whether the post is pushed to followers."""
    return way_of(post) != PUBLISH


def mass_key(post: Post) -> str:
    """The id by which the platform knows a repeat of the same intent for 24 hours (clientmsgid)."""
    return hashlib.sha256(post.key.encode()).hexdigest()[: MASS_KEY_BYTES.value]


def tag_of(post: Post) -> str:
    """The number of the tag as typed."""
    return str(post.options.get(TAG_ID) or "").strip()


def sending_problems(post: Post) -> Iterator[Problem]:
    """What is wrong or unwise in how the post is sent."""
    way = way_of(post)
    if way == TO_TAG and not tag_of(post).isdecimal():
        sentence = said("选了群发给标签，但没有填标签编号。请填微信给标签的数字编号，或改成其他发布方式。")
        yield Problem("stop", "options", "tag_missing", sentence)
    if way != PUBLISH:
        sentence = said("这条会群发推送给粉丝：推送收不回来，之后只能删掉文章页面。请再核对一遍内容和对象。")
        yield Problem("warn", "options", "mass_send", sentence)
