"""What a person needs to publish on Channels by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chaoxin.connectors.assisting import Copy, Package, PostedLink, Step
from chaoxin.connectors.values import Identity, Length, Post, Problem
from chaoxin.connectors.wording import names, said

from . import links
from .checking import LINKED_HOSTS, problems_of
from .declarations import ASKS_FOR, NO_LABEL, label_of
from .declaring import declare
from .description import description_of, disclosures_of, lengths_of, mentions_of, topics_of

# It opens WeChat; no address is known that opens its page for publishing.
APP_URL = "weixin://"
CREATOR_URL = "https://channels.weixin.qq.com"


class ShipinhaoAssist:
    """`app_url` among the settings of a channel goes before the address that opens the app."""

    def declare(self, fields: Mapping[str, str]) -> Identity:
        return declare(fields)

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        return problems_of(post, settings)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        return lengths_of(post, settings)

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        return Package(
            copies=_copies(post),
            pictures=post.pictures,
            cover=post.cover,
            video=post.video,
            declaration=label_of(disclosures_of(post)),
            steps=(*_content_steps(post), *_declaration_steps(post), *_closing_steps()),
            app_url=str(settings.get("app_url") or APP_URL),
            web_url=CREATOR_URL,
        )

    def recognize(self, link: str) -> PostedLink:
        return links.recognize(link)

    def resolve(self, link: PostedLink) -> PostedLink:
        """The link as it is: every shape names its post."""
        return link


def _copies(post: Post) -> tuple[Copy, ...]:
    texts = (
        ("title", said("短标题") if post.format == "video" else said("标题"), post.title.strip()),
        ("text", said("描述（含话题）"), description_of(post)),
        ("link", said("链接"), _attached_link(post)),
        ("declared_source", said("标注说明"), str(post.options.get("declared_source") or "").strip()),
    )
    return tuple(Copy(key, label, text) for key, label, text in texts if text)


def _attached_link(post: Post) -> str:
    return post.link if (urlsplit(post.link).hostname or "").lower() in LINKED_HOSTS else ""


def _content_steps(post: Post) -> list[Step]:
    if post.format == "video":
        given = said("上传视频，封面用给出的那张，按 3:4 和 4:3 各裁一张")
        steps = [Step("media", given if post.cover else said("上传视频，封面按 3:4 和 4:3 各选一张"))]
    else:
        steps = [Step("media", said("按顺序选 %(count)d 张图片，第一张是封面", count=len(post.pictures)))]
    steps.append(Step("texts", "粘贴描述和标题，通读一遍"))
    if topics_of(post):
        steps.append(Step("topics", "看一眼话题是否变成了蓝色，没变的重新打一遍"))
    if mentions_of(post):
        steps.append(Step("mentions", said("@ 要从列表里点选：%(names)s", names=names(mentions_of(post)))))
    if post.options.get("place"):
        steps.append(
            Step("place", said("“位置”选：%(place)s", place=str(post.options["place"])), required=False)
        )
    if _attached_link(post):
        steps.append(Step("attached_link", "“链接”选公众号文章，粘贴给出的链接"))
    return steps


def _declaration_steps(post: Post) -> list[Step]:
    label = label_of(disclosures_of(post))
    chosen = said("“视频标注”选“%(label)s”", label=label or NO_LABEL)
    if label in ASKS_FOR:
        chosen = said("“视频标注”选“%(label)s”，并填写%(what)s", label=label, what=ASKS_FOR[label])
    steps = [Step("declaration", chosen, required=bool(label))]
    if post.options.get("original"):
        steps.append(Step("original", "勾选“声明原创”，在弹出的协议上点同意"))
    else:
        steps.append(Step("original", "“声明原创”不勾选", required=False))
    return steps


def _closing_steps() -> list[Step]:
    return [
        Step("account", "看清右上角是不是这个视频号，再点“发表”；不能现在发的话，可以定时到 15 天内"),
        Step("link", "打开这条内容，点“分享 → 复制链接”，回到这里粘贴", required=False),
    ]
