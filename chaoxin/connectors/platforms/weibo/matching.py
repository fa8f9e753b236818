"""Whether two texts are the same post, although Weibo shortens links and adds words of its own."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

from .counting import LINK

SHORT_LINK = re.compile(r"(?:https?://)?t\.cn/[A-Za-z0-9]+")
ADDED_WORDS = re.compile("网页链接|查看图片|分享图片|\u200b|\ufeff")
REPLY_MARK = re.compile(r"^\s*回复\s*@[^:：]{1,60}[:：]")
TAG = re.compile(r"<[^>]+>")


def comparable(text: str) -> str:
    """A text reduced to what Weibo leaves as it was: without links, markup, added words and blanks."""
    plain = html.unescape(TAG.sub("", text))
    plain = ADDED_WORDS.sub("", SHORT_LINK.sub("", LINK.sub("", plain)))
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", plain))


def same_text(ours: str, theirs: str) -> bool:
    """Whether `theirs`, as read back, is our text. Texts of nothing but links are compared as they are."""
    if not _links_agree(ours, theirs):
        return False
    reduced = comparable(ours)
    if reduced:
        return reduced == comparable(theirs)
    return ours.split() == theirs.split()


def same_reply(ours: str, theirs: str) -> bool:
    """As `same_text`, for a comment in front of which Weibo puts “回复@name:”."""
    return same_text(ours, REPLY_MARK.sub("", theirs))


def fingerprint(text: str) -> str:
    """A short digest of the comparable text."""
    return hashlib.sha256((comparable(text) or text).encode()).hexdigest()[:24]


def _links_agree(ours: str, theirs: str) -> bool:
    full = [link for link in LINK.findall(html.unescape(theirs)) if not SHORT_LINK.fullmatch(link)]
    return not full or bool(set(full) & set(LINK.findall(ours)))
