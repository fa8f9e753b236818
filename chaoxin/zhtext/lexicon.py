"""Words to be found, made ready once for all texts: immutable, fast to load, to be shared and to be swapped."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from . import automaton, compiling
from .automaton import Maker
from .collecting import without_collecting
from .joints import Joints
from .phonetic import Spoken
from .spelling import Spelled, spell
from .typed import glued

MAGIC = b"zhtext5\n"
_ALIGNED = 16
HALF_SIGN = re.compile("[\ud800-\udfff]")
LATIN = re.compile("[A-Za-z]")


class Variant(StrEnum):
    """How a word was written. Where several apply, the one furthest from the word."""

    LITERAL = "literal"
    FOLDED = "folded"  # width, case, traditional forms, look-alikes
    SPACED = "spaced"  # signs, pictures, line breaks, invisible characters between, characters repeated
    SPLIT = "split"  # characters taken apart
    PINYIN = "pinyin"
    HOMOPHONE = "homophone"
    REVERSED = "reversed"  # written backwards or in columns


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be found. `key` is the caller's and comes back with each place."""

    text: str
    key: str = ""
    # By sound: None for words of at least three Han characters. True for a word of two needs `near`.
    phonetic: bool | None = None
    # One of these must stand within 20 characters of a word of two syllables found by sound.
    near: tuple[str, ...] = ()
    split: bool = True
    initials: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "near", tuple(self.near))


class Lexicon:
    """Words and the longer phrases that contain one of them innocently. A word without any letter, digit or Han
    character is never found. ValueError for half of a surrogate pair, which no file can hold."""

    def __init__(
        self, words: Iterable[Word], innocent: Iterable[str] = (), *, maker: Maker | None = None
    ) -> None:
        self.words: Sequence[Word] = tuple(words)
        self.innocent: Sequence[str] = tuple(dict.fromkeys(innocent))
        _refuse_half_signs(self.words, self.innocent)
        self._spelled: dict[int, Spelled] = {}
        with without_collecting():
            tables = compiling.Compiler()
            tables.add_words(self.words)
            tables.add_innocent(self.innocent)
            self.tables = tables.finish()
        self._build(maker)

    def _build(self, maker: Maker | None) -> None:
        self.signs = automaton.build(self.tables.patterns, maker)
        self.letters = automaton.build(self.tables.letter_patterns, maker)
        self.sounds = automaton.build(self.tables.sounds.patterns(), maker)
        self._index()

    def _index(self) -> None:
        """What single places are looked up in, faster than arrays answer."""
        self.kinds, self.joints = self.tables.kinds.tobytes(), Joints(self.tables.neighbors)
        self.forms = self.tables.forms.tobytes()
        self._uses: dict[int, list[tuple[int, int]]] = {}
        self._letter_uses: dict[int, list[int]] = {}
        self._made_of: dict[int, list[tuple[str, str, bool]]] = {}
        self._ways: dict[int, list[int]] = {}
        self._spoken: dict[int, Spoken] = {}
        self._near: dict[int, list[str]] = {}

    @cached_property
    def glued(self) -> automaton.Automaton:
        """Finds where pinyin is glued to the Latin letters of a word in a stream (jiavx)."""
        mixed = (word.text for word in self.words if not word.text.isascii() and LATIN.search(word.text))
        return automaton.build(list(dict.fromkeys(part for text in mixed for part in glued(text))))

    def __len__(self) -> int:
        return len(self.words)

    def uses(self, pattern: int) -> list[tuple[int, int]]:
        """Kind and number of each use of a pattern."""
        known = self._uses.get(pattern)
        if known is None:
            known = self._uses[pattern] = self.tables.uses(pattern)
        return known

    def letter_uses(self, pattern: int) -> list[int]:
        """Numbers of the words that are spelled by a pattern of letters."""
        known = self._letter_uses.get(pattern)
        if known is None:
            known = self._letter_uses[pattern] = self.tables.letter_uses(pattern)
        return known

    def made_of(self, pattern: int) -> list[tuple[str, str, bool]]:
        """The characters that a pattern's parts make, what they are read as, and whether the last part stands there
        several times."""
        known = self._made_of.get(pattern)
        if known is None:
            numbers = [number for kind, number in self.uses(pattern) if kind == compiling.Kind.PARTS]
            made = [(chr(number % compiling.DOUBLED), number >= compiling.DOUBLED) for number in numbers]
            known = [(sign, compiling.pattern_of(sign), doubled) for sign, doubled in made]
            self._made_of[pattern] = known
        return known

    def ways(self, pattern: int) -> list[int]:
        """Numbers of the ways to say words that begin with a pattern of sounds."""
        known = self._ways.get(pattern)
        if known is None:
            known = self._ways[pattern] = self.tables.sounds.ways(pattern)
        return known

    def spoken(self, way: int) -> Spoken:
        """A way to say a word."""
        known = self._spoken.get(way)
        if known is None:
            known = self._spoken[way] = self.tables.sounds.spoken(way)
        return known

    def near(self, number: int) -> list[str]:
        """The context words of the word with this number, as they are read."""
        known = self._near.get(number)
        if known is None:
            known = self._near[number] = self.tables.near(number)
        return known

    def spelled(self, number: int) -> Spelled:
        """How the word with this number is written, character by character."""
        known = self._spelled.get(number)
        if known is None:
            known = self._spelled[number] = spell(self.words[number].text)
        return known

    def dump(self) -> bytes:
        """Everything in one piece of bytes, for a file that processes map into their memory."""
        arrays = self.tables.arrays()
        blobs = {
            "signs": self.signs.dump(),
            "letters": self.letters.dump(),
            "sounds": self.sounds.dump(),
            **{name: _joined(strings) for name, strings in self.tables.lists().items()},
            "words": json.dumps([_short(word) for word in self.words], ensure_ascii=False).encode(),
            "innocent": json.dumps(self.innocent, ensure_ascii=False).encode(),
        }
        return _packed(arrays, blobs)

    @staticmethod
    def load(data: bytes | memoryview) -> Lexicon:
        """From what `dump` gave, without building. The large tables are not copied: a lexicon loaded from an
        `mmap` keeps them in pages that all processes share. ValueError where it is something else or damaged."""
        try:
            return Lexicon._loaded(*_unpacked(memoryview(data)))
        except (LookupError, TypeError, struct.error) as error:
            raise ValueError("this lexicon is damaged") from error

    @staticmethod
    def _loaded(arrays: dict[str, np.ndarray], blobs: dict[str, memoryview]) -> Lexicon:
        lexicon = Lexicon.__new__(Lexicon)
        lexicon.words = tuple(Word(*entry) for entry in json.loads(bytes(blobs["words"])))
        lexicon.innocent = tuple(json.loads(bytes(blobs["innocent"])))
        lexicon._spelled = {}
        lists = {name: _lines(blobs[name]) for name in ("patterns", "letter_patterns", "contexts")}
        lexicon.tables = compiling.Tables.of(arrays, lists)
        lexicon.signs = automaton.load(blobs["signs"], lambda: lists["patterns"])
        lexicon.letters = automaton.load(blobs["letters"], lambda: lists["letter_patterns"])
        lexicon.sounds = automaton.load(blobs["sounds"], lexicon.tables.sounds.patterns)
        lexicon._index()
        return lexicon


def _refuse_half_signs(words: Iterable[Word], innocent: Iterable[str]) -> None:
    for text in (*(text for word in words for text in (word.text, word.key, *word.near)), *innocent):
        if not text.isascii() and HALF_SIGN.search(text):
            raise ValueError(f"{text!r} has half of a surrogate pair, which is no character")


def _short(word: Word) -> list[object]:
    """Its fields, those at the end that are as usual left out."""
    fields: list[object] = list(asdict(word).values())
    usual: list[object] = list(asdict(Word("")).values())
    while len(fields) > 1 and fields[-1] == usual[len(fields) - 1]:
        fields.pop()
    return fields


def _joined(strings: list[str]) -> bytes:
    return "\n".join(strings).encode("utf-8", "surrogatepass")


def _lines(blob: memoryview) -> list[str]:
    text = bytes(blob).decode("utf-8", "surrogatepass")
    return text.split("\n") if text else []


def _packed(arrays: dict[str, np.ndarray], blobs: dict[str, bytes]) -> bytes:
    index: list[list[object]] = []
    body = bytearray()
    parts = [(name, array.dtype.str, list(array.shape), array.tobytes()) for name, array in arrays.items()]
    parts += [(name, "", [], blob) for name, blob in blobs.items()]
    for name, kind, shape, data in parts:
        body.extend(b"\0" * (-len(body) % _ALIGNED))
        index.append([name, kind, shape, len(body), len(data)])
        body.extend(data)
    head = json.dumps(index).encode()
    head += b" " * (-(len(MAGIC) + 8 + len(head)) % _ALIGNED)
    return MAGIC + struct.pack("<II", len(head), zlib.crc32(body, zlib.crc32(head))) + head + bytes(body)


def _unpacked(data: memoryview) -> tuple[dict[str, np.ndarray], dict[str, memoryview]]:
    if bytes(data[: len(MAGIC)]) != MAGIC:
        raise ValueError("this is no lexicon of zhtext")
    start = len(MAGIC) + 8
    length, sum_of_all = struct.unpack("<II", data[len(MAGIC) : start])
    body = data[start + length :]
    if zlib.crc32(data[start:]) != sum_of_all:
        raise ValueError("this lexicon is damaged")
    arrays: dict[str, np.ndarray] = {}
    blobs: dict[str, memoryview] = {}
    for name, kind, shape, at, size in json.loads(bytes(data[start : start + length])):
        piece = body[at : at + size]
        if kind:
            arrays[name] = np.frombuffer(piece, dtype=np.dtype(kind)).reshape(shape)
        else:
            blobs[name] = piece
    return arrays, blobs
