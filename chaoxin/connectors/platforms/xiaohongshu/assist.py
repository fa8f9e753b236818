"""What a person needs to publish a note by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.assisting import Copy, Package, PostedLink, Step
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Identity, Length, Post, Problem
from chaoxin.connectors.wording import names, said

from . import links
from .checking import problems_of
from .declarations import label_of
from .declaring import declare
from .note import body_of, disclosures_of, lengths_of, mentions_of, topics_of

# The scheme is the platform's; which page of the app it opens is not documented, so it only opens the app.
APP_URL = "xhsdiscover://"
CREATOR_URL = "https://creator.xiaohongshu.com/publish/publish"
VISIBILITIES = {"public": "公开可见", "private": "仅自己可见", "friends": "仅互关好友可见"}


class XiaohongshuAssist:
    """`app_url` among the settings of a channel goes before the address that opens the app."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

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
            steps=_steps(post),
            app_url=str(settings.get("app_url") or APP_URL),
            web_url=CREATOR_URL,
        )

    def recognize(self, link: str) -> PostedLink:
        return links.recognize(link)

    def resolve(self, link: PostedLink) -> PostedLink:
        return links.resolve(self.wire, link)


def _copies(post: Post) -> tuple[Copy, ...]:
    texts = (
        ("title", said("标题"), post.title.strip()),
        ("text", said("正文（含话题）"), body_of(post)),
        ("first_comment", said("首条评论"), str(post.options.get("first_comment") or "").strip()),
    )
    return tuple(Copy(key, label, text) for key, label, text in texts if text)


def _steps(post: Post) -> tuple[Step, ...]:
    return (
        *_content_steps(post),
        *_declaration_steps(post),
        Step("visibility", said("“谁可以看”选“%(choice)s”", choice=_visibility(post))),
        *_closing_steps(post),
    )


def _content_steps(post: Post) -> list[Step]:
    if post.format == "video":
        given = said("上传视频，封面用给出的那张")
        steps = [Step("media", given if post.cover else said("上传视频，选一帧好看的作封面"))]
    else:
        steps = [Step("media", said("按顺序选 %(count)d 张图片，第一张是封面", count=len(post.pictures)))]
    steps.append(Step("texts", "粘贴标题和正文，通读一遍"))
    if topics_of(post):
        steps.append(Step("topics", "话题要逐个从弹出的列表里点选，点过变色才算话题；只粘贴文字不算"))
    if mentions_of(post):
        steps.append(Step("mentions", said("@ 也要从列表里点选：%(names)s", names=names(mentions_of(post)))))
    if post.options.get("place"):
        steps.append(
            Step("place", said("“标记地点”选：%(place)s", place=str(post.options["place"])), required=False)
        )
    return steps


def _declaration_steps(post: Post) -> list[Step]:
    label = label_of(disclosures_of(post))
    none = said("“添加内容类型声明”不用选")
    chosen = said("“添加内容类型声明”里选“%(label)s”", label=label) if label else none
    steps = [Step("declaration", chosen, required=bool(label))]
    if post.options.get("original"):
        steps.append(Step("original", "打开“声明原创”"))
    else:
        steps.append(Step("original", "“声明原创”保持关闭", required=False))
    if post.options.get("cooperation"):
        steps.append(
            Step("cooperation", "这是品牌合作笔记：先在蒲公英完成报备，发布时关联这个合作，不要私下发")
        )
    else:
        steps.append(Step("cooperation", "确认没有收钱、没有拿样品；有的话先到蒲公英报备，不要直接发"))
    return steps


def _closing_steps(post: Post) -> list[Step]:
    steps = [Step("publish", "点“发布”；不能现在发的话，创作中心可以定时到 1 小时后至 14 天内")]
    if str(post.options.get("first_comment") or "").strip():
        steps.append(Step("first_comment", "发出后马上粘贴首条评论，并置顶", required=False))
    return [*steps, Step("link", "打开这篇笔记，点“分享 → 复制链接”，回到这里粘贴", required=False)]


def _visibility(post: Post) -> str:
    return VISIBILITIES.get(str(post.options.get("visibility") or "public"), VISIBILITIES["public"])
