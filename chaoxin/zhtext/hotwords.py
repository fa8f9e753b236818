"""Hot words: what texts of now say more often than usual, words that no dictionary knows included.

Groups of two to four Chinese characters, Latin words, and groups of both (早C晚A, Y2K风), where a Latin word counts as
one character, are counted once a text and weighed by the log-odds ratio with an informative Dirichlet prior (Monroe,
Colaresi and Quinn 2008): how many standard errors a word is above its share in the background. What stands out is then
widened to the whole word that it is a part of.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .layers import Layers

SHORTEST, LONGEST, WIDEST = 2, 4, 12
# The weight of the prior, as a share of all texts: it decides how much must be seen of a new word before it counts.
PRIOR = 0.06
LEAST_SCORE = 2.6
# A part is widened by a neighbor that so many of its occurrences have.
SHARE_OF_A_NEIGHBOR = 0.8
CANDIDATES = 600
OVERLAP = 0.6

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LATIN = re.compile(r"[a-z][a-z0-9+-]{1,23}")
_RUN = re.compile(r"[\u4e00-\u9fffa-z0-9+-]{2,}")
_LETTER = re.compile("[a-z]")
_ATOM = re.compile(r"[\u4e00-\u9fff]|[a-z0-9+-]+")
_OF_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+-")
_LINKS = re.compile(r"https?://[!-~]+|@[\w-]{1,30}")
_WEAK_ENDS = frozenset(
    "的了是在我你他她它们就都也和与吗呢吧啊哦嗯呀着过很太这那有又还不没被把给让去来到要会能可以个么之其而及或但"
)
_LEFTOVERS = frozenset({"http", "https", "www", "com", "cn", "net"})


@dataclass(frozen=True)
class HotWord:
    """In `texts` of the texts of now; `before` of the background's. `score` is in standard errors; the share of
    texts grew by `growth`, which is smoothed and so finite for a new word."""

    word: str
    texts: int
    before: int
    score: float
    growth: float


class Background:
    """How many texts say what, over any stretch of time. `most` bounds the memory: when there are more words, those
    seen least are dropped, so that rare ones of long ago count as unseen."""

    def __init__(self, texts: Iterable[str] = (), *, most: int = 1_000_000) -> None:
        self.size, self._most = 0, most
        self._counts: Counter[str] = Counter()
        self.add(texts)

    def add(self, texts: Iterable[str]) -> None:
        """Takes texts in."""
        for text in texts:
            self._counts.update(_words(_evened(text)))
            self.size += 1
            if len(self._counts) > self._most:
                self._counts = Counter(dict(self._counts.most_common(self._most // 2)))

    def count(self, word: str) -> int:
        """In how many texts the word is; of one longer than four Chinese characters, its rarest part."""
        atoms = _ATOM.findall(word) if len(word) > LONGEST else ()
        if len(atoms) <= LONGEST:
            return self._counts[word]
        return min(self._counts["".join(atoms[at : at + LONGEST])] for at in range(len(atoms) - LONGEST + 1))


def hot_words(
    texts: Sequence[str], background: Background, *, most: int = 50, least: int = 3
) -> list[HotWord]:
    """The words that stand out in the texts against the background, the most striking first; each in at least
    `least` texts. Repetitions of one text count each: fold them first (`duplicates`) where one account's copies
    must not make a word hot."""
    evened = [_evened(text) for text in texts]
    counts: Counter[str] = Counter()
    for text in evened:
        counts.update(_words(text))
    scored = [
        (score, word)
        for word, count in counts.items()
        if count >= least and (score := _score(count, len(texts), word, background)) >= LEAST_SCORE
    ]
    scored.sort(reverse=True)
    lookup = _Texts(evened)
    wide = dict.fromkeys(_widened(word, lookup) for _score, word in scored[:CANDIDATES])
    found = [hot for word in wide if (hot := _weighed(word, lookup, background)) and hot.texts >= least]
    found.sort(key=lambda hot: (-hot.score, -len(hot.word), hot.word))
    return _without_parts(found)[:most]


def _evened(text: str) -> str:
    return Layers(_LINKS.sub(" ", text)).plain


def _words(text: str) -> set[str]:
    """Every group of two to four Chinese characters, every Latin word of the text, and every group of both."""
    found = set(_LATIN.findall(text))
    if _LETTER.search(text):
        found.update(_mixed_words(text))
    for run in _HAN.findall(text):
        for size in range(SHORTEST, LONGEST + 1):
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return found


def _mixed_words(text: str) -> Iterator[str]:
    """Groups of Chinese characters and Latin words; a number by itself belongs to none."""
    for run in _RUN.findall(text):
        atoms = _ATOM.findall(run)
        latin = [number for number, atom in enumerate(atoms) if _LETTER.search(atom)]
        if not latin or len(atoms) < SHORTEST:
            continue
        for size in range(SHORTEST, LONGEST + 1):
            begins = {begin for at in latin for begin in range(max(at - size + 1, 0), at + 1)}
            groups = (atoms[begin : begin + size] for begin in begins)
            yield from ("".join(group) for group in groups if len(group) == size and not _has_number(group))


def _has_number(atoms: Iterable[str]) -> bool:
    return any(atom[0] in _OF_LATIN and not _LETTER.search(atom) for atom in atoms)


def _score(count: int, size: int, word: str, background: Background) -> float:
    before = background.count(word)
    prior, rest = PRIOR * (count + before), PRIOR * (size - count + background.size - before)
    now = (count + prior) / max(size - count + rest, 0.5)
    then = (before + prior) / max(background.size - before + rest, 0.5)
    return (math.log(now) - math.log(then)) / math.sqrt(1 / (count + prior) + 1 / (before + prior))


def _weighed(word: str, texts: _Texts, background: Background) -> HotWord | None:
    if word in _LEFTOVERS or _is_weak(word):
        return None
    count, before = texts.count(word), background.count(word)
    growth = (count / texts.size) / ((before + 0.5) / (background.size + 1))
    score = _score(count, texts.size, word, background)
    return HotWord(word, count, before, round(score, 2), round(growth, 1))


def _is_weak(word: str) -> bool:
    """Whether it begins or ends with a character that only joins words."""
    return word[0] in _WEAK_ENDS or word[-1] in _WEAK_ENDS


def _widened(word: str, texts: _Texts) -> str:
    """The word with the neighbors that nearly all of its occurrences have; Latin ones only of a word that is partly
    Latin itself."""
    mixed = not _HAN.fullmatch(word)
    while len(word) < WIDEST and not _LATIN.fullmatch(word):
        places = list(texts.places(word))
        left = _usual([texts.before(at) for at in places], mixed)
        right = _usual([texts.behind(at + len(word)) for at in places], mixed)
        if not left and not right:
            break
        word = left + word + right
    return word


def _usual(neighbors: list[str], mixed: bool) -> str:
    """What nearly all have there, a Chinese character or a Latin word; "" where there is no such thing."""
    atom, count = Counter(neighbors).most_common(1)[0]
    usual = count >= max(2, SHARE_OF_A_NEIGHBOR * len(neighbors)) and atom not in _WEAK_ENDS
    return atom if usual and ("\u4e00" <= atom[:1] <= "\u9fff" or (mixed and _LETTER.search(atom))) else ""


class _Texts:
    """Texts in one, each between two line ends, for looking words up."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size, self.joined = len(texts), "\n" + "\n".join(texts) + "\n"
        self._begins = list(accumulate((len(text) + 1 for text in texts), initial=1))

    def places(self, word: str) -> Iterator[int]:
        begins, ends = word[0] in _OF_LATIN, word[-1] in _OF_LATIN
        at = self.joined.find(word)
        while at >= 0:
            if not (begins and self.joined[at - 1] in _OF_LATIN) and not (
                ends and self.joined[at + len(word)] in _OF_LATIN
            ):
                yield at
            at = self.joined.find(word, at + 1)

    def before(self, place: int) -> str:
        """The character or Latin word that ends there."""
        begin, first = place - 1, place - WIDEST
        while begin > first and self.joined[begin] in _OF_LATIN and self.joined[begin - 1] in _OF_LATIN:
            begin -= 1
        return self.joined[begin:place]

    def behind(self, place: int) -> str:
        """The character or Latin word that begins there."""
        found = _ATOM.match(self.joined, place)
        return found[0] if found else self.joined[place]

    def count(self, word: str) -> int:
        """In how many texts the word is."""
        return len({bisect_right(self._begins, at) for at in self.places(word)})


def _without_parts(found: list[HotWord]) -> list[HotWord]:
    """Without what is only a part of a better word, or such a word with something accidental beside it."""
    kept: list[HotWord] = []
    for hot in found:
        parts = [other for other in kept if hot.word in other.word or other.word in hot.word]
        overlapping = [other for other in kept if _overlap(hot.word, other.word)]
        if (
            all(hot.word in other.word and hot.texts * OVERLAP > other.texts for other in parts)
            and not overlapping
        ):
            kept.append(hot)
    return kept


def _overlap(one: str, other: str) -> bool:
    """Whether the end of one is the beginning of the other, by more than half of the shorter."""
    least = min(len(one), len(other)) // 2 + 1
    return any(
        one[-size:] == other[:size] or other[-size:] == one[:size]
        for size in range(least, min(len(one), len(other)))
    )
