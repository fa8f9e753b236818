"""What the platform would refuse in a post, counted its way, all at once and without a call.

Lengths are characters as a person counts them; the body is counted with its markup, as the platform does.
"""

from __future__ import annotations

from collections.abc import Iterator

from chaoxin.connectors.manifest import Limit
from chaoxin.connectors.values import Length, Picture, Post, Problem
from chaoxin.connectors.wording import said

from . import limits
from .article import PICTURES, foreign_pictures, picture_keys, plain_line, plain_text, with_pictures
from .sending import sending_problems

ACCEPTED_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp"})
# As long as the addresses that uploadimg gives, so that the count before the upload is not too low.
SAMPLE_ADDRESS = "https://mmbiz.qpic.cn/" + "x" * 140


def problems(post: Post) -> list[Problem]:
    """All problems of a post."""
    found = list(_title(post))
    if post.format == PICTURES:
        found += _picture_post(post)
    else:
        found += [*_article_fields(post), *_article_body(post), *_article_pictures(post)]
    pictures = [*post.pictures, *([post.cover] if post.cover else [])]
    for picture in {entry.key: entry for entry in pictures}.values():
        found += _picture(picture)
    return [*found, *sending_problems(post)]


def lengths(post: Post) -> list[Length]:
    """How long each counted field of a post is."""
    title = len(plain_line(post.title))
    if post.format == PICTURES:
        return [
            Length("title", title, limits.PICTURES_TITLE.value),
            Length("text", len(plain_text(post.text)), limits.PICTURES_TEXT_ADVISED.value),
        ]
    body = with_pictures(post.html, lambda key: SAMPLE_ADDRESS)
    return [
        Length("title", title, limits.TITLE_ADVISED.value),
        Length("summary", len(plain_line(post.summary)), limits.DIGEST.value),
        Length("author", len(plain_line(post.author)), limits.AUTHOR.value),
        Length("text", len(body), limits.BODY.value, "字符（含排版）"),
    ]


def _title(post: Post) -> Iterator[Problem]:
    length = len(plain_line(post.title))
    if not length:
        yield Problem("stop", "title", "title_missing", said("还没有标题。公众号文章必须有标题，请补上。"))
        return
    advised, most = (
        (limits.PICTURES_TITLE_ADVISED, limits.PICTURES_TITLE)
        if post.format == PICTURES
        else (limits.TITLE_ADVISED, limits.TITLE)
    )
    if length > most.value:
        yield _long("title", said("标题"), length, most)
    elif length > advised.value:
        sentence = said(
            "标题有 %(length)s 个字，微信建议不超过 %(advised)s 个字，超出时可能被拒绝或显示不全。",
            length=length,
            advised=advised.value,
        )
        yield Problem("warn", "title", "title_long", sentence, advised.value, length)


def _picture_post(post: Post) -> Iterator[Problem]:
    count, most = len(post.pictures), limits.NEWSPIC_PICTURES.value
    if not count:
        yield Problem(
            "stop", "pictures", "pictures_missing", said("贴图至少要有一张图片，第一张会作为封面。"), 1, 0
        )
    if count > most:
        yield Problem(
            "stop",
            "pictures",
            "pictures_too_many",
            said("贴图最多 %(most)s 张图片，现在有 %(count)s 张。", most=most, count=count),
            most,
            count,
        )
    length = len(plain_text(post.text))
    advised = limits.PICTURES_TEXT_ADVISED.value
    if length > advised:
        sentence = said(
            "贴图文字有 %(length)s 个字，一般不超过 %(advised)s 个字，建议删减。",
            length=length,
            advised=advised,
        )
        yield Problem("warn", "text", "text_long", sentence, advised, length)
    if length > limits.BODY.value:
        yield _long("text", said("贴图文字"), length, limits.BODY)
    if post.link:
        yield Problem("warn", "link", "link_ignored", said("贴图不能带“阅读原文”链接，发布时会略去。"))


def _article_fields(post: Post) -> Iterator[Problem]:
    author, digest = len(plain_line(post.author)), len(plain_line(post.summary))
    if author > limits.AUTHOR.value:
        yield _long("author", said("作者名"), author, limits.AUTHOR)
    if digest > limits.DIGEST.value:
        yield _long("summary", said("摘要"), digest, limits.DIGEST)
    elif digest > limits.DIGEST_ADVISED.value:
        most = limits.DIGEST_ADVISED.value
        sentence = said(
            "摘要有 %(digest)s 个字，超过 %(most)s 个字时部分手机显示不全，建议删减。",
            digest=digest,
            most=most,
        )
        yield Problem("warn", "summary", "summary_long", sentence, most, digest)
    if not post.link:
        return
    size = len(post.link.encode())
    if not post.link.startswith(("http://", "https://")):
        yield Problem("stop", "link", "link_malformed", said("“阅读原文”要填完整网址，以 https:// 开头。"))
    if size > limits.LINK_BYTES.value:
        yield _long("link", said("“阅读原文”链接"), size, limits.LINK_BYTES, unit=said("字节"))


def _article_body(post: Post) -> Iterator[Problem]:
    body = with_pictures(post.html, lambda key: SAMPLE_ADDRESS)
    if not plain_text(post.text) and not body.strip():
        yield Problem("stop", "html", "body_missing", said("正文是空的。请写好正文再提交。"))
    elif not body.strip():
        yield Problem("stop", "html", "body_missing", said("正文还没有排版内容。请打开正文保存一次再提交。"))
    if len(body) > limits.BODY.value:
        yield _long("html", said("正文（含排版代码）"), len(body), limits.BODY, unit=said("个字符"))
    size = len(body.encode())
    if size > limits.BODY_BYTES.value:
        yield _long(
            "html",
            said("正文（含排版代码）"),
            size,
            limits.BODY_BYTES,
            unit=said("字节"),
            code="html_too_large",
        )
    foreign = foreign_pictures(post.html)
    if foreign:
        sentence = said(
            "正文里有 %(count)s 张站外图片，微信会直接删掉。请下载后作为图片插入。", count=len(foreign)
        )
        yield Problem("stop", "html", "foreign_pictures", sentence, 0, len(foreign))
    if "<script" in post.html.lower():
        yield Problem("warn", "html", "script_dropped", said("正文里有脚本代码，微信会删掉。"))


def _article_pictures(post: Post) -> Iterator[Problem]:
    if post.cover is None:
        yield Problem(
            "stop", "cover", "cover_missing", said("还没有封面图。公众号文章必须有封面，请选一张。")
        )
    used, given = set(picture_keys(post.html)), {picture.key for picture in post.pictures}
    lost, unused = used - given, given - used
    if lost:
        sentence = said("正文里有 %(count)s 张图片的文件已不在。请重新插入这些图片。", count=len(lost))
        yield Problem("stop", "html", "pictures_lost", sentence, 0, len(lost))
    if unused:
        sentence = said("有 %(count)s 张图片没有插到正文里，不会随文章发布。", count=len(unused))
        yield Problem("warn", "pictures", "pictures_unused", sentence, None, len(unused))


def _picture(picture: Picture) -> Iterator[Problem]:
    name = picture.alt or picture.key
    if picture.content_type not in ACCEPTED_TYPES:
        sentence = said("图片“%(name)s”的格式不能用在公众号。请换成 JPG 或 PNG。", name=name)
        yield Problem("stop", "pictures", "picture_type", sentence)
    elif picture.content_type == "image/gif" and picture.size >= limits.BODY_PICTURE_BYTES.value:
        sentence = said(
            "动图“%(name)s”超过 1 MB，压缩后会变成静态图。要保留动画请先压到 1 MB 以内。", name=name
        )
        yield Problem(
            "warn", "pictures", "animation_lost", sentence, limits.BODY_PICTURE_BYTES.value, picture.size
        )


def _long(
    field: str, name: str, length: int, most: Limit, *, unit: str = said("个字"), code: str = ""
) -> Problem:
    over = length - most.value
    sentence = said(
        "%(name)s有 %(length)s %(unit)s，上限是 %(most)s %(unit)s，请删掉至少 %(over)s %(unit)s。",
        name=name,
        length=length,
        unit=unit,
        most=most.value,
        over=over,
    )
    return Problem("stop", field, code or f"{field}_too_long", sentence, most.value, length)
