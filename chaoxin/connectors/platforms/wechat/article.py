"""From a post to the platform's article: body, fields, fingerprints."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chaoxin.connectors.values import Post

ARTICLE, PICTURES = "article", "pictures"
OWN_PICTURE_HOSTS = ("mmbiz.qpic.cn", "mmbiz.qlogo.cn")

_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NO_WORD = re.compile(r"[\W_]+")


def picture_keys(body: str) -> list[str]:
    """The keys of our own pictures in an article body, in order of appearance."""
    return [key for image in _IMAGE.findall(body) if (key := _attributes(image).get("data-picture", ""))]


def foreign_pictures(body: str) -> list[str]:
    """Addresses of pictures in a body that the platform would drop without a word."""
    found = []
    for image in _IMAGE.findall(body):
        attributes = _attributes(image)
        source = attributes.get("src", "")
        if not attributes.get("data-picture") and urlsplit(source).hostname not in OWN_PICTURE_HOSTS:
            found.append(source)
    return found


def with_pictures(body: str, address_of: Callable[[str], str]) -> str:
    """The body with every own picture shown from the address that `address_of` gives for its key, and
    without control characters, which the platform refuses (47001)."""

    def shown(match: re.Match[str]) -> str:
        attributes = _attributes(match.group())
        key = attributes.get("data-picture", "")
        if not key:
            return match.group()
        kept = {
            name: value for name, value in attributes.items() if name in ("alt", "style", "width", "class")
        }
        parts = [f'{name}="{html.escape(value)}"' for name, value in {"src": address_of(key), **kept}.items()]
        return f"<img {' '.join(parts)}>"

    return _CONTROL.sub("", _IMAGE.sub(shown, body))


def fields(post: Post, *, body: str, cover: str = "", pictures: Sequence[str] = ()) -> dict[str, Any]:
    """The article object of draft/add. `cover` and `pictures` are permanent media ids."""
    article: dict[str, Any] = {
        "article_type": "newspic" if post.format == PICTURES else "news",
        "title": plain_line(post.title),
        "content": body,
        "need_open_comment": int(bool(post.options.get("open_comments", True))),
        "only_fans_can_comment": int(bool(post.options.get("fans_only_comments", False))),
    }
    if post.format == PICTURES:
        article["image_info"] = {"image_list": [{"image_media_id": media} for media in pictures]}
        return article
    article["thumb_media_id"] = cover
    optional = {"author": post.author, "digest": post.summary, "content_source_url": post.link}
    return article | {name: plain_line(value) for name, value in optional.items() if value.strip()}


def content_fingerprint(post: Post, digests: Mapping[str, str]) -> str:
    """A fingerprint of everything that the draft holds; changes when a person changes the post.
    `digests` are the pictures' content hashes by key."""
    parts = [post.format, post.title, post.text, post.html, post.summary, post.author, post.link]
    parts += [json.dumps(dict(post.options), sort_keys=True, default=str, ensure_ascii=False)]
    parts += [f"{key}={digests[key]}" for key in sorted(digests)]
    parts += [picture.key for picture in post.pictures] + [post.cover.key if post.cover else ""]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def text_fingerprint(body: str) -> str:
    """A fingerprint of the words alone, equal before and after the platform has rewritten the markup."""
    words = _NO_WORD.sub("", html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", body))))
    return hashlib.sha256(words.encode()).hexdigest()


def sent_text(post: Post) -> str:
    """What goes out as the article's content, apart from the pictures' addresses."""
    return post.text if post.format == PICTURES else post.html


def file_digest(path: Path) -> str:
    """The content hash of a picture file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def plain_line(text: str) -> str:
    """Text for a field of one line: no control characters, no line breaks, no blanks at the ends."""
    return " ".join(_CONTROL.sub("", text).split())


def plain_text(text: str) -> str:
    """Text of several lines without control characters."""
    return _CONTROL.sub("", text).strip()


def _attributes(tag: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(tag)
    }
