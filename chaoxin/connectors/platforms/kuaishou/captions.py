"""The one text that a Kuaishou post has: description, topics and names to mention together. And the declarations that
have to stand in it, or are chosen beside it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from chaoxin.connectors.values import Post

TOPIC = re.compile(r"#([^\s#]+)")
ADVERTISING_WORD = "广告"
AI_WORDS = re.compile(r"(?:ai|人工智能)\s*(?:生成|合成|创作)", re.IGNORECASE)

# What the form of the app and of the creator centre offers under 作者声明; one can be chosen. There is none for
# advertising.
DECLARATIONS = {
    "ai_generated": "内容为AI生成",
    "fiction": "演绎情节，仅供娱乐",
    "opinion": "个人观点，仅供参考",
    "repost": "素材来源于网络",
}


def caption_of(post: Post) -> str:
    """The text with the chosen topics and names behind it, each once and set off by blanks."""
    text = post.text.strip()
    topics = [f"#{topic}" for topic in _words(post, "topics", "#") if topic not in topics_in(text)]
    names = [f"@{name}" for name in _words(post, "mentions", "@") if f"@{name}" not in text]
    return " ".join(part for part in (text, *topics, *names) if part)


def topics_in(caption: str) -> list[str]:
    """The topics of a caption, each once, in order."""
    return list(dict.fromkeys(TOPIC.findall(caption)))


def mentions_of(post: Post) -> list[str]:
    """The names that are to be mentioned."""
    return _words(post, "mentions", "@")


def disclosures_of(post: Post) -> frozenset[str]:
    """The declarations that the author has chosen."""
    return frozenset(str(key) for key in post.options.get("disclosures") or ())


def declarations_of(post: Post) -> list[str]:
    """The labels of the platform that fit the chosen declarations, the one that the law asks for first."""
    chosen = disclosures_of(post)
    return [label for key, label in DECLARATIONS.items() if key in chosen]


def says_advertising(caption: str) -> bool:
    """Whether the caption shows that it is an advertisement."""
    return ADVERTISING_WORD in caption


def says_ai(caption: str) -> bool:
    """Whether the caption shows that something was made by AI."""
    return AI_WORDS.search(unicodedata.normalize("NFKC", caption)) is not None


def same_caption(ours: str, theirs: str) -> bool:
    """Whether a caption as read back is ours: blanks and the width of signs make no difference."""
    return _comparable(ours) == _comparable(theirs)


def fingerprint(caption: str) -> str:
    """A short digest of a caption, the same for captions that are the same."""
    return hashlib.sha256(_comparable(caption).encode()).hexdigest()[:24]


def _comparable(caption: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", caption))


def _words(post: Post, option: str, sign: str) -> list[str]:
    given = post.options.get(option) or ()
    words: Iterable[str] = given.split() if isinstance(given, str) else given
    cleaned = ("".join(str(word).strip().lstrip(sign).split()) for word in words)
    return list(dict.fromkeys(word for word in cleaned if word))
