"""One pass over a few texts: as they are written, by sound, by letters, put together from parts, in columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence

from . import initials, pinyin, rewriting, signs
from .automaton import Hit
from .compiling import PLAIN, SINGLE, Kind
from .contexts import may_have_contexts
from .found import Answers, Found, InnocentPlaces, found_of, in_order, with_reason
from .lexicon import Lexicon, Variant, Word
from .lookalikes import plain
from .passes import Passes
from .phonetic import COMPARED
from .remembering import UNKNOWN, Verdict, Verdicts, closed, surroundings, told
from .repeats import all_of_it, is_drawn_out
from .spelling import Spelled, repeats_written_out
from .stream import Batch, Stream, ends_within, is_repeated
from .weighing import LEAST_CONFIDENCE, Judged, Place, is_plain, nearest, stands_alone, weigh, weigh_plainly

NEAR_REACH = 20
# Weighing looks at the characters directly beside a place.
CLOSE = 4
# For more places than these it pays to look whether the text has any context at all.
MANY = 64
VERY_MANY, SOME = 2_000, 64
BORDER = chr(signs.BORDER)


class Search:
    """One pass over a few texts."""

    def __init__(
        self,
        lexicon: Lexicon,
        passes: Passes,
        texts: Sequence[str],
        keep_innocent: bool,
        verdicts: Verdicts,
    ) -> None:
        self.passes, self.verdicts = passes, verdicts
        self.lexicon, self.tables, self.keep_innocent = lexicon, lexicon.tables, keep_innocent
        self.batch: Batch = passes.read(texts)
        self.begins = self.batch.begins
        self.answers = Answers(len(texts))
        self.innocent: dict[int, list[tuple[int, int, str]]] = {}

    def answer(self) -> list[list[Found]]:
        """What was found in each text."""
        self._in_stream(self.batch.stream)
        if self.batch.bare is not None:
            self._in_stream(self.batch.bare)
        self._in_columns()
        found = self.answers.found
        for number, each in enumerate(found):
            if len(each) > 1:
                found[number] = in_order(each)
        for number in self.answers.doubted.union(self.innocent) if self.innocent else self.answers.doubted:
            found[number] = self._with_reasons(number, found[number])
        return found

    def _in_stream(self, stream: Stream) -> None:
        hits, ways = self._search(stream)
        parts = self._by_signs(stream, hits) if hits else []
        if ways:
            self._by_sound(stream, ways)
        self._by_letters(stream)
        if parts or stream.pictures:
            self._put_together(stream, parts)

    def _search(self, stream: Stream) -> tuple[list[Hit], list[Hit]]:
        """What the passes find. Where that is very much, it mostly repeats itself: after some of it has been weighed
        they answer most by themselves."""
        hits, ways = self.passes.search(stream, self.batch, self.answers)
        if len(hits) + len(ways) > VERY_MANY and stream is self.batch.stream:
            self._by_signs(stream, hits[:SOME])
            self._by_sound(stream, ways[:SOME])
            self.answers, self.innocent = Answers(len(self.batch.texts)), {}
            hits, ways = self.passes.search(stream, self.batch, self.answers)
        return hits, ways

    def _by_signs(self, stream: Stream, hits: list[Hit]) -> list[Hit]:
        """Words as they are written; answers the parts of characters that may be put together."""
        kinds, uses = self.lexicon.kinds, self.lexicon.uses
        parts: list[Hit] = []
        for start, end, pattern in hits:
            kind = kinds[pattern]
            if kind >= Kind.PARTS:
                parts.append((start, end, pattern))
            if kind != Kind.PARTS:
                self._use(stream, start, end, uses(pattern))
        return parts

    def _use(self, stream: Stream, start: int, end: int, uses: list[tuple[int, int]]) -> None:
        first = stream.begin_of(start)
        text_number = bisect_right(self.begins, first) - 1
        begin = self.begins[text_number]
        for kind, number in uses:
            if kind == Kind.WORD:
                word, text = self.lexicon.words[number], self.batch.texts[text_number]
                at = first - begin
                if not text.startswith(word.text, at):
                    at = self._literally(stream, start, text, begin, number)
                behind = at + len(word.text)
                if (
                    at >= 0
                    and (self.lexicon.forms[number] & PLAIN or stands_alone(text, at, behind))
                    and not is_drawn_out(text, at, behind)
                ):
                    self._keep_literal(text_number, at, word)
                elif end - start > 1 or self.lexicon.forms[number] & SINGLE or is_repeated(stream, start):
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
        at = stream.begin_of(start) - begin
        if spelled.before:
            at = max(at - word.index(spelled.signs[0]), 0)
            return at if text.startswith(word, at) else -1
        if not is_repeated(stream, start):
            return -1
        behind = stream.begin_of(start + 1) - begin if start + 1 < len(stream.first) else len(text)
        literally = text.find(word, at, behind - 1 + len(word))
        return literally if any(not plain(sign) for sign in text[at : max(literally, at)]) else -1

    def _keep_literal(self, text_number: int, start: int, word: Word) -> None:
        one = found_of((start, start + len(word.text), word, Variant.LITERAL, 1.0, False, ""))
        self._add(text_number, one)

    def _add(self, text_number: int, one: Found) -> None:
        self.answers.found[text_number].append(one)
        self.answers.doubted.add(text_number)

    def _by_sound(self, stream: Stream, ways: list[Hit], made: bytes | None = None) -> None:
        for start, end, number in ways:
            # Of a word like 爸爸 there is one element, which must stand there twice.
            if end - start == 1 and made is None and not is_repeated(stream, start):
                continue
            way = self.lexicon.spoken(number)
            if (end - start <= COMPARED or self._goes_on(stream, start, way.said, made)) and (
                made is None or made.find(1, start, end) >= 0
            ):
                if way.backwards:
                    self._backwards(stream, start, end, way.word)
                else:
                    self._weigh(stream, start, end, way.word, by_sound=True, made=made)

    def _goes_on(self, stream: Stream, start: int, wanted: str, made: bytes | None) -> bool:
        """Whether a long word goes on as it begins, each syllable in its usual or its second reading."""
        said = stream.said()
        if said.startswith(wanted, start):
            return True
        end = start + len(wanted)
        if made is not None or end > len(said):
            return False
        points = self.batch.points.take(stream.first[start + COMPARED : end])
        second = signs.alternatives().take(points, mode="clip").tolist()
        heard = zip(said[start + COMPARED : end], second, wanted[COMPARED:], strict=True)
        return all(code == sign or other == ord(sign) for code, other, sign in heard)

    def _by_letters(self, stream: Stream, made: bytes | None = None) -> None:
        if not self.tables.letter_patterns:
            return
        for letters, hits in self.passes.typed(stream):
            stream.write_out_places(len(hits))
            letters.write_out(len(hits))
            for start, end, pattern in hits:
                elements = letters.owners(start, end)
                if made is None or any(made[elements[0] : elements[-1] + 1]):
                    for word in self.lexicon.letter_uses(pattern):
                        self._typed(stream, letters, (start, end), elements, word)

    def _put_together(self, stream: Stream, parts: list[Hit]) -> None:
        edges = self.passes.edges(stream, parts)
        joining = rewriting.joining(edges, stream, self.lexicon.joints) if edges else []
        if not joining:
            return
        again = rewriting.rewritten(stream, joining, self.batch.points)
        again.stream.write_out_places(len(joining))
        for start, end, pattern in self.passes.written(again.stream):
            if self.lexicon.kinds[pattern] & Kind.WORD and again.made.find(1, start, end) >= 0:
                for kind, number in self.lexicon.uses(pattern):
                    if kind == Kind.WORD:
                        self._weigh(again.stream, start, end, number, made=again.made)
        self._by_sound(again.stream, self.passes.heard(again.stream), again.made)
        self._by_letters(again.stream, again.made)

    def _in_columns(self) -> None:
        again = rewriting.columns(self.batch)
        if again is None:
            return
        hits = self.passes.written(again.stream)
        again.stream.write_out_places(len(hits))
        for start, end, pattern in hits:
            if self.lexicon.kinds[pattern] & Kind.WORD and end - start > 2:
                for kind, number in self.lexicon.uses(pattern):
                    if kind == Kind.WORD:
                        self._turned(again.stream, (start, end), number, 0.2)

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
        made: bytes | None = None,
    ) -> None:
        firsts, lasts = stream.spans(range(start, end))
        first, last = firsts[0], lasts[-1]
        text_number, begin = self._text_of(first)
        text = self.batch.texts[text_number]
        spelled = repeats_written_out(self.lexicon.spelled(number), end - start)
        if spelled is None:
            return
        at = first - begin
        put_together = None if made is None else made[start:end]
        key: Hashable = (
            number,
            by_sound,
            end - start,
            last - first,
            *surroundings(text, at, last - begin, CLOSE),
        )
        if not self._reads_plainly(stream):
            key = (
                key,
                put_together,
                *[place - first for place in firsts],
                *[place - first for place in lasts],
            )
        verdict = self.verdicts.known.get(key, UNKNOWN)
        if verdict is UNKNOWN:
            judged = self._judged(stream, start, end, spelled, by_sound, text, begin, put_together)
            verdict = told(judged, at) if judged else None
            goes_on = spelled.before or spelled.after or spelled.runs[-1] > 1
            if not goes_on and closed(text, at, firsts[-1] - begin, last - begin, CLOSE):
                self.verdicts.keep(key, verdict)
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
        made: bytes | None,
    ) -> Judged | None:
        at, size = stream.begin_of(start) - begin, end - start
        last = stream.end_of(end - 1) - begin
        if made is None and last == at + size and is_plain(spelled, text, at, last):
            return weigh_plainly(text, at, spelled, by_sound)
        place = self._place(stream, range(start, end), text, begin, made)
        if size > 1 and spelled.runs[0] == 1 and not place.made[0]:
            place.pieces[0] = nearest(text, place.pieces[0], place.pieces[1][0])
        return weigh(place, spelled, by_sound)

    def _place(
        self, stream: Stream, elements: Iterable[int], text: str, begin: int, made: bytes | None
    ) -> Place:
        chosen = list(elements)
        pieces = [(stream.begin_of(one) - begin, stream.end_of(one) - begin) for one in chosen]
        return Place(text, pieces, [False] * len(chosen) if made is None else list(map(bool, made)))

    def _has_context(self, number: int, spelled: Spelled, by_sound: bool, first: int) -> bool:
        """Whether a context word ends within reach, where the word needs one."""
        if not by_sound or sum(spelled.runs) > 2:
            return True
        text_number, begin = self._text_of(first)
        end = begin + len(self.batch.texts[text_number])
        reach = max(first - NEAR_REACH, begin), min(first + NEAR_REACH, end)
        return any(
            ends_within(stream, self.lexicon.near(number), *reach)
            for stream in (self.batch.stream, self.batch.bare)
            if stream is not None
        )

    def _backwards(self, stream: Stream, start: int, end: int, number: int) -> None:
        spelled = self.lexicon.spelled(number)
        turned = spelled.clear[::-1]
        if spelled.clear == turned:
            return
        cost = 0.25 if sum(spelled.runs) > 3 else 0.35
        text_number, begin = self._text_of(stream.begin_of(start))
        at = stream.begin_of(start) - begin
        text = self.batch.texts[text_number]
        if sum(spelled.runs) == len(turned) and text.startswith(turned, at):
            if stands_alone(text, at, at + len(turned)):
                self._keep(text_number, number, at, (0, len(turned), Variant.REVERSED, 1 - cost, False))
            return
        self._turned(stream, (start, end), number, cost, backwards=True)

    def _turned(
        self, stream: Stream, span: tuple[int, int], number: int, cost: float, *, backwards: bool = False
    ) -> None:
        """A word whose characters do not follow one another in the text, or follow one another backwards, then each so
        often as the word has them; it is found from its first place to its last."""
        firsts, lasts = stream.spans(range(*span))
        text_number, begin = self._text_of(firsts[0])
        text, spelled = self.batch.texts[text_number], self.lexicon.spelled(number)
        places = [(first - begin, last - begin) for first, last in zip(firsts, lasts, strict=True)]
        if backwards:
            places.reverse()
        if "".join([plain(text[first:last])[:1] for first, last in places]) != spelled.clear:
            return
        pieces = [all_of_it(text, *one) for one in zip(places, spelled.runs, strict=True)]
        if backwards and any(
            last - first < run for (first, last), run in zip(pieces, spelled.runs, strict=True)
        ):
            return
        start, end = min(pieces)[0], max(pieces)[1]
        if stands_alone(text, start, end):
            self._keep(text_number, number, 0, (start, end, Variant.REVERSED, 1 - cost, False))

    def _initials(self, stream: Stream, start: int, end: int, number: int) -> None:
        first = stream.begin_of(start)
        text_number, begin = self._text_of(first)
        text = self.batch.texts[text_number]
        at, spelled = first - begin, self.lexicon.spelled(number)
        behind = initials.end_of(text, at, stream.end_of(end - 1) - begin, spelled)
        if behind is None or not _is_bordered(text, at, behind):
            return
        judged = Judged(at, behind)
        judged.count(Variant.PINYIN, 0.35)
        if "".join(text[judged.start : judged.end].split()) != text[judged.start : judged.end]:
            judged.count(Variant.SPACED, 0.05)
        self._keep(text_number, number, 0, told(judged, 0))

    def _typed(
        self,
        stream: Stream,
        letters: pinyin.Letters,
        span: tuple[int, int],
        elements: list[int],
        number: int,
    ) -> None:
        """A word found among letters, which some elements gave."""
        start, end = span
        firsts, lasts = stream.spans(elements)
        text_number, begin = self._text_of(firsts[0])
        text, at = self.batch.texts[text_number], firsts[0] - begin
        places = () if self._reads_plainly(stream) else tuple(place - firsts[0] for place in firsts + lasts)
        key = (number, letters.text[start:end], *surroundings(text, at, lasts[-1] - begin), places)
        verdict = self.verdicts.known.get(key, UNKNOWN)
        if verdict is UNKNOWN:
            pieces = [(first - begin, last - begin) for first, last in zip(firsts, lasts, strict=True)]
            typed = pinyin.Typed(letters, start, end, elements, pieces)
            judged = typed.judge(text, self.lexicon.spelled(number))
            verdict = told(judged, at) if judged else None
            if closed(text, at, firsts[-1] - begin, lasts[-1] - begin):
                self.verdicts.keep(key, verdict)
        if verdict and verdict[3] >= LEAST_CONFIDENCE:
            self._keep(text_number, number, at, verdict)

    def _keep(self, text_number: int, number: int, at: int, verdict: Verdict) -> None:
        start, end, variant, confidence, crosses = verdict
        word = self.lexicon.words[number]
        self._add(text_number, found_of((at + start, at + end, word, variant, confidence, crosses, "")))

    def _with_reasons(self, number: int, found: list[Found]) -> list[Found]:
        text, innocent = self.batch.texts[number], None
        if number in self.innocent:
            innocent = InnocentPlaces(self.innocent[number])
        elif len(found) > MANY and not may_have_contexts(text):
            return found
        told = [with_reason(one, text, innocent) for one in found]
        return told if self.keep_innocent else [one for one in told if not one.innocent]


def _is_bordered(text: str, start: int, end: int) -> bool:
    around = (text[start - 1 : start], plain(text[start])), (text[end : end + 1], plain(text[end - 1]))
    return not any(
        sign.isascii() and neighbor and plain(neighbor).isascii() and plain(neighbor).isalpha()
        for neighbor, sign in around
    )
