"""Characters of a word that stand there more often than in the word (无风险险险)."""

from __future__ import annotations

from .borders import is_ordinary
from .lookalikes import plain

# So many signs can stand before a character of a word that is there again.
WIDEST_GAP = 3


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


def made_so_often(text: str, piece: tuple[int, int], run: int, clear: str) -> int:
    """How often a character of a word, there `run` times, stands at a place where it was put together: a picture of
    letters as often as is asked (🐧 for QQ), of another as often as it stands there, but not more."""
    written = text[slice(*piece)]
    parts = "".join(map(plain, written))
    if not parts:
        return run if clear.isascii() else min(written.count(written[0]), run)
    return run if parts == parts[: len(parts) // run] * run else 1


def times_again(text: str, piece: tuple[int, int], end: int) -> int:
    """How often a character stands again up to a place."""
    said = plain(text[piece[0]])
    return sum(plain(sign) == said for sign in text[piece[1] : end])


def tail_of(text: str, piece: tuple[int, int]) -> list[int]:
    """Places directly behind a character where it stands again."""
    said, places, at = plain(text[piece[0]]), [], piece[1]
    while at < len(text) and said and plain(text[at]) == said:
        places.append(at)
        at += 1
    return places


def tail_over_signs(text: str, piece: tuple[int, int], count: int) -> list[int]:
    """Places where a character stands again so many times, a few signs before each."""
    said, at = plain(text[piece[0]]), piece[1]
    places: list[int] = []
    while len(places) < count and at < len(text):
        gap = next(
            (size for size in range(WIDEST_GAP + 1) if plain(text[at + size : at + size + 1] or " ")), None
        )
        if gap is None or plain(text[at + gap]) != said:
            break
        places.append(at + gap)
        at += gap + 1
    return places


def last_of_run(text: str, piece: tuple[int, int], end: int, run: int) -> int:
    """Where the last so many of a character begin that stands there more often, up to a place."""
    said = plain(text[piece[0]])
    places = [at for at in range(piece[0], end) if plain(text[at]) == said]
    return places[-run]


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
