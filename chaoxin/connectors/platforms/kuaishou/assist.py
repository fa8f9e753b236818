"""Publishing on Kuaishou by a person's hand: in the app or in the creator centre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chaoxin.connectors.assisting import Copy, Package, PostedLink, Step
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Identity, Length, Post, Problem
from chaoxin.connectors.wording import Sentence, names, said

from . import captions, links
from .checking import form_problems, lengths_of
from .limits import CREATOR_CENTRE, adjusted
from .manifest import VISIBILITY_OPTION

NUMBER = re.compile(r"[0-9A-Za-z_.-]{3,40}")
PROFILE = re.compile(r"/(?:profile|u)/([0-9A-Za-z_-]{3,40})/?")
NO_ACCOUNT = said(
    "请填快手号或主页链接。快手号在快手 App“我”页面的昵称下面；主页链接在网页版打开自己的主页后从地址栏复制。"
)
SHORT_ACCOUNT = said("短链接里看不出是哪个账号。请填快手号，或在网页版打开自己的主页后复制地址栏里的链接。")
FOREIGN_ACCOUNT = said(
    "这不是快手主页的链接。主页链接的样子是 www.kuaishou.com/profile/…，也可以直接填快手号。"
)


class KuaishouAssist:
    """Formats `video` and `pictures`, by the limits of Kuaishou's own form."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def declare(self, fields: Mapping[str, str]) -> Identity:
        """The account by its 快手号 or home page; the number in the home page's address is another one, so both name
        the same account only when they are equal."""
        given = fields.get("account", "").strip().removeprefix(said("快手号")).lstrip(":： ")
        if NUMBER.fullmatch(given) and not given.lower().endswith((".com", ".cn")):
            return Identity(external_id=given.lower(), name=fields.get("name", "").strip())
        matched = links.ADDRESS.search(given)
        if not matched:
            raise FixContent(NO_ACCOUNT, code="account")
        parts = urlsplit(matched[0] if "://" in matched[0] else f"https://{matched[0]}")
        host = (parts.hostname or "").lower()
        if host in links.SHORT_HOSTS:
            raise FixContent(SHORT_ACCOUNT, code="account")
        profile = PROFILE.fullmatch(parts.path)
        if host not in links.WEB_HOSTS | links.PHONE_HOSTS or not profile:
            raise FixContent(FOREIGN_ACCOUNT, code="account")
        return Identity(
            external_id=profile[1].lower(),
            name=fields.get("name", "").strip(),
            facts={"home_page": f"https://www.kuaishou.com/profile/{profile[1]}"},
        )

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once; codes are those of `checking.py`."""
        return form_problems(post, settings)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """The caption with its topics, and the topics."""
        return lengths_of(post, settings)

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        """The caption to paste, the media in order, the declaration to choose, and the steps in the order of the
        form."""
        labels = captions.declarations_of(post)
        return Package(
            copies=(Copy("caption", "作品描述（含话题）", captions.caption_of(post)),),
            pictures=post.pictures,
            cover=post.cover,
            video=post.video,
            declaration=labels[0] if labels else "",
            steps=tuple(_steps(post, labels)),
            app_url=adjusted(settings, "app_url"),
            web_url=CREATOR_CENTRE,
        )

    def recognize(self, link: str) -> PostedLink:
        """The post that a pasted text links to; a short link without the post's number."""
        return links.recognize(link)

    def resolve(self, link: PostedLink) -> PostedLink:
        """The full link behind a short one."""
        return links.resolve(self.wire, link)


def _media(post: Post) -> Sentence:
    if not post.video:
        return said("点“+”，从相册选择刚保存的图片，顺序不要变。")
    if post.cover:
        return said("点“+”，从相册选择刚保存的视频，并把封面换成准备好的那张。")
    return said("点“+”，从相册选择刚保存的视频。")


def _steps(post: Post, labels: list[str]) -> list[Step]:
    steps = [
        Step("account", "打开快手 App，确认登录的是要发布的账号。"),
        Step("media", _media(post)),
        Step("caption", "把作品描述整段粘贴进去，看看话题有没有变成蓝色。"),
    ]
    if captions.mentions_of(post):
        again = said(
            "把描述里的 @ 删掉重打一遍，从列表里选中 %(names)s，对方才收得到提醒。",
            names=names(captions.mentions_of(post)),
        )
        steps.append(Step("mentions", again))
    if "advertising" in captions.disclosures_of(post):
        steps.append(Step("advertising", "快手没有营销推广这一项声明：确认作品描述里看得见“广告”二字。"))
    if labels:
        steps.append(Step("declaration", said("在发布页的“作者声明”里选“%(label)s”。", label=labels[0])))
    if len(labels) > 1:
        rest = names(f"“{label}”" for label in labels[1:])
        one = said("作者声明只能选一项，%(labels)s要在作品描述里写明，请确认。", labels=rest)
        steps.append(Step("other_declarations", one))
    visibility = str(post.options.get("visibility") or "public")
    if visibility != "public":
        choice = VISIBILITY_OPTION.choices.get(visibility, visibility)
        steps.append(Step("visibility", said("把“谁可以看”改成“%(choice)s”。", choice=choice)))
    return [
        *steps,
        Step("publish", "点“发布”，等到作品出现在自己的主页上。"),
        Step("link", "打开这个作品，点“分享”→“复制链接”，回到这里贴上。"),
    ]
