"""One pass over a few texts: as they are written, by sound, by letters, put together from parts, in columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from . import phonetic, pinyin, rewriting, signs
from .automaton import Hit
from .compiling import Kind
from .found import Found, InnocentPlaces, found_of, in_order, with_reason
from .lexicon import Lexicon, Variant, Word
from .lookalikes import plain
from .phonetic import COMPARED
from .remembering import Verdict, Verdicts, surroundings, told
from .rewriting import Edge
from .spelling import Spelled, repeats_written_out
from .stream import Batch, Stream, ends_within, is_repeated, read
from .weighing import LEAST_CONFIDENCE, Judged, Place, is_plain, nearest, stands_alone, weigh, weigh_plainly

NEAR_REACH = 20
# Weighing looks at the characters directly beside a place.
CLOSE = 4
BORDER = chr(signs.BORDER)


class Search:
    """One pass over a few texts."""

    def __init__(
        self, lexicon: Lexicon, texts: Sequence[str], keep_innocent: bool, verdicts: Verdicts
    ) -> None:
        self.verdicts = verdicts
        self.lexicon, self.tables, self.keep_innocent = lexicon, lexicon.tables, keep_innocent
        self.batch: Batch = read(texts)
        self.begins = self.batch.begins
        self.found: dict[int, list[Found]] = {}
        self.innocent: dict[int, list[tuple[int, int, str]]] = {}

    def answer(self) -> list[list[Found]]:
        """What was found in each text."""
        self._in_stream(self.batch.stream)
        if self.batch.bare is not None:
            self._in_stream(self.batch.bare)
        self._in_columns()
        answers: list[list[Found]] = [[] for _ in self.batch.texts]
        for number in self.found:
            answers[number] = self._of_text(number)
        return answers

    def _in_stream(self, stream: Stream) -> None:
        read_as = stream.text()
        sounds = stream.sounds()
        edges = self._by_signs(stream, read_as, said := phonetic.text_of(sounds))
        self._by_sound(stream, read_as, sounds)
        self._by_letters(stream, read_as, sounds)
        self._put_together(stream, read_as, said, edges)

    def _by_signs(self, stream: Stream, read_as: str, said: str) -> list[Edge]:
        """Words as they are written; answers the parts of characters that may be put together."""
        kinds, uses = self.lexicon.kinds, self.lexicon.uses
        parts: list[tuple[int, int, int]] = []
        for start, end, pattern in self.lexicon.signs.hits(read_as):
            kind = kinds[pattern]
            if kind >= Kind.PARTS:
                parts.append((start, end, pattern))
            if kind != Kind.PARTS:
                self._use(stream, start, end, uses(pattern))
        return self._fitting(read_as, said, parts) if parts else []

    def _fitting(self, read_as: str, said: str, parts: list[tuple[int, int, int]]) -> list[Edge]:
        """Of parts those that make a character which stands beside its neighbors in some word; where parts follow
        one another, all of them."""
        fits, made_of = self.lexicon.joints.fits, self.lexicon.made_of
        starts, ends = {start for start, _end, _pattern in parts}, {end for _start, end, _pattern in parts}
        return [
            Edge(start, end, sign, doubled=doubled)
            for start, end, pattern in parts
            for sign, read, doubled in made_of(pattern)
            if fits(read_as, said, start, end, read, read) or start in ends or end in starts
        ]

    def _use(self, stream: Stream, start: int, end: int, uses: list[tuple[int, int]]) -> None:
        first = stream.first.item(start)
        text_number = bisect_right(self.begins, first) - 1
        begin = self.begins[text_number]
        for kind, number in uses:
            if kind == Kind.WORD:
                word, text = self.lexicon.words[number], self.batch.texts[text_number]
                at = first - begin
                if not text.startswith(word.text, at):
                    at = self._literally(stream, start, text, begin, number)
                if at >= 0 and (
                    self.lexicon.plain_words[number] or stands_alone(text, at, at + len(word.text))
                ):
                    self._keep_literal(text_number, at, word)
                elif end - start > 1 or self._is_single(number) or is_repeated(stream, start):
                    self._weigh(stream, start, end, number)
            elif kind == Kind.INITIALS:
                self._initials(stream, start, end, number)
            elif kind == Kind.INNOCENT:
                span = first - begin, stream.end_of(end - 1) - begin
                self.innocent.setdefault(text_number, []).append((*span, self.lexicon.innocent[number]))

    def _literally(self, stream: Stream, start: int, text: str, begin: int, number: int) -> int:
        """Where a word stands literally whose first element begins elsewhere: with a sign before it (+V), or with the
        same character before another sign (爱国。国家级). -1 where it does not."""
        spelled, word = self.lexicon.spelled(number), self.lexicon.words[number].text
        at = stream.first.item(start) - begin
        if spelled.before:
            at = max(at - word.index(spelled.signs[0]), 0)
            return at if text.startswith(word, at) else -1
        if not is_repeated(stream, start):
            return -1
        behind = stream.first.item(start + 1) - begin if start + 1 < len(stream.first) else len(text)
        literally = text.find(word, at, behind - 1 + len(word))
        return literally if any(not plain(sign) for sign in text[at : max(literally, at)]) else -1

    def _is_single(self, number: int) -> bool:
        """Whether a word is one character, but for signs."""
        return sum(self.lexicon.spelled(number).runs) == 1

    def _keep_literal(self, text_number: int, start: int, word: Word) -> None:
        one = found_of((start, start + len(word.text), word, Variant.LITERAL, 1.0, False, ""))
        self.found.setdefault(text_number, []).append(one)

    def _by_sound(
        self, stream: Stream, read_as: str, sounds: np.ndarray, made: np.ndarray | None = None
    ) -> None:
        said, spoken = phonetic.text_of(sounds), self.lexicon.spoken
        hits: Iterable[Hit] = self.lexicon.sounds.hits(said)
        if made is None and len(self.batch.rare):
            hits = chain(hits, self._by_rare_sounds(stream, said))
        for start, _end, pattern in hits:
            for way in spoken(pattern):
                end = start + len(way.said)
                if (
                    read_as.startswith(way.own, start) == way.backwards
                    and (end - start <= COMPARED or self._goes_on(stream, said, start, way.said, made))
                    and (made is None or made[start:end].any())
                ):
                    if way.backwards:
                        self._backwards(stream, start, end, way.word)
                    else:
                        self._weigh(stream, start, end, way.word, by_sound=True, made=made)

    def _goes_on(self, stream: Stream, said: str, start: int, wanted: str, made: np.ndarray | None) -> bool:
        """Whether a long word goes on as it begins, each syllable in its usual or its second reading."""
        if said.startswith(wanted, start):
            return True
        end = start + len(wanted)
        if made is not None or end > len(said):
            return False
        points = self.batch.points.take(stream.first[start + COMPARED : end])
        second = signs.alternatives().take(points, mode="clip").tolist()
        heard = zip(said[start + COMPARED : end], second, wanted[COMPARED:], strict=True)
        return all(code == sign or other == ord(sign) for code, other, sign in heard)

    def _by_rare_sounds(self, stream: Stream, said: str) -> Iterator[Hit]:
        """What is found around rare characters if they are read in their second way."""
        at = np.searchsorted(stream.first, self.batch.rare)
        # Those that are elements: a sign may have been dropped as a repetition, or lie outside of the stream.
        at = at[stream.first.take(at, mode="clip") == self.batch.rare]
        points = self.batch.points.take(stream.first[at])
        others = signs.alternatives().take(points, mode="clip").tolist()
        for place, other in zip(at.tolist(), others, strict=True):
            begin = max(place - COMPARED + 1, 0)
            heard = said[begin:place] + chr(other) + said[place + 1 : place + COMPARED]
            for start, end, pattern in self.lexicon.sounds.hits(heard):
                if begin + start <= place < begin + end:
                    yield begin + start, begin + end, pattern

    def _by_letters(
        self, stream: Stream, read_as: str, sounds: np.ndarray, made: np.ndarray | None = None
    ) -> None:
        if not self.tables.letter_patterns:
            return
        letters = pinyin.written_out(stream, read_as, sounds)
        if letters is None:
            return
        for start, end, pattern in self.lexicon.letters.hits(letters.text):
            if pinyin.is_typed(letters, start, end) and (
                made is None or made[letters.owner[start] : letters.owner[end - 1] + 1].any()
            ):
                for word in self.lexicon.letter_uses(pattern):
                    self._typed(stream, letters, start, end, word)

    def _put_together(self, stream: Stream, read_as: str, said: str, edges: list[Edge]) -> None:
        pictures = self.batch.bare_pictures if stream is self.batch.bare else self.batch.pictures
        if len(pictures):
            edges.extend(rewriting.picture_edges(pictures, self.batch.points, stream, self.lexicon.joints))
        joining = rewriting.joining(edges, read_as, said, self.lexicon.joints) if edges else []
        if not joining:
            return
        again = rewriting.rewritten(stream, joining, self.batch.points)
        stream, read_as = again.stream, again.stream.text()
        for start, end, pattern in self.lexicon.signs.hits(read_as):
            if self.lexicon.kinds[pattern] & Kind.WORD and again.made[start:end].any():
                for kind, number in self.lexicon.uses(pattern):
                    if kind == Kind.WORD:
                        self._weigh(stream, start, end, number, made=again.made)
        sounds = stream.sounds()
        self._by_sound(stream, read_as, sounds, again.made)
        self._by_letters(stream, read_as, sounds, again.made)

    def _in_columns(self) -> None:
        again = rewriting.columns(self.batch)
        if again is None:
            return
        for start, end, pattern in self.lexicon.signs.hits(again.stream.text()):
            if self.lexicon.kinds[pattern] & Kind.WORD and end - start > 2:
                for kind, number in self.lexicon.uses(pattern):
                    if kind == Kind.WORD:
                        self._turned(again.stream, list(range(start, end)), number, 0.2)

    # What each kind of place comes to.

    def _text_of(self, place: int) -> tuple[int, int]:
        number = bisect_right(self.begins, place) - 1
        return number, self.begins[number]

    def _weigh(
        self,
        stream: Stream,
        start: int,
        end: int,
        number: int,
        by_sound: bool = False,
        made: np.ndarray | None = None,
    ) -> None:
        first = stream.first.item(start)
        text_number, begin = self._text_of(first)
        text = self.batch.texts[text_number]
        spelled = repeats_written_out(self.lexicon.spelled(number), end - start)
        if spelled is None:
            return
        at = first - begin
        firsts = stream.first[start:end].tolist()
        lasts = () if stream.ends is None else stream.ends[start:end].tolist()
        put_together = made[start:end].tolist() if made is not None else None
        key: Hashable = None
        if not (spelled.before or spelled.after or spelled.runs[-1] > 1):
            last = lasts[-1] if lasts else firsts[-1] + 1
            around = surroundings(text, at, firsts[-1] - begin, last - begin, CLOSE)
            key = (number, by_sound, around, end - start, last - first) if around else None
            if key and not self._reads_plainly(stream):
                key = (*key, *[place - first for place in (*firsts, *lasts)], *(put_together or ()))
        verdict = self.verdicts.of(
            key, at, lambda: self._judged(stream, start, end, spelled, by_sound, text, begin, put_together)
        )
        if verdict and self._has_context(number, spelled, by_sound, first):
            self._keep(text_number, number, at, verdict)

    def _reads_plainly(self, stream: Stream) -> bool:
        """Whether the text alone decides which of its characters are elements, and each is one of them."""
        return stream is self.batch.stream and stream.ends is None

    def _judged(
        self,
        stream: Stream,
        start: int,
        end: int,
        spelled: Spelled,
        by_sound: bool,
        text: str,
        begin: int,
        made: list[bool] | None,
    ) -> Judged | None:
        at, size = stream.first.item(start) - begin, end - start
        last = stream.end_of(end - 1) - begin
        if made is None and last == at + size and is_plain(spelled, text, at, last):
            return weigh_plainly(text, at, spelled, by_sound)
        place = self._place(stream, range(start, end), text, begin, made)
        if size > 1 and spelled.runs[0] == 1 and not place.made[0]:
            place.pieces[0] = nearest(text, place.pieces[0], place.pieces[1][0])
        return weigh(place, spelled, by_sound)

    def _place(
        self, stream: Stream, elements: Iterable[int], text: str, begin: int, made: list[bool] | None
    ) -> Place:
        chosen = list(elements)
        pieces = [(stream.first.item(one) - begin, stream.end_of(one) - begin) for one in chosen]
        return Place(text, pieces, made or [False] * len(chosen))

    def _has_context(self, number: int, spelled: Spelled, by_sound: bool, first: int) -> bool:
        """Whether a context word ends within reach, where the word needs one."""
        if not by_sound or sum(spelled.runs) > 2:
            return True
        text_number, begin = self._text_of(first)
        end = begin + len(self.batch.texts[text_number])
        reach = max(first - NEAR_REACH, begin), min(first + NEAR_REACH, end)
        return any(
            ends_within(stream, self.tables.near(number), *reach)
            for stream in (self.batch.stream, self.batch.bare)
            if stream is not None
        )

    def _backwards(self, stream: Stream, start: int, end: int, number: int) -> None:
        spelled = self.lexicon.spelled(number)
        if spelled.clear == spelled.clear[::-1]:
            return
        cost = 0.25 if len(spelled.clear) > 3 else 0.35
        self._turned(stream, list(reversed(range(start, end))), number, cost)

    def _turned(self, stream: Stream, elements: list[int], number: int, cost: float) -> None:
        """A word whose characters do not follow one another; the span is from its first place to its last."""
        text_number, begin = self._text_of(stream.first.item(elements[0]))
        text, spelled = self.batch.texts[text_number], self.lexicon.spelled(number)
        place = self._place(stream, elements, text, begin, None)
        read_as = [text[first:last] for first, last in place.pieces]
        if not _says(read_as, spelled):
            return
        judged = Judged(min(place.pieces)[0], max(place.pieces)[1])
        judged.count(Variant.REVERSED, cost)
        self._keep(text_number, number, 0, told(judged, 0))

    def _initials(self, stream: Stream, start: int, end: int, number: int) -> None:
        first = stream.first.item(start)
        text_number, begin = self._text_of(first)
        text = self.batch.texts[text_number]
        judged = Judged(first - begin, stream.end_of(end - 1) - begin)
        if not _is_bordered(text, judged.start, judged.end):
            return
        judged.count(Variant.PINYIN, 0.35)
        if "".join(text[judged.start : judged.end].split()) != text[judged.start : judged.end]:
            judged.count(Variant.SPACED, 0.05)
        self._keep(text_number, number, 0, told(judged, 0))

    def _typed(self, stream: Stream, letters: pinyin.Letters, start: int, end: int, number: int) -> None:
        """A word found among letters; it must begin and end with a syllable."""
        elements = list(dict.fromkeys(letters.owner[start:end].tolist()))
        firsts, lasts = stream.spans(elements)
        text_number, begin = self._text_of(firsts[0])
        text, at = self.batch.texts[text_number], firsts[0] - begin
        around = surroundings(text, at, firsts[-1] - begin, lasts[-1] - begin)
        key: Hashable = None
        if around:
            whole = pinyin.is_whole(letters, start, end)
            places = (
                () if self._reads_plainly(stream) else tuple(place - firsts[0] for place in firsts + lasts)
            )
            key = (number, letters.text[start:end], around, whole, places)

        def judged() -> Judged | None:
            pieces = [(first - begin, last - begin) for first, last in zip(firsts, lasts, strict=True)]
            typed = pinyin.Typed(letters, start, end, elements, pieces)
            return typed.judge(text, self.lexicon.spelled(number))

        verdict = self.verdicts.of(key, at, judged)
        if verdict and verdict[3] >= LEAST_CONFIDENCE:
            self._keep(text_number, number, at, verdict)

    def _keep(self, text_number: int, number: int, at: int, verdict: Verdict) -> None:
        start, end, variant, confidence, crosses = verdict
        word = self.lexicon.words[number]
        one = found_of((at + start, at + end, word, variant, confidence, crosses, ""))
        self.found.setdefault(text_number, []).append(one)

    def _of_text(self, number: int) -> list[Found]:
        found = in_order(self.found[number])
        text, innocent = self.batch.texts[number], None
        if number in self.innocent:
            innocent = InnocentPlaces(self.innocent[number])
        told = [with_reason(one, text, innocent) for one in found]
        return told if self.keep_innocent else [one for one in told if not one.innocent]


def _says(read_as: list[str], spelled: Spelled) -> bool:
    return "".join(plain(sign)[:1] for sign in read_as) == spelled.clear


def _is_bordered(text: str, start: int, end: int) -> bool:
    around = (text[start - 1 : start], plain(text[start])), (text[end : end + 1], plain(text[end - 1]))
    return not any(
        sign.isascii() and neighbor and plain(neighbor).isascii() and plain(neighbor).isalpha()
        for neighbor, sign in around
    )
