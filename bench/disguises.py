"""Ways in which people hide words from a filter, made by hand for the words below."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

from chaoxin.zhtext.lexicon import Word

_TABLES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")


def _table(name: str) -> list[str]:
    """Entries of a section of the file beside this one."""
    return _TABLES.partition(f"[{name}]\n")[2].partition("[")[0].split()


NEAR = ("加", "扫", "联系", "私", "发")
# As many as a small pack has: 广告法, contact diversion, finance, medicine, rewards for sharing.
WORDS = [
    *(Word(text) for text in _table("words")),
    *(Word(text, phonetic=True, near=NEAR) for text in ("微信", "红包", "返利")),
    *(Word(text) for text in ("最佳", "第一", "VX", "wechat", "telegram", "QQ群", "TOP1")),
]
INNOCENT = ("第一次", "第一批", "第一双", "第一时间", "第一天", "第一名", "世界级难题")

_CYRILLIC = dict(zip("acehikmopqstvwxy", "асенікмоpԛѕтѵԝху", strict=True))
_GREEK = dict(zip("aeikmnoptuvxy", "αεικмηορτυνχγ", strict=True))
_NOISE = {
    "ascii_signs": "*-_.~/|+=#@^&",
    "cjk_signs": "、·。，！～—…【】「」《》￥：；？",
    "other_signs": "★☆◆●▲♪※→√∞卍〓▓░╱░▪♂§¤¶†‡°ˇ´¨",
    "emoji": "😀🎉👍🌸😂🙏🐾🎈🍀🎁✨💪🏻",
    "invisible": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\ufe0f",
    "spaces": " \u3000\u00a0\u2009\u2002",
}


def _pairs(name: str) -> dict[str, str]:
    return {entry[0]: entry[1:] for entry in _table(name)}


SYLLABLES, HOMOPHONES, TRADITIONAL = _pairs("syllables"), _pairs("homophones"), _pairs("traditional")
PARTS, ALIKE = _pairs("parts"), _pairs("alike")
Disguise = Callable[[str, random.Random], str | None]


def _is_han(word: str) -> bool:
    return all("一" <= sign <= "鿿" for sign in word)


def _between(kind: str) -> Disguise:
    def write(word: str, chance: random.Random) -> str:
        one = chance.choice(_NOISE[kind])
        same = chance.random() < 0.5
        joined = word[0]
        for sign in word[1:]:
            joined += (one if same else chance.choice(_NOISE[kind])) * chance.choice((1, 1, 2)) + sign
        return joined

    return write


def _breaks(word: str, chance: random.Random) -> str:
    return chance.choice(("\n", "\r\n", "\n\n")).join(word)


def _repeated(word: str, chance: random.Random) -> str:
    return "".join(sign * chance.choice((2, 2, 3)) for sign in word)


def _toneless(sign: str) -> str:
    letters = unicodedata.normalize("NFD", SYLLABLES[sign].replace("ǚ", "v"))
    return "".join(letter for letter in letters if letter.isalpha())


def _pinyin(separators: str, toned: bool = False) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        if not _is_han(word):
            return None
        separator = chance.choice(separators.split(",")).replace("_", " ")
        return separator.join(SYLLABLES[sign] if toned else _toneless(sign) for sign in word)

    return write


def _numbered(word: str, chance: random.Random) -> str | None:
    if not _is_han(word):
        return None
    marks = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
    spelled = []
    for sign in word:
        tone = [marks[part] for part in unicodedata.normalize("NFD", SYLLABLES[sign]) if part in marks]
        spelled.append(_toneless(sign) + (tone[0] if tone else "5"))
    return chance.choice(("", " ")).join(spelled)


def _some(word: str, chance: random.Random, least: int = 1) -> set[int]:
    count = chance.randint(least, max(least, len(word) - 1))
    return set(chance.sample(range(len(word)), min(count, len(word))))


def _part_pinyin(word: str, chance: random.Random) -> str | None:
    if not _is_han(word):
        return None
    chosen = _some(word, chance)
    return "".join(_toneless(sign) if place in chosen else sign for place, sign in enumerate(word))


def _replaced(table: dict[str, str], whole: bool) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        can = [place for place, sign in enumerate(word) if table.get(sign)]
        if not can or (whole and len(can) < len(word)):
            return None
        chosen = can if whole else [chance.choice(can)]
        return "".join(
            chance.choice(table[sign]) if place in chosen else sign for place, sign in enumerate(word)
        )

    return write


def _split(whole: bool) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        can = [place for place, sign in enumerate(word) if sign in PARTS]
        if not can:
            return None
        chosen = set(can) if whole else {chance.choice(can)}
        return "".join(PARTS[sign] if place in chosen else sign for place, sign in enumerate(word))

    return write


def _traditional(word: str, chance: random.Random) -> str:
    del chance
    return "".join(TRADITIONAL.get(sign, sign) for sign in word)


def _latin(change: Callable[[str, random.Random], str]) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        letters = [sign for sign in word if sign.isascii() and sign.isalpha()]
        return "".join(change(sign, chance) for sign in word) if letters else None

    return write


def _shifted(upper: int, lower: int) -> Callable[[str, random.Random], str]:
    def change(sign: str, chance: random.Random) -> str:
        del chance
        if "A" <= sign <= "Z":
            return chr(upper + ord(sign) - ord("A"))
        return chr(lower + ord(sign) - ord("a")) if "a" <= sign <= "z" else sign

    return change


def _from(table: dict[str, str]) -> Callable[[str, random.Random], str]:
    def change(sign: str, chance: random.Random) -> str:
        del chance
        return table.get(sign.lower(), sign)

    return change


def _wide(sign: str, chance: random.Random) -> str:
    del chance
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


def _backwards(word: str, chance: random.Random) -> str | None:
    del chance
    return word[::-1] if len(word) > 2 and _is_han(word) and word != word[::-1] else None


def _two(one: Disguise, other: Disguise) -> Disguise:
    def write(word: str, chance: random.Random) -> str | None:
        first = one(word, chance)
        return other(first, chance) if first else None

    return write


def _mixed(word: str, chance: random.Random) -> str | None:
    """Each character in another way: as pinyin, by sound, taken apart or as it is, signs between some of them."""
    if not _is_han(word) or len(word) < 3:
        return None
    written = ""
    for sign in word:
        ways = [sign, _toneless(sign), *HOMOPHONES.get(sign, ""), PARTS.get(sign, sign)]
        written += chance.choice(ways) + chance.choice(("", "", " ", "·", "*"))
    return written.rstrip(" ·*")


def _in_a_column(word: str, chance: random.Random) -> str | None:
    """Down the first column of lines that are filled up with other characters, but for the last."""
    if not _is_han(word) or len(word) < 3:
        return None
    width = chance.randint(1, 3)
    rows = [sign + "".join(chance.choice("今天真好看吃的我们了") for _ in range(width)) for sign in word[:-1]]
    return "\n".join([*rows, word[-1]])


def _spoken_between(first: Disguise, kind: str) -> Disguise:
    """Disguised by sound and with a sign between the characters of what came out."""

    def write(word: str, chance: random.Random) -> str | None:
        said = first(word, chance) if _is_han(word) else None
        sign = chance.choice(_NOISE[kind])
        return sign.join(said.split(" ") if " " in said else said) if said else None

    return write


# Set on lines of their own.
ON_LINES = frozenset({"column"})

_homophone_all = _replaced(HOMOPHONES, whole=True)
DISGUISES: dict[str, Disguise] = {
    "plain": lambda word, _chance: word,
    "case": _latin(lambda sign, chance: chance.choice((sign.upper(), sign.lower(), sign.swapcase()))),
    "full_width": _latin(_wide),
    "traditional": _traditional,
    "ascii_signs": _between("ascii_signs"),
    "cjk_signs": _between("cjk_signs"),
    "other_signs": _between("other_signs"),
    "spaces": _between("spaces"),
    "emoji": _between("emoji"),
    "invisible": _between("invisible"),
    "line_breaks": _breaks,
    "repeated": _repeated,
    "pinyin": _pinyin(",_"),
    "pinyin_separated": _pinyin("_,-,.,*,',·"),
    "pinyin_toned": _pinyin(",_", toned=True),
    "pinyin_numbered": _numbered,
    "part_pinyin": _part_pinyin,
    "homophone_one": _replaced(HOMOPHONES, whole=False),
    "homophone_all": _homophone_all,
    "split_one": _split(whole=False),
    "split_all": _split(whole=True),
    "cyrillic_greek": _latin(lambda sign, chance: _from(chance.choice((_CYRILLIC, _GREEK)))(sign, chance)),
    "mathematical": _latin(_shifted(0x1D5D4, 0x1D5EE)),
    "circled": _latin(_shifted(0x24B6, 0x24D0)),
    "squared": _latin(lambda sign, chance: _shifted(0x1F170, 0x1F170)(sign.upper(), chance)),
    "alike": _replaced(ALIKE, whole=False),
    "reversed": _backwards,
    "traditional_signs": _two(_traditional, _between("other_signs")),
    "homophone_signs": _spoken_between(_homophone_all, "emoji"),
    "mixed": _mixed,
    "column": _in_a_column,
    "pinyin_signs": _spoken_between(_pinyin("_"), "other_signs"),
}
