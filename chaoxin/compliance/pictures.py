"""From what is seen in pictures and known of them to findings: writing is judged like text, codes by what they say,
and every finding tells in which picture it lies and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .dropped_strokes import completed
from .matching import findings as findings_in_texts
from .media_facts import MEDIA_FACTS, today
from .rulebooks import Rulebook
from .rules import Rule
from .values import Box, Finding, JudgedContent, MediaFacts, Seen

BREAK = "\n"


def findings(content: JudgedContent, book: Rulebook) -> tuple[Finding, ...]:
    """All findings in and about the content's pictures, in their order. The writing of a picture is one text of a
    line each, called `picture-1` for the first."""
    day = content.on or today()
    applying = [rule for rule in book.rules if rule.applies(content.platform, content.industry, on=day)]
    found: list[Finding] = []
    for number, media in enumerate(content.pictures, 1):
        field = f"picture-{number}"
        found += _about(media, field, content, applying)
        found += _in_codes(media, field, applying)
        found += _in_writing(media, field, content, book)
    return tuple(dict.fromkeys(found))


def texts_of(content: JudgedContent) -> dict[str, str]:
    """Every text in which findings have places, by the field that they name: those of the content, and the writing of
    each picture that has any."""
    written = {
        f"picture-{number}": _Writing(media.lines).text
        for number, media in enumerate(content.pictures, 1)
        if media.lines
    }
    return {**content.fields, **written}


def _about(media: MediaFacts, field: str, content: JudgedContent, rules: list[Rule]) -> Iterator[Finding]:
    for rule in rules:
        evidence = [MEDIA_FACTS[fact](media, content) for fact in rule.facts if fact in MEDIA_FACTS]
        if evidence and all(evidence) and not rule.disclosure:
            yield _finding(rule, media, field, evidence=evidence)


def _in_codes(media: MediaFacts, field: str, rules: list[Rule]) -> Iterator[Finding]:
    for code in media.codes:
        hit = next((rule for rule in rules if any(said.search(code.text) for said in rule.codes)), None)
        if hit is not None:
            yield _finding(hit, media, field, code=code)


def _finding(
    rule: Rule, media: MediaFacts, field: str, *, evidence: Iterable[str] = (), code: Seen | None = None
) -> Finding:
    shown = "、".join(dict.fromkeys(evidence)) or (code.text if code else "")
    return Finding(
        field=field,
        start=0,
        end=0,
        quoted=code.text if code else media.name,
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        basis=str(rule.basis),
        why=rule.why.replace("{evidence}", shown),
        substitutes=rule.substitutes,
        media=media.key or media.sha256,
        box=code.box if code else None,
        at=code.at if code else None,
    )


def _in_writing(media: MediaFacts, field: str, content: JudgedContent, book: Rulebook) -> Iterator[Finding]:
    if not media.lines:
        return
    writing = _Writing(media.lines)
    found = _in_text(writing.text, field, content, book)
    if whole := completed(writing.text):
        found += whole.doubtful(_in_text(whole.text, field, content, book), found)
    for finding in found:
        box, at = writing.place(finding.start, finding.end)
        yield replace(finding, media=media.key or media.sha256, box=box, at=at)


def _in_text(text: str, field: str, content: JudgedContent, book: Rulebook) -> list[Finding]:
    texts = JudgedContent(
        content.platform, content.format, {field: text}, industry=content.industry, on=content.on
    )
    return list(findings_in_texts(texts, book, missing=False))


@dataclass(frozen=True)
class _Writing:
    lines: tuple[Seen, ...]

    @property
    def text(self) -> str:
        return BREAK.join(line.text for line in self.lines)

    def place(self, start: int, end: int) -> tuple[Box | None, float | None]:
        """Where the characters from `start` to `end` are seen, and when. Within a line they are taken to be of equal
        width."""
        boxes: list[Box] = []
        at, first = None, 0
        for line in self.lines:
            last = first + len(line.text)
            if first < end and start < last:
                boxes.append(_part(line, max(start, first) - first, min(end, last) - first))
                at = line.at if at is None else at
            first = last + len(BREAK)
        return _around(boxes), at


def _part(line: Seen, start: int, end: int) -> Box:
    left, top, width, height = line.box
    length = max(1, len(line.text))
    if height > width:
        return left, top + height * start / length, width, height * (end - start) / length
    return left + width * start / length, top, width * (end - start) / length, height


def _around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return tuple(round(part, 4) for part in (left, top, right - left, bottom - top))  # type: ignore[return-value]
