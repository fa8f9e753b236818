"""A note as it stands in the form: how its title counts, and its text with topics and mentions."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from chaoxin.connectors.values import Length, Post

from .declarations import with_marks
from .limits import TEXT_SIGNS, TITLE_SIGNS, number

TOPIC = re.compile(r"[#＃]([^\s#＃@＠，。！？；：、,.!?;:]+)")
FULL_ASCII = 0x80


def title_length(title: str) -> int:
    """ASCII counts half, everything else one; signs beyond the basic plane (most emoji) count as the two units they
    are."""
    halves = sum(1 if ord(sign) < FULL_ASCII else 4 if ord(sign) > 0xFFFF else 2 for sign in title)
    return math.ceil(halves / 2)


def disclosures_of(post: Post) -> list[str]:
    """The declarations of the post, in the words of our catalogue."""
    return [str(key) for key in post.options.get("disclosures") or ()]


def topics_of(post: Post) -> list[str]:
    """The topics of the options without their marks, each once, in order."""
    return _words(post.options.get("topics"), "#＃")


def mentions_of(post: Post) -> list[str]:
    """The names to mention, without their marks."""
    return _words(post.options.get("mentions"), "@＠")


def all_topics(post: Post) -> list[str]:
    """The topics of the options and those written in the text."""
    return list(dict.fromkeys([*topics_of(post), *TOPIC.findall(post.text)]))


def body_of(post: Post) -> str:
    """The text for the form: declarations, then topics and mentions that the text does not have yet."""
    text = with_marks(post.text.strip(), disclosures_of(post))
    written = set(TOPIC.findall(text))
    added = [f"#{topic}" for topic in topics_of(post) if topic not in written]
    added += [f"@{name}" for name in mentions_of(post) if f"@{name}" not in text]
    return "\n\n".join(part for part in (text, " ".join(added)) if part)


def lengths_of(post: Post, settings: Mapping[str, Any]) -> list[Length]:
    """The title by the platform's counting, and the text with everything that is added to it."""
    return [
        Length("title", title_length(post.title.strip()), number(settings, TITLE_SIGNS)),
        Length("text", len(body_of(post)), number(settings, TEXT_SIGNS)),
    ]


def _words(given: object, marks: str) -> list[str]:
    listed = given if isinstance(given, list | tuple) else ()
    cleaned: Iterable[str] = (str(word).strip().strip(marks).strip() for word in listed)
    return [word for word in dict.fromkeys(cleaned) if word]
