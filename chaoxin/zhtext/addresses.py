"""E-mail addresses, links and shop passwords (口令), plain and disguised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from .extracts import Extract, extract_of
from .layers import Layers
from .sought import Sought

# Endings under which Chinese shops, pages and short links live; others are found behind a scheme or www.
ENDINGS = (
    "com|cn|net|org|gov|edu|info|biz|cc|tv|top|xyz|vip|shop|site|online|club|store|live|link|fun|work|wang|ltd|ink"
    "|pub|pro|mobi|asia|group|tech|cloud|icu|hk|tw|me|io|co|ai|im|la|so|to|ly|gg|app|fit|red|art|love|website"
)
# Endings that are also words, which may follow a full stop without a blank: links only with a path.
_WORDS = "live|link|fun|work|pro|me|io|co|ai|so|to|app|art|love|group|tech|red|fit|la|im|pub|online"
WORDS = frozenset(_WORDS.split("|"))
NO_LINKS = frozenset({"asp.net", "vb.net", "ado.net", "ml.net"})

DOT = r"(?:\s{0,2}(?:[.。·丶]|点|[(\[]dot[)\]])\s{0,2})"
DOT_BETWEEN = re.compile(DOT)
PLAIN_HOST = re.compile(r"[a-z0-9.-]+")
LABEL = r"[a-z0-9][a-z0-9-]{0,62}+"
PATH = r"(?P<path>(?::\d{2,5})?/[a-z0-9_./?=&%#~:+@!-]{0,2000}+)?"
# A host may have blanks inside, up to its first dot (exa mple.com).
WITH_SCHEME = Sought(
    r"h(?:tt|xx)p(?P<secure>s?)\s?:\s?/\s?/\s?"
    rf"(?P<rest>(?:[a-z0-9-]{{1,30}}+[ ](?=[a-z0-9 -]{{1,60}}\.(?:{ENDINGS})(?![a-z0-9]))){{0,3}}"
    r"[a-z0-9\[][^\s<>\"'「」]{2,2000}+)",
    "http hxxp",
)
# What opens an app: weixin://dl/business/?t=abc.
WITH_ANOTHER_SCHEME = Sought(
    r"(?<![a-z0-9+.-])(?P<scheme>(?!h(?:tt|xx)ps?:)[a-z][a-z0-9+.-]{2,24}+)://(?P<rest>[a-z0-9][^\s<>\"'「」]{1,2000}+)",
    "://",
)
BARE = Sought(
    rf"(?<![a-z0-9@._-])(?P<host>(?:{LABEL}{DOT}){{1,4}}(?:{ENDINGS}))(?![a-z0-9-]){PATH}", ". 。 · 丶 点 dot"
)
WITH_WWW = Sought(
    rf"(?<![a-z0-9@._-])(?P<host>www{DOT}(?:{LABEL}{DOT}){{1,4}}[a-z]{{2,12}})(?![a-z0-9-]){PATH}", "www"
)
MAIL = Sought(
    r"(?<![a-z0-9._%+-])(?P<name>[a-z0-9][a-z0-9._%+-]{0,63}+)\s{0,2}(?:(?:@|艾特|[(\[#]at?[)\]#])\s{0,2}"
    rf"(?P<host>(?:{LABEL}{DOT}){{1,4}}[a-z]{{2,12}})|(?:#|圈(?:a(?=\d|qq|gmail|sina|sohu|foxmail|outlook|hotmail))?)(?P<ringed>(?:{LABEL}{DOT}){{1,4}}(?:{ENDINGS})))(?![a-z0-9-])",
    "@ 艾特 at [a (a # 圈",
)
# a b c @ 1 6 3 . c o m: a blank between all letters of the name, and mostly of the host.
APART = r"[a-z0-9](?: [a-z0-9-]){0,20}+"
SPACED_MAIL = Sought(
    r"(?<![a-z0-9._%+-])(?<![^a-z0-9][a-z0-9] )(?P<name>[a-z0-9](?: [a-z0-9._-]){1,30}+) ?@ ?"
    rf"(?P<host>{APART}(?: \. {APART}){{1,3}}|(?:{LABEL}\.){{1,4}}[a-z]{{2,12}})(?! ?[a-z0-9])",
    "@",
)
PASSWORD = Sought(r"(?P<sign>[¥$€£《])(?P<word>(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{8,14})[¥$€£》]", "¥ $ € £ 》")
END_OF_LINK = re.compile(r"[，。！？；、（）【】《》“”‘’…\u4e00-\u9fff]")
BLANK = re.compile(r"[\s\u200b-\u200f\ufeff]")
TRAILING = ".,;:!?)'\"*_~"


def find(layers: Layers) -> Iterator[Extract]:
    """Kinds email (value: lower case, plain) and link (value: plain, the path's case kept; of a shop password the
    word between its signs, with the cue 口令)."""
    taken = bytearray(len(layers.plain))
    yield from _mails(layers, taken)
    yield from _links(layers, taken)
    for match in PASSWORD.all_in(layers.plain):
        word = _written(layers, *match.span("word"))
        yield extract_of(("link", *layers.span(*match.span()), word, "口令", 0.8))


def _mails(layers: Layers, taken: bytearray) -> Iterator[Extract]:
    places = layers.places
    for match in SPACED_MAIL.all_in(layers.plain):
        start, end = match.span()
        taken[start:end] = b"\1" * (end - start)
        yield extract_of(("email", places[start], places[end - 1] + 1, match[0].replace(" ", ""), "", 0.8))
    for match in MAIL.all_in(layers.plain):
        if taken[match.start()]:
            continue
        name, host, ringed = match.group("name", "host", "ringed")
        value = f"{name.rstrip('.')}@{_dotted(host or ringed)}"
        start, end = match.span()
        taken[start:end] = b"\1" * (end - start)
        sure = 0.97 if value == match[0] else 0.85
        yield extract_of(("email", places[start], places[end - 1] + 1, value, "", sure))


def _links(layers: Layers, taken: bytearray) -> Iterator[Extract]:
    """Those that are no part of what is `taken`, be that an address of e-mail or another link."""
    for match in WITH_SCHEME.all_in(layers.plain):
        start, end = match.start(), _end_of_link(layers, match.start("rest"), match.end())
        value = f"http{match['secure']}://{_written(layers, match.start('rest'), end)}"
        yield _link(layers, (start, end), value, 0.97, taken)
    for match in WITH_ANOTHER_SCHEME.all_in(layers.plain):
        start, end = match.start(), _end_of_link(layers, match.start("rest"), match.end())
        value = f"{match['scheme']}://{_written(layers, match.start('rest'), end)}"
        yield _link(layers, (start, end), value, 0.9, taken)
    for sought in (WITH_WWW, BARE):
        for match in sought.all_in(layers.plain):
            start, end = match.span()
            if taken[start] and taken[end - 1]:
                continue
            written, path = match.group("host", "path")
            host, confidence = _host(written, len(path or "") > 1)
            if confidence:
                if path:
                    end = _end_of_link(layers, match.end("host"), end)
                    host += _written(layers, match.end("host"), end)
                yield _link(layers, (start, end), host, confidence, taken)


def _link(layers: Layers, span: tuple[int, int], value: str, confidence: float, taken: bytearray) -> Extract:
    """The link, whose place is taken then: what lies within it is a part of it."""
    start, end = span
    taken[start:end] = b"\1" * (end - start)
    return extract_of(("link", layers.places[start], layers.places[end - 1] + 1, value, "", confidence))


@lru_cache(maxsize=1_000)
def _host(written: str, has_path: bool) -> tuple[str, float]:
    """The host with plain dots, and how sure it is that it is one; 0.0 where it is none."""
    host = _dotted(written)
    name, _dot, ending = host.rpartition(".")
    if host in NO_LINKS or name.replace(".", "").isdigit():
        return host, 0.0
    if host.startswith("www."):
        return host, 0.95
    if has_path:
        return host, 0.9
    if ending in WORDS:
        return host, 0.0
    return host, 0.8 if written == host else 0.7


def _dotted(host: str) -> str:
    return host if PLAIN_HOST.fullmatch(host) else DOT_BETWEEN.sub(".", host)


def _written(layers: Layers, start: int, end: int) -> str:
    """What stands there, with its case, in plain width and without blanks."""
    first, last = layers.span(start, end)
    written = layers.source[first:last]
    if written.isascii():
        return "".join(written.split())
    return BLANK.sub("", unicodedata.normalize("NFKC", written))


def _end_of_link(layers: Layers, start: int, end: int) -> int:
    """Where the link ends in the plain layer: before Chinese punctuation, which is evened out there, and without
    the signs that end a sentence."""
    if end <= start:
        return end
    first, last = layers.span(start, end)
    if not layers.source[first:last].isascii():
        stop = END_OF_LINK.search(layers.source, first, last)
        if stop and stop.start() > first:
            end = layers.place_of(stop.start())
    while end > start + 1 and layers.plain[end - 1] in TRAILING:
        end -= 1
    return end
