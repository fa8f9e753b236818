"""Marking found words in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text with every occurrence of the words in <mark>; the text itself is escaped."""
    if not words:
        return conditional_escape(text)
    pattern = re.compile(
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE
    )
    pieces: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        pieces += [
            conditional_escape(text[last : match.start()]),
            f"<mark>{conditional_escape(match.group())}</mark>",
        ]
        last = match.end()
    pieces.append(conditional_escape(text[last:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
