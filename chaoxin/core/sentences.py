"""Sentences that are told one after the other."""

from __future__ import annotations


def joined(*sentences: str) -> str:
    """All that are not empty as one paragraph, a blank between two where the first ends as sentences with blanks
    between them do (Chinese ones have none)."""
    paragraph = ""
    for sentence in filter(None, sentences):
        blank = " " if paragraph and paragraph[-1].isascii() and not paragraph[-1].isspace() else ""
        paragraph += blank + sentence
    return paragraph
