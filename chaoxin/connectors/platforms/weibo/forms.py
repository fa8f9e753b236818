"""The forms of post that Weibo takes: one by the interface, the others by hand."""

from __future__ import annotations

from chaoxin.connectors.manifest import Format, Option
from chaoxin.connectors.wording import said

from .assist import VIDEO_KIND, VIDEO_KINDS
from .first_comment import OPTION
from .hand_checking import ARTICLE, POST, VIDEO
from .limits import ARTICLE_PICTURES, REPLY_CHARACTERS, TOPIC_CHARACTERS, TOPICS, WEB_PICTURES_MOST

FIRST_COMMENT = Option(
    OPTION,
    said("首评"),
    default="",
    kind="lines",
    longest=REPLY_CHARACTERS,
    help=said("发布后以本账号发的第一条评论，不超过 140 字；常用来放链接或补充说明"),
)
TOPIC_WORDS = Option(
    "topics",
    said("话题"),
    default=[],
    kind="words",
    longest=TOPIC_CHARACTERS.value,
    most=TOPICS.value,
    help=said("不用写井号，会补成 #话题# 放在正文后面；正文里已有的不重复"),
)
KIND_OF_VIDEO = Option(
    VIDEO_KIND,
    said("视频类型"),
    default="original",
    kind="choice",
    choices=VIDEO_KINDS,
    help=said("微博的视频要声明来源"),
)
BY_HAND = frozenset({"assisted"})

FORMATS = (
    Format(
        key="post",
        name=said("微博"),
        has_title=False,
        takes_html=False,
        max_pictures=1,
        needs_link=True,
        options=(FIRST_COMMENT,),
    ),
    Format(
        key=POST,
        name=said("微博（手动发布）"),
        has_title=False,
        takes_html=False,
        max_pictures=WEB_PICTURES_MOST.value,
        options=(TOPIC_WORDS, FIRST_COMMENT),
        modes=BY_HAND,
    ),
    Format(
        key=VIDEO,
        name=said("视频（手动发布）"),
        has_title=True,
        takes_html=False,
        max_pictures=0,
        takes_video=True,
        options=(TOPIC_WORDS, KIND_OF_VIDEO, FIRST_COMMENT),
        modes=BY_HAND,
    ),
    Format(
        key=ARTICLE,
        name=said("头条文章（手动发布）"),
        has_title=True,
        takes_html=True,
        max_pictures=ARTICLE_PICTURES.value,
        needs_cover=True,
        options=(FIRST_COMMENT,),
        modes=BY_HAND,
    ),
)
