"""The passes over all characters of texts: reading them, finding what is written, heard and typed. `compiled` makes
them where there was a compiler, numpy and an automaton else; what they come to is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol

import numpy as np

from . import contexts, joints, pinyin, rewriting, signs, stream
from .automaton import CompiledAutomaton, Hit
from .compiled import passes as compiled
from .found import Answers, Found
from .lexicon import Lexicon, Variant
from .phonetic import COMPARED
from .pinyin import Letters
from .readings import codes, is_syllable, letters_of_codes
from .remembering import Verdicts
from .rewriting import Edge
from .stream import Batch, Stream

# Of what asks for a second look at a text, what changes how it is read.
_READ_OTHERWISE = signs.AMBIGUOUS | signs.EXPANDS


class Passes(Protocol):
    """What both offer."""

    def read(self, texts: Sequence[str]) -> Batch:
        """Texts (one at least) as streams of elements."""

    def search(self, stream: Stream, batch: Batch, answers: Answers) -> tuple[list[Hit], list[Hit]]:
        """As `written` and `heard`, perhaps without what could be answered without weighing it; takes, perhaps, the
        pictures from the stream that say nothing."""

    def written(self, stream: Stream) -> list[Hit]:
        """Places of patterns as they are read, perhaps without such parts as make no character that fits."""

    def edges(self, stream: Stream, parts: list[Hit]) -> list[Edge]:
        """What parts and pictures of a stream can be read as, perhaps without what says no word with what stands around
        it."""

    def heard(self, stream: Stream) -> list[Hit]:
        """Places (a long word's by what it begins with) and numbers of ways to say words that are heard, rare
        characters in their second reading, too, but not just the words themselves; backwards just these."""

    def typed(self, stream: Stream) -> list[tuple[Letters, list[Hit]]]:
        """Each way to write out the neighborhoods of letters, and places of patterns there with a letter that was
        typed."""


def of(lexicon: Lexicon, verdicts: Verdicts | None = None) -> Passes:
    """Those that search for the words of a lexicon; what was weighed before they may answer themselves."""
    automata = lexicon.signs, lexicon.sounds, lexicon.letters, lexicon.glued
    fast = [automaton for automaton in automata if isinstance(automaton, CompiledAutomaton)]
    return (
        CompiledPasses(lexicon, fast, verdicts or Verdicts())
        if len(fast) == len(automata)
        else PlainPasses(lexicon)
    )


class PlainPasses:
    """Without a compiler."""

    read = staticmethod(stream.read)

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._written, self._heard, self._typed = lexicon.signs, lexicon.sounds, lexicon.letters

    def search(self, stream: Stream, batch: Batch, answers: Answers) -> tuple[list[Hit], list[Hit]]:
        """See `Passes`."""
        return self.written(stream), self.heard(stream)

    def written(self, stream: Stream) -> list[Hit]:
        """See `Passes`."""
        return self._written.hits(stream.text())

    def edges(self, stream: Stream, parts: list[Hit]) -> list[Edge]:
        """See `Passes`."""
        return rewriting.edges(stream, parts, stream.pictures, self._lexicon)

    def heard(self, stream: Stream) -> list[Hit]:
        """See `Passes`."""
        said, read_as = stream.said(), stream.text()
        hits: Iterable[Hit] = self._heard.hits(said)
        if stream.rare is not None:
            hits = chain(hits, self._heard_otherwise(said, np.asarray(stream.rare)))
        found = []
        for start, _end, pattern in hits:
            for way in self._lexicon.ways(pattern):
                spoken = self._lexicon.spoken(way)
                if read_as.startswith(spoken.own, start) == spoken.backwards:
                    found.append((start, start + len(spoken.said), way))
        return found

    def _heard_otherwise(self, said: str, rare: np.ndarray) -> Iterator[Hit]:
        """What is found around rare characters if they are read in their second way."""
        for place, other in rare.tolist():
            begin = max(place - COMPARED + 1, 0)
            heard = said[begin:place] + chr(other) + said[place + 1 : place + COMPARED]
            for start, end, pattern in self._heard.hits(heard):
                if begin + start <= place < begin + end:
                    yield begin + start, begin + end, pattern

    def typed(self, stream: Stream) -> list[tuple[Letters, list[Hit]]]:
        """See `Passes`."""
        return [
            (letters, [hit for hit in self._typed.hits(letters.text) if pinyin.is_typed(letters, *hit[:2])])
            for letters in pinyin.ways_to_write_out(stream, self._lexicon.glued)
        ]


class CompiledPasses:
    """Compiled."""

    def __init__(self, lexicon: Lexicon, automata: Sequence[CompiledAutomaton], verdicts: Verdicts) -> None:
        tables, sounds = lexicon.tables, lexicon.tables.sounds
        # In the order of `compiled/passes.h`.
        arrays = (
            tables.kinds,
            tables.uses_from,
            tables.use_numbers,
            tables.use_kinds,
            tables.forms,
            compiled.filter_of(joints.heard_and_written(tables.neighbors)),
            sounds.uses_from,
            sounds.use_ways,
            sounds.backwards,
            sounds.begins,
            sounds.own,
            sounds.said,
            sounds.words,
            signs.table(),
            signs.alternatives(),
            letters_of_codes(),
            compiled.filter_of(_syllables()),
            _cues(),
        )
        self._lexicon = lexicon
        # What pictures and parts can stand for, as the compiled code takes it.
        self._pictured: dict[int, bytes] = {}
        self._made: dict[int, bytes] = {}
        words = tuple(lexicon.words)
        texts = tuple(word.text for word in words)
        objects = texts, words, Found, Variant.LITERAL, verdicts.known, self._pictured, self._made
        self._compiled = compiled.Passes(*[each.patterns for each in automata], objects, arrays)

    def read(self, texts: Sequence[str]) -> Batch:
        """See `Passes`."""
        entries, first, begins, flags, rare, pictures, lined, runs = self._compiled.read(texts)
        if flags & _READ_OTHERWISE:
            return stream.read(texts)
        elements = Stream(entries, first, runs=runs)
        elements.rare, elements.pictures = rare, pictures
        return Batch(texts, begins, elements, lined)

    def search(self, stream: Stream, batch: Batch, answers: Answers) -> tuple[list[Hit], list[Hit]]:
        """See `Passes`."""
        # Only where each element is one character is it clear at once what stands there.
        is_plain = stream is batch.stream if stream.ends is None else None
        hits, ways, stream.pictures = self._compiled.search(
            stream.buffer,
            stream.places,
            stream.rare,
            is_plain,
            batch.texts,
            batch.begins,
            answers.found,
            answers.doubted,
            stream.pictures,
            self._typed_at(stream) if stream.letter_runs() else [],
        )
        return hits, ways

    def _typed_at(self, stream: Stream) -> list[tuple[int, int]]:
        return pinyin.spans(stream, self._lexicon.glued) + pinyin.spans_with_digits(stream)[0]

    def written(self, stream: Stream) -> list[Hit]:
        """See `Passes`."""
        return self._compiled.written(stream.buffer)  # type: ignore[no-any-return]

    def edges(self, stream: Stream, parts: list[Hit]) -> list[Edge]:
        """See `Passes`."""
        for _start, _end, pattern in parts:
            if pattern not in self._made:
                self._made[pattern] = _meanings([sign] for sign, *_rest in self._lexicon.made_of(pattern))
        for _place, _element, sign in stream.pictures:
            if sign not in self._pictured:
                self._pictured[sign] = _meanings(said for said, *_ends in self._lexicon.joints.pictured(sign))
        return rewriting.edges(stream, parts, stream.pictures, self._lexicon)

    def heard(self, stream: Stream) -> list[Hit]:
        """See `Passes`."""
        return self._compiled.heard(stream.buffer, stream.rare)  # type: ignore[no-any-return]

    def typed(self, stream: Stream) -> list[tuple[Letters, list[Hit]]]:
        """See `Passes`."""
        if not stream.letter_runs():
            return []
        found = [
            self._typed_in(stream, pinyin.spans(stream, self._lexicon.glued), {}),
            self._typed_in(stream, *pinyin.spans_with_digits(stream)),
        ]
        return [way for way in found if way]

    def _typed_in(
        self, stream: Stream, spans: list[tuple[int, int]], meant: dict[int, str]
    ) -> tuple[Letters, list[Hit]] | None:
        if not spans:
            return None
        digits = [(element, ord(letter)) for element, letter in sorted(meant.items())]
        found = self._compiled.typed(stream.buffer, stream.places, stream.ends, spans, digits)
        if found is None:
            return None
        text, owner, typed, hits = found
        return Letters(text, np.frombuffer(owner, dtype=np.int64), np.frombuffer(typed, dtype=np.int64)), hits


def _meanings(meant: Iterable[Iterable[str]]) -> bytes:
    """Entries of words and characters, behind each a zero."""
    entries = [entry for said in meant for entry in (*(signs.table().item(ord(sign)) for sign in said), 0)]
    return np.array(entries, dtype=np.uint32).tobytes()


def _syllables() -> np.ndarray:
    """All syllables as rows of three numbers, five bits a letter."""
    rows = []
    for syllable in codes():
        if is_syllable(syllable):
            letters = 0
            for letter in syllable:
                letters = letters << 5 | (ord(letter) - ord("a") + 1)
            rows.append((letters & 0xFFFF, letters >> 16 & 0xFFFF, (letters >> 32) + 1))
    return np.array(rows, dtype=np.uint32)


def _cues() -> bytes:
    """A byte for each character of the basic plane: what it may do to a word's meaning, as in `compiled/passes.h`."""
    marks = bytearray(signs.PLANE)
    cues = (
        contexts.DENYING,
        contexts.OPENING,
        contexts.CLOSING,
        contexts.BEHIND,
        contexts.SECOND_BEHIND,
        contexts.DIRECTLY_BEFORE,
    )
    for place, chosen in enumerate(cues):
        for sign in chosen:
            marks[ord(sign)] |= 1 << place
    return bytes(marks)
