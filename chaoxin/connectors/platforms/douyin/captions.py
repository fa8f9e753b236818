"""The words of a post as Douyin takes them: one text with #topics and @names in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from chaoxin.connectors.values import Post

TOPIC = re.compile(r"#([^\s#@]+)")


@dataclass(frozen=True)
class Mention:
    """A name to mention; without its open id it is plain text to the interface."""

    name: str
    open_id: str = ""


def topics_of(post: Post) -> list[str]:
    """The topics of the options without their #, each once."""
    words = (_bare(word, "#＃") for word in _words(post, "topics"))
    return list(dict.fromkeys(word for word in words if word))


def all_topics(post: Post) -> list[str]:
    """The topics of the options and those written into the text."""
    return list(dict.fromkeys([*TOPIC.findall(post.text), *topics_of(post)]))


def mentions_of(post: Post) -> list[Mention]:
    """The names of the options; `name=open_id` names the account behind."""
    found = []
    for word in _words(post, "mentions"):
        name, _, open_id = word.partition("=")
        if bare := _bare(name, "@＠"):
            found.append(Mention(bare, open_id.strip()))
    return found


def description(post: Post) -> str:
    """The text with the topics and names that it does not hold yet, each followed by a blank."""
    text = post.text.strip()
    present = set(TOPIC.findall(text))
    marks = [f"#{topic} " for topic in topics_of(post) if topic not in present]
    marks += [f"@{mention.name} " for mention in mentions_of(post) if f"@{mention.name}" not in text]
    if not marks:
        return text
    return f"{text}\n{''.join(marks)}" if text else "".join(marks)


def caption(post: Post) -> str:
    """Everything in one field, as the interface wants it: the title leads."""
    return "\n".join(part for part in (post.title.strip(), description(post)) if part)


def at_users(post: Post) -> list[str]:
    """The open ids of those whom the caption mentions."""
    return [mention.open_id for mention in mentions_of(post) if mention.open_id]


def same_text(ours: str, theirs: str) -> bool:
    """Whether a title that was read back is our caption; blanks and forms of signs do not count."""
    return bool(_reduced(ours)) and _reduced(ours) == _reduced(theirs)


def _reduced(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _words(post: Post, key: str) -> Iterator[str]:
    given = post.options.get(key) or ()
    for word in given if isinstance(given, list | tuple) else ():
        yield str(word).strip()


def _bare(word: str, signs: str) -> str:
    return re.sub(r"\s+", "", word.strip().strip(signs))
