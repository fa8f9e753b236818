"""The texts of a post as they stand in the form: the short title, and the description with topics and mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.values import Length, Post

from .declarations import with_marks
from .limits import PICTURES_TITLE_MOST, TEXT_SIGNS, TITLE_MOST, number

TOPIC = re.compile(r"[#＃]([^\s#＃@＠，。！？；：、,.!?;:]+)")
# Letters, digits and blanks, and the few signs that the form takes.
NOT_IN_TITLES = re.compile(r"[^\w\s《》“”\"‘’':：+＋?？%％℃]|_")


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


def strange_signs(title: str) -> list[str]:
    """The signs that a short title may not have, each once."""
    return list(dict.fromkeys(NOT_IN_TITLES.findall(title)))


def description_of(post: Post) -> str:
    """The text for the form: declarations, then topics and mentions that the text does not have yet."""
    text = with_marks(post.text.strip(), disclosures_of(post))
    written = set(TOPIC.findall(text))
    added = [f"#{topic}" for topic in topics_of(post) if topic not in written]
    added += [f"@{name}" for name in mentions_of(post) if f"@{name}" not in text]
    return "\n".join(part for part in (text, " ".join(added)) if part)


def lengths_of(post: Post, settings: Mapping[str, Any]) -> list[Length]:
    """The title, and the description with everything that is added to it, against what the channel's settings say."""
    most = TITLE_MOST if post.format == "video" else PICTURES_TITLE_MOST
    return [
        Length("title", len(post.title.strip()), number(settings, most)),
        Length("text", len(description_of(post)), number(settings, TEXT_SIGNS)),
    ]


def _words(given: object, marks: str) -> list[str]:
    listed = given if isinstance(given, list | tuple) else ()
    cleaned = (str(word).strip().strip(marks).strip() for word in listed)
    return [word for word in dict.fromkeys(cleaned) if word]
