"""Publishing by hand: on the phone or in the platform's own editor, from a package or from a draft already there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from chaoxin.connectors.assisting import Copy, Package, PostedLink, Step
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Identity, Length, Post, Problem
from chaoxin.connectors.wording import said

from . import links
from .article import PICTURES, plain_line
from .check import lengths, problems
from .limits import EDITOR_AUTHOR
from .sending import TO_ALL, TO_TAG, tag_of, way_of

BACKEND = "https://mp.weixin.qq.com/"
ORIGINAL_ID = re.compile(r"gh_[0-9a-z]{12}")
NAME_SIGNS = range(2, 31)
NO_ACCOUNT = said(
    "没有看懂是哪个公众号。请填公众号名称，或公众平台“账号设置”里 gh_ 开头的原始 ID，不要填链接。"
)

# The control 创作来源 takes one of them and cannot be changed after publishing. Its wording is known from one tool that
# people use; the page has the last word, which is why the step says so.
DECLARATIONS: Mapping[str, str] = {
    "ai_generated": "内容由AI生成",
    "fiction": "内容剧情演绎，仅供娱乐",
    "opinion": "个人观点，仅供参考",
    "repost": "素材来源官方媒体/网络新闻",
}


class WechatAssist:
    def declare(self, fields: Mapping[str, str]) -> Identity:
        """The account by its original id (gh_…) or its name, however it is written."""
        given = " ".join(unicodedata.normalize("NFKC", str(fields.get("account") or "")).split())
        if ORIGINAL_ID.fullmatch(given.lower()):
            identifier, name = given.lower(), ""
        elif len(given) in NAME_SIGNS and not re.search(r"://|/|\.(?:com|cn)\b|[\x00-\x1f<>]", given):
            identifier, name = given.casefold(), given
        else:
            raise FixContent(NO_ACCOUNT, code="account_unknown")
        return Identity(identifier, name=name)

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """The problems of the interface, which are those of the editor too, and its shorter byline."""
        found = problems(post)
        author = len(plain_line(post.author))
        if post.format != PICTURES and author > EDITOR_AUTHOR.value:
            sentence = said(
                "作者名有 %(author)s 个字，公众平台的编辑器一般只收 %(most)s 个字，建议缩短。",
                author=author,
                most=EDITOR_AUTHOR.value,
            )
            found.append(Problem("warn", "author", "author_long", sentence, EDITOR_AUTHOR.value, author))
        return found

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """Title, summary, author and body, counted as by the interface."""
        return lengths(post)

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        """Texts, pictures and the way through the editor. An account that is connected by the interface
        (`app_id` among its settings) has the post in its draft box already: the way is then the short one."""
        declaration = declaration_of(post)
        drafted = bool(settings.get("app_id"))
        return Package(
            copies=tuple(_copies(post)),
            pictures=post.pictures,
            cover=post.cover,
            video=post.video,
            declaration=declaration,
            steps=(
                *(_from_draft(post) if drafted else _from_nothing(post)),
                *_declaring(declaration),
                *_sending(post),
                Step("publish", "核对预览，点“发表”，按提示用手机扫码确认"),
                Step("link", "打开已发表的文章，点右上角“…→复制链接”，回到这里贴上"),
            ),
            web_url=BACKEND,
        )

    def recognize(self, link: str) -> PostedLink:
        """Reads links of published articles, short and long; previews and pages of the backend are refused."""
        return links.recognize(link)

    def resolve(self, link: PostedLink) -> PostedLink:
        """The link as it is: the platform's short links are the addresses of their articles."""
        return link


def declaration_of(post: Post) -> str:
    """The choice under 创作来源, "" for none. Of several, that of generated content goes first: the law wants it."""
    chosen = post.options.get("disclosures") or ()
    return next((label for key, label in DECLARATIONS.items() if key in chosen), "")


def _copies(post: Post) -> Iterator[Copy]:
    yield Copy("title", "标题", post.title.strip())
    yield Copy("text", said("正文") if post.format != PICTURES else said("图片描述"), post.text.strip())
    optional = {
        "author": (said("作者"), post.author),
        "summary": (said("摘要"), post.summary),
        "link": (said("阅读原文链接"), post.link),
    }
    for key, (label, text) in optional.items():
        if text.strip() and post.format != PICTURES:
            yield Copy(key, label, text.strip())


def _from_draft(post: Post) -> Iterator[Step]:
    title = plain_line(post.title)
    yield Step("open", "在手机上打开“订阅号助手”，或在电脑上打开 mp.weixin.qq.com，登录这个公众号")
    yield Step(
        "draft",
        said("进入“草稿箱”，找到《%(title)s》。内容、图片和封面都已存好，不用重新排版", title=title),
    )


def _from_nothing(post: Post) -> Iterator[Step]:
    form = said("贴图") if post.format == PICTURES else said("文章")
    yield Step(
        "open",
        said("在手机上打开“订阅号助手”，或在电脑上打开 mp.weixin.qq.com，新建一篇%(form)s", form=form),
    )
    if post.format == PICTURES:
        yield Step("pictures", said("按顺序添加 %(count)d 张图片，第一张是封面", count=len(post.pictures)))
        yield Step("texts", "粘贴标题和图片描述")
        return
    yield Step("texts", "粘贴标题和正文；有作者、摘要、阅读原文链接的也一并填上")
    if post.pictures:
        yield Step("pictures", said("把 %(count)d 张图片按顺序插到正文对应的位置", count=len(post.pictures)))
    yield Step("cover", "换上这里给的封面，检查 2.35:1 和 1:1 两种裁剪")


def _declaring(declaration: str) -> Iterator[Step]:
    if declaration:
        yield Step(
            "declaration",
            said(
                "在“创作来源”里选“%(label)s”（叫法以页面为准）。只能选一项，发表后不能改", label=declaration
            ),
        )
    yield Step("original", "是自己写的就打开“原创”声明；接口做不到，只能在这里选", required=False)


def _sending(post: Post) -> Iterator[Step]:
    way = way_of(post)
    if way == TO_ALL:
        yield Step("mass", "打开“群发通知”，对象选“全部用户”。会推送给粉丝，收不回来")
    elif way == TO_TAG:
        yield Step(
            "mass",
            said(
                "打开“群发通知”，按标签选粉丝（标签编号 %(tag)s）。会推送给粉丝，收不回来",
                tag=str(tag_of(post)),
            ),
        )
    else:
        yield Step("mass", "关掉“群发通知”：这条只发布，不推送给粉丝")
