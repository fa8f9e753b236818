"""What Weibo's share call would refuse in a post, found without asking it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.values import Length, Picture, Post, Problem
from chaoxin.connectors.wording import said

from .counting import LINK, domains_of, is_safe_link, links_in, topics_in, weighted_length
from .first_comment import first_comment_problems
from .limits import PICTURE_BYTES, PICTURES, TEXT_CHARACTERS, TEXT_SAFE_CHARACTERS
from .matching import same_text
from .pictures import DIRECT_TYPES, readable_types, will_be_encoded

NOT_PUBLIC = tuple(
    ipaddress.ip_network(net)
    for net in ("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
)


def status_text(post: Post) -> str:
    """The text as it goes out: the post's link at the end unless the text has it, and a blank behind every
    link, without which Weibo draws the following words into the link."""
    text = post.text.strip()
    if post.link and post.link not in links_in(text):
        text = f"{text} {post.link}".strip()
    return LINK.sub(lambda match: _with_blank(match[0], text[match.end() : match.end() + 1]), text)


def problems_of(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    """All problems of a post. `settings` are those of the channel: `safe_domain`, `rip`, and `recent_texts`
    (texts that this channel published within a day), where the caller knows them."""
    text = status_text(post)
    return [
        *_format_problems(post),
        *_length_problems(text),
        *_link_problems(text, settings),
        *_topic_problems(text),
        *_repetition_problems(text, settings),
        *_picture_problems(post),
        *_address_problems(settings),
        *first_comment_problems(post.options),
    ]


def lengths_of(post: Post) -> list[Length]:
    """How long the status is with its link, by the platform's counting."""
    return [Length("text", weighted_length(status_text(post)), TEXT_CHARACTERS)]


def _with_blank(link: str, following: str) -> str:
    return f"{link} " if following and not following.isspace() else link


def _format_problems(post: Post) -> list[Problem]:
    if post.format == "post":
        return []
    return [_stop("format", "format_unknown", said("微博接口只能发普通微博，请把形式改成“微博”。"))]


def _length_problems(text: str) -> list[Problem]:
    length = weighted_length(text)
    if not text:
        return [_stop("text", "text_empty", said("正文是空的，请写上内容。"))]
    if length > TEXT_CHARACTERS:
        over = length - TEXT_CHARACTERS
        sentence = said(
            "连同链接共 %(length)s 字，微博最多 %(most)s 字，请删去 %(over)s 字（两个字母或数字算一个字）。",
            length=length,
            most=TEXT_CHARACTERS,
            over=over,
        )
        return [_stop("text", "text_too_long", sentence, limit=TEXT_CHARACTERS, actual=length)]
    if length > TEXT_SAFE_CHARACTERS:
        sentence = said(
            "连同链接共 %(length)s 字，接近上限。微博有时会提前截断，最好控制在 %(safe)s 字以内。",
            length=length,
            safe=TEXT_SAFE_CHARACTERS,
        )
        return [_warn("text", "text_nearly_too_long", sentence, limit=TEXT_SAFE_CHARACTERS, actual=length)]
    return []


def _link_problems(text: str, settings: Mapping[str, Any]) -> list[Problem]:
    domains = domains_of(str(settings.get("safe_domain") or ""))
    if not domains:
        sentence = said("这个渠道没有填安全域名，微博会拒收。请到渠道设置里补上在开放平台登记的安全域名。")
        return [_stop("settings", "safe_domain_missing", sentence)]
    if any(is_safe_link(link, domains) for link in links_in(text)):
        return []
    named = "、".join(domains)
    if links_in(text):
        sentence = said(
            "正文里的链接都不在安全域名（%(named)s）下，微博会拒收。请换成或加上一个该域名下的链接。",
            named=named,
        )
    else:
        sentence = said(
            "缺少安全域名（%(named)s）下的链接，微博会拒收。请加上一个该域名下的网页链接。", named=named
        )
    return [_stop("link", "safe_link_missing", sentence)]


def _topic_problems(text: str) -> list[Problem]:
    topics = topics_in(text)
    if not topics:
        return []
    named = "、".join(topics[:3])
    sentence = said("微博的分享接口不收话题（%(named)s）。请去掉 # 号，或改为在微博上手动发布。", named=named)
    return [_stop("text", "topic_not_allowed", sentence, limit=0, actual=len(topics))]


def _repetition_problems(text: str, settings: Mapping[str, Any]) -> list[Problem]:
    if any(same_text(text, str(recent)) for recent in settings.get("recent_texts") or ()):
        sentence = said("这个账号一天之内发过同样的文字，微博会当作重复内容拒收。请改写几句。")
        return [_stop("text", "text_repeated", sentence)]
    return []


def _picture_problems(post: Post) -> list[Problem]:
    problems = []
    if len(post.pictures) > PICTURES:
        sentence = said(
            "微博接口只收 1 张图，现在有 %(count)s 张。请只留一张，或改为在微博上手动发布。",
            count=len(post.pictures),
        )
        problems.append(
            _stop("pictures", "too_many_pictures", sentence, limit=PICTURES, actual=len(post.pictures))
        )
    for picture in post.pictures:
        problems.extend(_one_picture_problems(picture))
    return problems


def _one_picture_problems(picture: Picture) -> list[Problem]:
    if picture.content_type not in readable_types():
        sentence = said("微博只收 JPG、GIF、PNG 图片，这张是 %(kind)s。请换一张。", kind=picture.content_type)
        return [_stop("pictures", "picture_type", sentence)]
    if not will_be_encoded(picture):
        return []
    if picture.content_type == "image/gif":
        sentence = said("动图要小于 5 MB，这张太大。请压缩后再传。")
        return [_stop("pictures", "picture_too_large", sentence, limit=PICTURE_BYTES, actual=picture.size)]
    if picture.content_type in DIRECT_TYPES:
        sentence = said("图片不小于 5 MB，发布时会自动压缩成 JPG，画质略有损失。")
        return [_warn("pictures", "picture_compressed", sentence, limit=PICTURE_BYTES, actual=picture.size)]
    return [_warn("pictures", "picture_converted", said("微博不收这种图片格式，发布时会自动转成 JPG。"))]


def _address_problems(settings: Mapping[str, Any]) -> list[Problem]:
    try:
        address = ipaddress.ip_address(str(settings.get("rip") or ""))
    except ValueError:
        sentence = said("这个渠道没有填“操作者公网 IP”，微博要求必填。请到渠道设置里补上。")
        return [_stop("settings", "rip_missing", sentence)]
    if any(address in network for network in NOT_PUBLIC if network.version == address.version):
        sentence = said("渠道里填的“操作者公网 IP”是内网地址，微博可能判为异常。请改成办公室的出口地址。")
        return [_warn("settings", "rip_not_public", sentence)]
    return []


def _stop(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem(level="stop", field=field, code=code, sentence=sentence, limit=limit, actual=actual)


def _warn(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem(level="warn", field=field, code=code, sentence=sentence, limit=limit, actual=actual)
