"""What was kept in Chinese as it was said, told to a reader of another language: the sentences of the catalogue are
recognized in it, with what stands in their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, trans_real
from django.utils.translation import gettext as _

from chaoxin.core.sentences import joined

MOST_PIECES = 8
# A sentence that consists of little but its places would be recognized in anything.
FEWEST_SIGNS = 4
KEPT_READY = 4096
PLACE = re.compile(r"%(?:\((\w+)\))?([sd])")
BRACED = re.compile(r"\{([a-z]+)\}")
NUMBER = re.compile(r"%(\(\w+\)|)d")
ENDS = re.compile(r"(?<=[。！？])")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Template:
    """A sentence of the catalogue with places; `begins` is what stands before the first, `signs` how much is said
    beside them."""

    text: str
    begins: str
    signs: int
    pattern: re.Pattern[str]

    def told(self, text: str) -> str:
        """The text in the reader's language if it is this sentence, else ""."""
        found = self.pattern.fullmatch(text) if text.startswith(self.begins) else None
        if found is None:
            return ""
        named = {name: read_back(value) for name, value in found.groupdict().items()}
        # What was a number is text that looks like one.
        words = NUMBER.sub(r"%\1s", _in_percent(_(self.text)))
        return words % (named or tuple(map(read_back, found.groups())))


def read_back(text: str) -> str:
    """The text in the reader's language; as it stands where it does not consist of sentences of the catalogue."""
    language = get_language() or ""
    if not text or language.lower() == settings.LANGUAGE_CODE.lower() or not CHINESE.search(text):
        return text
    return _read_back(str(text), language)


@lru_cache(maxsize=KEPT_READY)
def _read_back(text: str, language: str) -> str:
    if whole := _known(text, language):
        return whole
    pieces = [piece for piece in ENDS.split(text) if piece]
    told: list[str] = []
    while pieces:
        ends = range(min(len(pieces), MOST_PIECES), 0, -1)
        known = ((end, _known("".join(pieces[:end]).strip(), language)) for end in ends)
        end, sentence = next(((end, one) for end, one in known if one), (0, ""))
        if not end:
            return text
        told.append(sentence)
        del pieces[:end]
    return joined(*told)


def _known(text: str, language: str) -> str:
    exact = _(text)
    if exact != text:
        return exact
    return next((told for one in _templates(language) if (told := one.told(text))), "")


@lru_cache
def _templates(language: str) -> tuple[Template, ...]:
    """Those that say most are tried first."""
    catalogue = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    texts = {
        key for key, _told in catalogue.items() if isinstance(key, str) and PLACE.search(_in_percent(key))
    }
    made = (_template(text) for text in texts if "\x04" not in text)
    return tuple(sorted(filter(None, made), key=lambda one: (-one.signs, one.text)))


def _in_percent(text: str) -> str:
    """The sentence with its places as `%(name)s`, however it has them."""
    return BRACED.sub(r"%(\1)s", text.replace("%", "%%")) if BRACED.search(text) else text


def _template(said: str) -> Template | None:
    text = _in_percent(said)
    literal = PLACE.sub("", text)
    if "%" in literal.replace("%%", "") or len(CHINESE.findall(literal)) < FEWEST_SIGNS:
        return None
    pattern, seen, last = "", set[str](), 0
    for place in PLACE.finditer(text):
        name = place[1] or ""
        pattern += re.escape(text[last : place.start()].replace("%%", "%"))
        pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.+?)" if name else "(.+?)"
        seen |= {name} - {""}
        last = place.end()
    pattern += re.escape(text[last:].replace("%%", "%"))
    begins = PLACE.split(text, maxsplit=1)[0].replace("%%", "%")
    return Template(said, begins, len(literal), re.compile(pattern, re.DOTALL))
