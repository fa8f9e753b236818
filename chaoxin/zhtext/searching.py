"""One pass over a few texts: as they are written, by sound, by letters, put together from parts, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from . import pinyin, rewriting, signs
from .compiling import Kind
from .found import Found, best_of_each, with_reason
from .lexicon import Lexicon, Variant
from .lookalikes import plain
from .rewriting import Edge, MayJoin
from .spelling import Spelled
from .stream import Batch, Stream, read
from .weighing import Judged, Place, weigh

NEAR_REACH = 20


class Search:
    """One pass over a few texts."""

    def __init__(self, lexicon: Lexicon, texts: Sequence[str], keep_innocent: bool) -> None:
        self.lexicon, self.tables, self.keep_innocent = lexicon, lexicon.tables, keep_innocent
        self.batch: Batch = read(texts)
        self.found: dict[int, list[Found]] = {}
        self.innocent: dict[int, list[tuple[int, int, str]]] = {}
        self.contexts: list[tuple[int, int, int]] = []

    def answer(self) -> list[list[Found]]:
        """What was found in each text."""
        stream = self.batch.stream
        read_as = stream.text()
        sounds = stream.sounds()
        edges = self._by_signs(stream, read_as)
        self._by_sound(stream, sounds, with_alternatives=True)
        self._by_letters(stream, sounds)
        self._put_together(read_as, edges)
        self._in_columns()
        return [self._of_text(number) for number in range(len(self.batch.texts))]

    def _by_signs(self, stream: Stream, read_as: str) -> list[Edge]:
        """Words as they are written; answers the parts of characters that stand beside one another."""
        parts: list[tuple[int, int, int]] = []
        for start, end, pattern in self.lexicon.signs.hits(read_as):
            kinds = self.lexicon.kinds[pattern]
            if kinds & Kind.PARTS:
                parts.append((start, end, pattern))
            if kinds & ~Kind.PARTS:
                self._use(stream, start, end, pattern)
        return self._edges(stream, parts)

    def _use(self, stream: Stream, start: int, end: int, pattern: int) -> None:
        for kind, number in self.tables.uses(pattern):
            if kind == Kind.WORD:
                self._weigh(stream, start, end, number)
            elif kind == Kind.INITIALS:
                self._initials(stream, start, end, number)
            elif kind == Kind.INNOCENT:
                text, begin = self._text_of(int(stream.first[start]))
                span = int(stream.first[start]) - begin, int(stream.last[end - 1]) - begin
                self.innocent.setdefault(text, []).append((*span, self.lexicon.innocent[number]))
            elif kind == Kind.NEAR:
                self.contexts.append((int(stream.first[start]), int(stream.last[end - 1]), number))

    def _edges(self, stream: Stream, parts: list[tuple[int, int, int]]) -> list[Edge]:
        edges: list[Edge] = []
        for start, end, pattern in parts:
            first, last = int(stream.first[start]), int(stream.last[end - 1])
            uses = self.tables.uses(pattern)
            edges.extend(
                Edge(start, end, chr(sign), first, last) for kind, sign in uses if kind == Kind.PARTS
            )
        return edges

    def _by_sound(
        self,
        stream: Stream,
        sounds: np.ndarray,
        made: np.ndarray | None = None,
        with_alternatives: bool = False,
    ) -> None:
        table = self.tables.sounds
        self._sounding(stream, *table.candidates(sounds), made)
        if with_alternatives:
            other = self._alternatives(stream, sounds)
            if other is not None:
                self._sounding(stream, *table.candidates(*other), made)
        if len(table.pair_keys) and self.contexts:
            for place, word in table.pair_candidates(sounds):
                if made is None or made[place : place + 2].any():
                    self._weigh(stream, place, place + 2, word, by_sound=True, made=made)

    def _sounding(
        self, stream: Stream, places: np.ndarray, entries: np.ndarray, made: np.ndarray | None
    ) -> None:
        table = self.tables.sounds
        for place, entry in zip(places.tolist(), entries.tolist(), strict=True):
            word, end = int(table.words[entry]), place + int(table.lengths[entry])
            if made is not None and not made[place:end].any():
                continue
            if table.backwards[entry]:
                self._backwards(stream, place, end, word)
            else:
                self._weigh(stream, place, end, word, by_sound=True, made=made)

    def _alternatives(self, stream: Stream, sounds: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        """Codes with every second reading in place of the first, and where a word may begin that has one."""
        at = np.flatnonzero(stream.entries & np.uint32(signs.ALTERNATIVE))
        if not len(at) or len(sounds) < 3:
            return None
        points = self.batch.points[stream.first[at]]
        other = sounds.copy()
        other[at] = signs.alternatives().take(points, mode="clip")
        touched = np.zeros(len(sounds) + 2, dtype=bool)
        for back in range(3):
            touched[at + back] = True
        places = np.flatnonzero(touched) - 2
        return other, places[(places >= 0) & (places <= len(sounds) - 3)]

    def _by_letters(self, stream: Stream, sounds: np.ndarray, made: np.ndarray | None = None) -> None:
        if not self.tables.letter_patterns:
            return
        letters = pinyin.written_out(stream, sounds)
        if letters is None:
            return
        for start, end, pattern in self.lexicon.letters.hits(letters.text):
            for word in self.tables.letter_uses(pattern):
                self._typed(stream, letters, start, end, word)

    def _put_together(self, read_as: str, edges: list[Edge]) -> None:
        edges.extend(rewriting.picture_edges(self.batch))
        if not edges:
            return
        joining = rewriting.joining(edges, MayJoin(read_as, self.lexicon.neighbors))
        again = rewriting.rewritten(self.batch.stream, joining) if joining else None
        if again is None:
            return
        stream = again.stream
        for start, end, pattern in self.lexicon.signs.hits(stream.text()):
            if self.lexicon.kinds[pattern] & Kind.WORD and again.made[start:end].any():
                for kind, number in self.tables.uses(pattern):
                    if kind == Kind.WORD:
                        self._weigh(stream, start, end, number, made=again.made)
        sounds = stream.sounds()
        self._by_sound(stream, sounds, again.made)
        self._by_letters(stream, sounds, again.made)

    def _in_columns(self) -> None:
        again = rewriting.columns(self.batch) if any("\n" in text for text in self.batch.texts) else None
        if again is None:
            return
        for start, end, pattern in self.lexicon.signs.hits(again.stream.text()):
            if self.lexicon.kinds[pattern] & Kind.WORD and end - start > 2:
                for kind, number in self.tables.uses(pattern):
                    if kind == Kind.WORD:
                        self._turned(again.stream, list(range(start, end)), number, 0.2)

    # What each kind of place comes to.

    def _text_of(self, place: int) -> tuple[int, int]:
        number = int(np.searchsorted(self.batch.begins, place, side="right")) - 1
        return number, int(self.batch.begins[number])

    def _weigh(
        self,
        stream: Stream,
        start: int,
        end: int,
        number: int,
        by_sound: bool = False,
        made: np.ndarray | None = None,
    ) -> None:
        first = int(stream.first[start])
        text_number, begin = self._text_of(first)
        text, word = self.batch.texts[text_number], self.lexicon.words[number]
        if not by_sound and made is None and text.startswith(word.text, first - begin):
            whole = self.lexicon.spelled(number)
            if not (whole.is_latin(0) or whole.is_latin(-1)):
                judged = Judged(first - begin, first - begin + len(word.text))
                self._keep(text_number, number, judged)
                return
        place = self._place(stream, range(start, end), text, begin, made)
        spelled = _repeats_written_out(self.lexicon.spelled(number), end - start)
        if spelled is None:
            return
        judged_place = weigh(place, spelled, by_sound)
        if judged_place and self._has_context(number, spelled, by_sound, first):
            self._keep(text_number, number, judged_place)

    def _place(
        self, stream: Stream, elements: Iterable[int], text: str, begin: int, made: np.ndarray | None
    ) -> Place:
        chosen = list(elements)
        pieces = [(int(stream.first[one]) - begin, int(stream.last[one]) - begin) for one in chosen]
        return Place(
            text, pieces, [bool(made[one]) for one in chosen] if made is not None else [False] * len(chosen)
        )

    def _has_context(self, number: int, spelled: Spelled, by_sound: bool, first: int) -> bool:
        if not by_sound or len(spelled.clear) > 2:
            return True
        wanted = set(self.tables.near(number))
        return any(
            context in wanted and start - NEAR_REACH <= first <= end + NEAR_REACH
            for start, end, context in self.contexts
        )

    def _backwards(self, stream: Stream, start: int, end: int, number: int) -> None:
        spelled = self.lexicon.spelled(number)
        if spelled.clear == spelled.clear[::-1]:
            return
        cost = 0.25 if len(spelled.clear) > 3 else 0.35
        self._turned(stream, list(reversed(range(start, end))), number, cost)

    def _turned(self, stream: Stream, elements: list[int], number: int, cost: float) -> None:
        """A word whose characters do not follow one another; the span is from its first place to its last."""
        text_number, begin = self._text_of(int(stream.first[elements[0]]))
        text, spelled = self.batch.texts[text_number], self.lexicon.spelled(number)
        place = self._place(stream, elements, text, begin, None)
        read_as = [text[first:last] for first, last in place.pieces]
        if not _says(read_as, spelled):
            return
        judged = Judged(min(place.pieces)[0], max(place.pieces)[1])
        judged.count(Variant.REVERSED, cost)
        self._keep(text_number, number, judged)

    def _initials(self, stream: Stream, start: int, end: int, number: int) -> None:
        first = int(stream.first[start])
        text_number, begin = self._text_of(first)
        text = self.batch.texts[text_number]
        judged = Judged(first - begin, int(stream.last[end - 1]) - begin)
        if not _is_bordered(text, judged.start, judged.end):
            return
        judged.count(Variant.PINYIN, 0.35)
        if "".join(text[judged.start : judged.end].split()) != text[judged.start : judged.end]:
            judged.count(Variant.SPACED, 0.05)
        self._keep(text_number, number, judged)

    def _typed(self, stream: Stream, letters: pinyin.Letters, start: int, end: int, number: int) -> None:
        """A word found among letters; it must begin and end with a syllable."""
        owner = letters.owner
        one = int(owner[start])
        text_number, begin = self._text_of(int(stream.first[one]))
        text = self.batch.texts[text_number]
        typed = pinyin.Typed(stream, letters, start, end)
        judged = typed.judge(text, begin, self.lexicon.spelled(number))
        if judged is None or judged.confidence < 0.4:
            return
        spelled = self.lexicon.spelled(number)
        if sum(spelled.runs) < 3 and not self._has_context(number, spelled, True, int(stream.first[one])):
            return
        self._keep(text_number, number, judged)

    def _keep(self, text_number: int, number: int, judged: Judged) -> None:
        self.found.setdefault(text_number, []).append(
            Found(
                judged.start,
                judged.end,
                self.lexicon.words[number],
                judged.variant,
                round(max(judged.confidence, 0.0), 3),
                judged.crosses,
            )
        )

    def _of_text(self, number: int) -> list[Found]:
        found = self.found.get(number)
        if not found:
            return []
        if len(found) > 1:
            found = best_of_each(found)
        text, innocent = self.batch.texts[number], self.innocent.get(number, [])
        told = [with_reason(one, text, innocent) for one in found]
        kept = told if self.keep_innocent else [one for one in told if not one.innocent]
        return sorted(kept, key=lambda one: (one.start, one.end))


def _repeats_written_out(spelled: Spelled, elements: int) -> Spelled | None:
    """The word for as many elements as a text has: "天天" spoken in two different characters has two."""
    if elements == len(spelled.clear):
        return spelled
    if elements != sum(spelled.runs):
        return None
    pairs = list(zip(spelled.signs, spelled.clear, spelled.runs, strict=True))
    return replace(
        spelled,
        signs=tuple(sign for sign, _clear, run in pairs for _ in range(run)),
        clear="".join(clear * run for _sign, clear, run in pairs),
        runs=(1,) * elements,
        between=(),
    )


def _says(read_as: list[str], spelled: Spelled) -> bool:
    return "".join(plain(sign)[:1] for sign in read_as) == spelled.clear


def _is_bordered(text: str, start: int, end: int) -> bool:
    around = (text[start - 1 : start], plain(text[start])), (text[end : end + 1], plain(text[end - 1]))
    return not any(
        sign.isascii() and neighbor and plain(neighbor).isascii() and plain(neighbor).isalpha()
        for neighbor, sign in around
    )
