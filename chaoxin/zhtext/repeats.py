"""Characters at the ends of a word that stand there more often than in the word (无风险险险)."""

from __future__ import annotations

from .borders import is_ordinary
from .lookalikes import plain


def is_drawn_out(text: str, start: int, end: int) -> bool:
    """Whether the first or the last character of a place stands there once more."""
    return text[end : end + 1] == text[end - 1] or (start > 0 and text[start - 1] == text[start])


def begins_drawn_out(text: str, start: int, following: int, run: int) -> bool:
    """Whether the first character of a word, up to the next one at `following`, stands there so often that it can be no
    word's before (无无无风险), or has no letter before it."""
    said = plain(text[start])
    if any(plain(sign) != said for sign in text[start:following]):
        return False
    return following - start - run > 1 or _has_no_letter(text, start - 1)


def ends_drawn_out(text: str, last: int) -> bool:
    """Whether what repeats the last character of a word has no letter behind it and makes no word with it (看看)."""
    return _has_no_letter(text, last + 1) and not is_ordinary(text[last - 1 : last + 1])


def made_so_often(text: str, piece: tuple[int, int], run: int) -> int:
    """How often a character that was put together stands there: a picture as often as is asked (🐧 for QQ)."""
    parts = "".join(map(plain, text[piece[0] : piece[1]]))
    return run if not parts or parts == parts[: len(parts) // run] * run else 1


def _has_no_letter(text: str, place: int) -> bool:
    """Whether neither letter, digit nor Han stands at a place, which may lie before or behind the text."""
    return not 0 <= place < len(text) or not plain(text[place])


def all_of_it(text: str, piece: tuple[int, int], run: int) -> tuple[int, int]:
    """The place of a character of a word that has it several times, with those directly behind."""
    start, end = piece
    said = plain(text[start])
    while run > 1 and end < len(text) and plain(text[end]) == said:
        end += 1
    return start, end
