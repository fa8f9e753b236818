"""From words to the tables and patterns that texts are searched with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import ne
from typing import TYPE_CHECKING, Any

import numpy as np

from . import joints, signs
from .components import decompositions
from .phonetic import Sounds, SoundsBuilder
from .readings import codes, readings, ways
from .siblings import siblings
from .spelling import numeral_forms, shaped_forms, spell
from .typed import typed_forms

if TYPE_CHECKING:
    from .lexicon import Word

LEAST_SYLLABLES = 3
LONGEST_INITIALS = 5
# Of a character's number: its last part stands there several times.
DOUBLED = 1 << 24
# Of a word: it neither begins nor ends with a Latin letter or digit; it is one character, but for signs.
PLAIN, SINGLE = 1, 2
MOST_SIBLINGS, SIBLING_FORMS = 20, 60_000
# Shorter Latin words are other words backwards.
LEAST_LETTERS_BACKWARDS = 5
# By sound of words of four and more, in lexicons that have so many forms of each character.
SAID_SIBLINGS, LEAST_SAID_ALIKE, FEWEST_SIBLINGS = 3, 4, 5


class Kind:
    """What a pattern is there for; one can serve several ends, so these are bits. Plain numbers, as they are compared
    for every hit."""

    WORD = 1
    INNOCENT = 2
    INITIALS = 4
    PARTS = 8


@dataclass(frozen=True)
class Tables:
    """Everything that a lexicon is besides its words. A pattern's uses stand at `uses_from[i]:uses_from[i + 1]`:
    a kind and a number (of the word or the innocent phrase, or the character that parts make)."""

    patterns: list[str]
    kinds: np.ndarray
    uses_from: np.ndarray
    use_kinds: np.ndarray
    use_numbers: np.ndarray
    neighbors: np.ndarray  # see `Joints`
    forms: np.ndarray  # of each word: `PLAIN`, `SINGLE`
    letter_patterns: list[str]
    letter_uses_from: np.ndarray
    letter_use_numbers: np.ndarray
    near_from: np.ndarray  # numbers of the context words of each word
    near_numbers: np.ndarray
    contexts: list[str]  # the context words
    sounds: Sounds

    def uses(self, pattern: int) -> list[tuple[int, int]]:
        """Kind and number of each use of a pattern."""
        span = slice(self.uses_from[pattern], self.uses_from[pattern + 1])
        return list(zip(self.use_kinds[span].tolist(), self.use_numbers[span].tolist(), strict=True))

    def letter_uses(self, pattern: int) -> list[int]:
        """Numbers of the words that are spelled so."""
        return self.letter_use_numbers[
            self.letter_uses_from[pattern] : self.letter_uses_from[pattern + 1]
        ].tolist()

    def near(self, word: int) -> list[str]:
        """A word's context words."""
        span = slice(self.near_from[word], self.near_from[word + 1])
        return [self.contexts[number] for number in self.near_numbers[span].tolist()]

    def arrays(self) -> dict[str, np.ndarray]:
        """All arrays by name."""
        own = {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        return own | {f"sounds.{name}": value for name, value in self.sounds.arrays().items()}

    def lists(self) -> dict[str, list[str]]:
        """All lists of strings by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, list)}

    @staticmethod
    def of(arrays: dict[str, np.ndarray], lists: dict[str, list[str]]) -> Tables:
        """From what `arrays` and `lists` gave."""
        own: dict[str, Any] = {name: value for name, value in arrays.items() if "." not in name}
        spoken = {name.partition(".")[2]: value for name, value in arrays.items() if "." in name}
        return Tables(sounds=Sounds(**spoken), **(own | lists))


class Compiler:
    """Collects words and phrases; `finish` answers the tables."""

    def __init__(self) -> None:
        self._uses: dict[str, list[tuple[int, int]]] = {}
        self._letters: dict[str, list[int]] = {}
        self._sounds = SoundsBuilder()
        self._split: dict[str, None] = {}
        self._contexts: dict[str, int] = {}
        self._near: list[list[int]] = []
        self._read: list[str] = []
        self._forms: list[int] = []

    def add_words(self, words: Sequence[Word]) -> None:
        """Makes each word findable in all the ways it asks for."""
        clear: list[str] = []
        for number, word in enumerate(words):
            spelled = spell(word.text)
            clear.append(spelled.clear)
            self._near.append([])
            self._forms.append(
                PLAIN * (not (spelled.clear[:1].isascii() or spelled.clear[-1:].isascii()))
                | SINGLE * (sum(spelled.runs) == 1)
            )
            if not spelled.clear:
                continue
            for form in (spelled.clear, *numeral_forms(spelled.clear)):
                self._add_sign_pattern(form, Kind.WORD, number)
            if word.split:
                self._split.update(dict.fromkeys(spelled.clear))
            full = "".join(sign * run for sign, run in zip(spelled.clear, spelled.runs, strict=True))
            if word.split and full != spelled.clear:
                self._read.append("".join([chr(_read_code(sign)) for sign in full]))
            self._add_sounds(number, word, spelled.clear, full)
            if word.initials:
                self._add_initials(number, full)
        many = self._add_siblings(clear)
        if many >= FEWEST_SIBLINGS:
            self._add_said_siblings(words, clear)
        self._add_single_initials(words, clear)
        self._add_shaped(clear)

    def _add_sign_pattern(self, clear: str, kind: int, number: int, *, alike: bool = False) -> None:
        read = pattern_of(clear)
        if not read:
            return
        uses = self._uses.setdefault(read, [])
        if (kind, number) not in uses:
            uses.append((kind, number))
            if kind == Kind.WORD and not alike:
                self._read.append(read)

    def _add_sounds(self, number: int, word: Word, clear: str, full: str) -> None:
        spoken = sum(not sign.isascii() for sign in full)
        mixed = 0 < spoken < len(full)
        with_letters = mixed and spoken < len(full) - 1 and len(full) > LEAST_SYLLABLES
        if word.phonetic is False or (spoken < 2 and not mixed):
            self._add_backwards(number, clear, full)
            return
        by_sound = spoken >= LEAST_SYLLABLES or with_letters or bool(word.phonetic and word.near)
        if by_sound and spoken < LEAST_SYLLABLES:
            self._add_near(number, word)
        known = codes()
        for form in dict.fromkeys((clear, full)):
            read_as = [_read_code(sign) for sign in form]
            for said in ways(form):
                if by_sound:
                    self._sounds.add(number, [known[syllable] for syllable in said], read_as)
                for letters in typed_forms(said) if spoken > 1 or mixed else ():
                    self._letters.setdefault(letters, []).append(number)
        self._add_backwards(number, clear, full)

    def _add_backwards(self, number: int, clear: str, full: str) -> None:
        """Backwards it is found by its usual sounds, and then compared."""
        said = [readings(sign)[:1] for sign in clear]
        if (
            len(full) >= LEAST_SYLLABLES
            and len(clear) > 1
            and all(said)
            and (any(not sign.isascii() for sign in clear) or len(full) >= LEAST_LETTERS_BACKWARDS)
        ):
            read_as = [_read_code(sign) for sign in reversed(clear)]
            spoken = [codes()[syllable[0]] for syllable in reversed(said)]
            if clear != clear[::-1]:
                self._sounds.add(number, spoken, read_as, backwards=True)

    def _add_near(self, number: int, word: Word) -> None:
        for text in word.near:
            read = pattern_of(spell(text).clear)
            if not read:
                continue
            if read not in self._contexts:
                self._contexts[read] = len(self._contexts)
            self._near[number].append(self._contexts[read])

    def _add_initials(self, number: int, full: str) -> None:
        """Each character or its first letter, at least one letter; long words only wholly."""
        said = [(sign, *(reading[0] for reading in readings(sign)[:1])) for sign in full]
        forms = [""]
        for options in said:
            chosen = options if len(full) <= LONGEST_INITIALS else options[-1:]
            forms = [form + option for form in forms for option in dict.fromkeys(chosen)]
        for form in forms:
            if form != full and sum(sign.isascii() for sign in form) >= 2:
                self._add_sign_pattern(form, Kind.INITIALS, number)

    def _add_single_initials(self, words: Sequence[Word], clear: Sequence[str]) -> None:
        """One character written as the letter that its sound begins with (办j证), in words of three and more; of a very
        large lexicon none, as its siblings."""
        if sum(map(len, clear)) > SIBLING_FORMS:
            return
        for number, (word, signs_of_it) in enumerate(zip(words, clear, strict=True)):
            if word.phonetic is False or len(signs_of_it) < LEAST_SYLLABLES or not is_han(signs_of_it):
                continue
            for place, sign in enumerate(signs_of_it):
                for reading in readings(sign)[:1]:
                    form = signs_of_it[:place] + reading[0] + signs_of_it[place + 1 :]
                    self._add_sign_pattern(form, Kind.INITIALS, number)

    def _add_shaped(self, clear: Sequence[str]) -> None:
        """Letters for digits and digits for letters (T0P1, 第I), in words of three and more; of a very large lexicon
        none, as its siblings."""
        if sum(map(len, clear)) > SIBLING_FORMS:
            return
        for number, word in enumerate(clear):
            if len(word) >= LEAST_SYLLABLES:
                for form in shaped_forms(word):
                    self._add_sign_pattern(form, Kind.WORD, number, alike=True)

    def _add_siblings(self, clear: Sequence[str]) -> int:
        """One character written as another that looks like it, in words of three and more. There are many such forms,
        so that of a large lexicon fewer are made for each character, of a very large one none; answers how many."""
        size = sum(len(word) for word in clear if len(word) >= LEAST_SYLLABLES)
        many = min(MOST_SIBLINGS, SIBLING_FORMS // max(size, 1))
        for number, word in enumerate(clear):
            if len(word) < LEAST_SYLLABLES or not many:
                continue
            for place, sign in enumerate(word):
                for other in siblings(sign)[:many]:
                    form = word[:place] + other + word[place + 1 :]
                    self._add_sign_pattern(form, Kind.WORD, number, alike=True)
        return many

    def _add_said_siblings(self, words: Sequence[Word], clear: Sequence[str]) -> None:
        """The same by sound, for words of four and more: another of their characters may sound like its own."""
        known = codes()
        for number, (word, signs_of_it) in enumerate(zip(words, clear, strict=True)):
            if word.phonetic is False or len(signs_of_it) < LEAST_SAID_ALIKE or not is_han(signs_of_it):
                continue
            said = [readings(sign)[:1] for sign in signs_of_it]
            for place, sign in enumerate(signs_of_it) if all(said) else ():
                for other in siblings(sign)[:SAID_SIBLINGS]:
                    form = signs_of_it[:place] + other + signs_of_it[place + 1 :]
                    heard = [*said[:place], readings(other)[:1], *said[place + 1 :]]
                    if all(heard) and heard != said:
                        spoken = [known[syllable] for (syllable,) in heard]
                        self._sounds.add(number, spoken, [_read_code(sign) for sign in form], alike=True)

    def add_innocent(self, phrases: Iterable[str]) -> None:
        """Phrases within which words mean nothing."""
        for number, phrase in enumerate(phrases):
            clear = spell(phrase).clear
            for form in (clear, *numeral_forms(clear)):
                self._add_sign_pattern(form, Kind.INNOCENT, number)

    def finish(self) -> Tables:
        """The tables of all that was added."""
        self._add_parts()
        patterns = list(self._uses)
        uses = list(self._uses.values())
        kinds = np.array([_all_kinds(entries) for entries in uses], dtype=np.uint8)
        letters = list(self._letters.values())
        return Tables(
            patterns=patterns,
            kinds=kinds,
            uses_from=_starts(uses),
            use_kinds=np.array([kind for entries in uses for kind, _number in entries], dtype=np.uint8),
            use_numbers=np.array([number for entries in uses for _kind, number in entries], dtype=np.int32),
            neighbors=joints.neighbors(self._read),
            forms=np.array(self._forms, dtype=np.uint8),
            letter_patterns=list(self._letters),
            letter_uses_from=_starts(letters),
            letter_use_numbers=np.array(
                [number for entries in letters for number in entries], dtype=np.int32
            ),
            near_from=_starts(self._near),
            near_numbers=np.array([number for entries in self._near for number in entries], dtype=np.int32),
            contexts=list(self._contexts),
            sounds=self._sounds.finish(),
        )

    def _add_parts(self) -> None:
        for sign in self._split:
            for way in decompositions(sign):
                read = pattern_of(way)
                if len(read) > 1:
                    doubled = DOUBLED if way[-2:-1] == way[-1] else 0
                    self._uses.setdefault(read, []).append((Kind.PARTS, ord(sign) | doubled))


def is_han(signs_of_a_word: str) -> bool:
    """Whether it has no Latin letter and no digit."""
    return not any(sign.isascii() for sign in signs_of_a_word)


def pattern_of(clear: str) -> str:
    """What a stream's text has for these plain characters, repeated ones once; "" where one of them is dropped."""
    read = "".join([chr(_read_code(sign)) for sign in clear])
    if "\0" in read:
        return ""
    if all(map(ne, clear, clear[1:])):
        return read
    return "".join([sign for place, sign in enumerate(read) if not place or clear[place - 1] != clear[place]])


@cache
def _read_code(sign: str) -> int:
    return int(signs.table()[ord(sign)]) & 0xFFFF


def _all_kinds(entries: list[tuple[int, int]]) -> int:
    kinds = 0
    for kind, _number in entries:
        kinds |= kind
    return kinds


def _starts(entries: Sequence[Sequence[object]]) -> np.ndarray:
    starts = np.zeros(len(entries) + 1, dtype=np.int64)
    np.cumsum([len(entry) for entry in entries], out=starts[1:])
    return starts
