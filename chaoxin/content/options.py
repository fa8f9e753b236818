"""The further fields of a form of post: what may stand in them, and which of them are texts that go out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from chaoxin.channels.platform_words import told
from chaoxin.connectors.manifest import Format, Option
from chaoxin.core.refusals import Invalid

LONGEST_AUTHOR = 60
SEPARATORS = re.compile(r"[\s,，、;；]+")
# People type topics and names with the marks that the platform puts around them itself.
MARKS = "#＃@＠"
SIGN_OF = {"topics": "#", "mentions": "@"}
SPOKEN_KINDS = {"text", "lines", "words"}


def checked(form: Format, told: Mapping[str, Any]) -> dict[str, Any]:
    """The options that this form of post has, with a value each; `author` is the byline of an article. Others are
    dropped, so that a change of form leaves nothing behind. Raises Invalid naming the option that is wrong."""
    chosen = {
        entry.key: CHECKS[entry.kind](entry, told.get(entry.key, entry.default)) for entry in form.options
    }
    author = str(told.get("author", "")).strip()[:LONGEST_AUTHOR]
    return {**chosen, "author": author} if author and form.takes_html else chosen


def spoken(form: Format | None, options: Mapping[str, Any]) -> dict[str, str]:
    """The options that the audience reads as text, by key. Of a form that is gone, every text among them."""
    known = {
        entry.key: entry.kind in SPOKEN_KINDS and not entry.unseen for entry in (form.options if form else ())
    }
    texts = {key: _read(key, value) for key, value in sorted(options.items()) if known.get(key, form is None)}
    return {key: text for key, text in texts.items() if text}


def shown(form: Format, options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value in words of every option that was set."""
    rows = [(told(entry.label), _in_words(entry, options.get(entry.key))) for entry in form.options]
    return [(label, words) for label, words in rows if words]


def words_in(value: Any) -> list[str]:
    """Short texts from a list or from a line with commas or blanks between them; none of them twice."""
    parts = SEPARATORS.split(value) if isinstance(value, str) else [str(entry) for entry in value or ()]
    cleaned = (" ".join(part.split()).strip(MARKS).strip() for part in parts)
    return list(dict.fromkeys(word for word in cleaned if word))


def _switch(entry: Option, value: Any) -> bool:
    return bool(value)


def _choice(entry: Option, value: Any) -> str:
    chosen = str(value or "")
    if chosen and chosen not in entry.choices:
        raise Invalid(
            _("“%(label)s”没有这个选项，请从列表里选。") % {"label": told(entry.label)}, field=entry.key
        )
    return chosen


def _text(entry: Option, value: Any) -> str:
    return _not_too_long(entry, " ".join(_plain(entry, value).split()))


def _lines(entry: Option, value: Any) -> str:
    return _not_too_long(entry, _plain(entry, value).replace("\r\n", "\n").strip())


def _words(entry: Option, value: Any) -> list[str]:
    if value and not isinstance(value, str | list | tuple):
        raise _no_text(entry)
    words = words_in(value)
    for word in words:
        if len(word) > entry.longest:
            named = {"label": told(entry.label), "word": word[:20], "most": entry.longest}
            raise Invalid(
                _("“%(label)s”里的“%(word)s”太长，每个最多 %(most)d 个字。") % named, field=entry.key
            )
    if len(words) > entry.most:
        named = {"label": told(entry.label), "most": entry.most, "used": len(words)}
        raise Invalid(
            _("“%(label)s”最多 %(most)d 个，现在有 %(used)d 个，请去掉几个。") % named, field=entry.key
        )
    return words


CHECKS: dict[str, Callable[[Option, Any], Any]] = {
    "switch": _switch,
    "choice": _choice,
    "text": _text,
    "lines": _lines,
    "words": _words,
}


def _plain(entry: Option, value: Any) -> str:
    if value and not isinstance(value, str):
        raise _no_text(entry)
    return value or ""


def _no_text(entry: Option) -> Invalid:
    return Invalid(_("“%(label)s”填的不是文字。") % {"label": told(entry.label)}, field=entry.key)


def _not_too_long(entry: Option, text: str) -> str:
    if len(text) > entry.longest:
        named = {"label": told(entry.label), "most": entry.longest, "used": len(text)}
        raise Invalid(_("“%(label)s”最多 %(most)d 个字，现在有 %(used)d 个。") % named, field=entry.key)
    return text


def _read(key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    return _signed(key, value) if isinstance(value, list | tuple) else ""


def _signed(key: str, words: Iterable[Any]) -> str:
    return " ".join(f"{SIGN_OF.get(key, '')}{word}" for word in words)


def _in_words(entry: Option, value: Any) -> str:
    if entry.kind == "switch":
        return _("是") if value else ""
    if entry.kind == "choice":
        return told(entry.choices.get(value, ""))
    return _read(entry.key, value)
