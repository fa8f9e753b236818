"""The query language of monitors: what is written and what it means.

华为 手机                 both words (also AND, &, 且)
华为 | 荣耀               one of them (also OR, 或)
手机 -壳                  without a word (also NOT, !, 非, 不含)
"充电 口"                 the words as they stand
发热 NEAR/6 手机          with at most six characters between them, in any order (also 近/6)
标题:新品 author:小明      in one field only; 标题:(新品 | 首发) too
iphone*                   a Latin word that begins so
(华为 | 荣耀) 发热 -壳     AND binds closer than OR
华为AND发热               no blanks are needed around AND, OR, NOT and NEAR between Chinese; BRAND is a word
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from .layers import Layers

FIELDS = {"标题": "title", "正文": "text", "内容": "text", "作者": "author"}
USUAL_FIELDS = ("title", "text", "author")
NEAR_DISTANCE = 10
DEEPEST, LONGEST = 40, 20_000


class BadQuery(ValueError):
    """`sentence` says in Chinese what is wrong and what to do; `start` to `end` is the place in the query."""

    def __init__(self, sentence: str, start: int, end: int) -> None:
        super().__init__(sentence)
        self.sentence, self.start, self.end = sentence, start, end


@dataclass(frozen=True)
class Word:
    """`text` is evened out as the plain layer is. `field` is "" for any. A Latin word is found only as a whole, or
    from its beginning where it is a `prefix`."""

    text: str
    field: str = ""
    prefix: bool = False


@dataclass(frozen=True)
class Without:
    part: Query


@dataclass(frozen=True)
class All:
    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Near:
    """A word of each side in the same field, with at most `distance` characters between them."""

    one: tuple[Word, ...]
    other: tuple[Word, ...]
    distance: int


Query = Word | Without | All | Any | Near


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


# What a word cannot go on behind, and where one in Latin letters needs no blanks: between Chinese, brackets and quotes.
_APART = r"(?![^\s()（）\"“「『])"
_BETWEEN = r"(?<=[\u4e00-\u9fff)）\"”」』])(?:{})(?=[\u4e00-\u9fff(（\"“「『])"
_DISTANCE = r"(?:[/／]\d{1,4})?"
_GLUED = _BETWEEN.format(f"AND|OR|NOT|NEAR{_DISTANCE}")
_TOKEN = re.compile(
    r"(?P<blank>\s+)|(?P<open>[(（])|(?P<close>[)）])"
    r"|(?P<phrase>\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』)"
    rf"|(?P<near>(?:NEAR|近|附近){_DISTANCE}{_APART}|{_BETWEEN.format(f'NEAR{_DISTANCE}')})"
    rf"|(?P<any>(?:OR|或者?){_APART}|{_BETWEEN.format('OR')}|[|｜]{{1,2}})"
    rf"|(?P<all>(?:AND|并?且|与|同时){_APART}|{_BETWEEN.format('AND')}|[&＆]{{1,2}})"
    rf"|(?P<without>(?:NOT|非|不含|排除){_APART}|{_BETWEEN.format('NOT')}|[-!！－](?=\S))"
    rf"|(?P<field>(?:(?!{_GLUED})[A-Za-z_\u4e00-\u9fff]){{1,12}}[:：](?!//))"
    r"|(?P<comma>[,，、;；])"
    rf"|(?P<word>(?:(?!{_GLUED})[^\s()（）\"“”「」『』|｜&＆,，、;；])+)"
    r"|(?P<stray>.)"
)
_DISTANCE_TOLD = re.compile(r"\d+$")

_ONLY_SIGNS = re.compile(r"[\x00-/:-@\[-`{-\x7f]*")
_LOWER_CASE = {"and": "&", "or": "|", "not": "-"}


def parse(text: str, fields: Collection[str] = USUAL_FIELDS) -> Query:
    """What the query means. Raises BadQuery."""
    if len(text) > LONGEST:
        raise BadQuery(f"这条规则有 {len(text)} 个字，最多 {LONGEST} 个，请拆成几条。", LONGEST, len(text))
    parser = _Parser(list(_tokens(text)), len(text), fields)
    query = parser.whole()
    if not needs_a_word(query):
        raise BadQuery(
            "一个词也不出现时，这条规则也成立，会命中几乎所有文字。请至少写一个必须出现的词。", 0, len(text)
        )
    return query


def needs_a_word(query: Query) -> bool:
    """Whether the query is true only of texts with at least one of its words."""
    match query:
        case Without():
            return False
        case All(parts):
            return any(needs_a_word(part) for part in parts)
        case Any(parts):
            return all(needs_a_word(part) for part in parts)
    return True


def words_of(query: Query) -> Iterator[Word]:
    """Every word of the query."""
    match query:
        case Word():
            yield query
        case Near(one, other, _distance):
            yield from one
            yield from other
        case Without(part):
            yield from words_of(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from words_of(part)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind == "comma":
            raise BadQuery(
                "逗号和顿号不是连接符。同时出现用空格，任选其一用“|”；要找标点本身请加引号。", *match.span()
            )
        if kind == "stray":
            raise BadQuery("引号没有配对，请补上另一半。", *match.span())
        if kind != "blank":
            yield _Token(kind, match[0], *match.span())


class _Parser:
    """Recursive descent: any → all → near → one."""

    def __init__(self, tokens: list[_Token], length: int, fields: Collection[str]) -> None:
        self._tokens, self._place, self._length, self._fields = tokens, 0, length, fields
        self._depth = 0

    def whole(self) -> Query:
        query = self._any("")
        if token := self._next():
            raise BadQuery("多了一个右括号，请删去或补上左括号。", token.start, token.end)
        return query

    def _next(self, *kinds: str) -> _Token | None:
        token = self._tokens[self._place] if self._place < len(self._tokens) else None
        return token if token and (not kinds or token.kind in kinds) else None

    def _take(self, *kinds: str) -> _Token | None:
        token = self._next(*kinds)
        self._place += token is not None
        return token

    def _any(self, field: str) -> Query:
        parts = [self._all(field)]
        while self._take("any"):
            parts.append(self._all(field))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self, field: str) -> Query:
        parts = [self._near(field)]
        while self._take("all") or self._next("open", "phrase", "without", "field", "word"):
            parts.append(self._near(field))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _near(self, field: str) -> Query:
        start, part = self._place, self._one(field)
        pairs: list[Query] = []
        while token := self._take("near"):
            one, start = self._choice(part, start), self._place
            part = self._one(field)
            other = self._choice(part, start)
            told = _DISTANCE_TOLD.search(token.text)
            pairs.append(Near(one, other, int(told[0]) if told else NEAR_DISTANCE))
        if not pairs:
            return part
        return pairs[0] if len(pairs) == 1 else All(tuple(pairs))

    def _choice(self, part: Query, place: int) -> tuple[Word, ...]:
        """The words of one side of NEAR."""
        parts = part.parts if isinstance(part, Any) else (part,)
        words = tuple(one for one in parts if isinstance(one, Word))
        if len(words) < len(parts):
            token = self._tokens[place]
            raise BadQuery(
                "NEAR 的两边只能是词、引号里的短语，或用“|”连起来的一组词。", token.start, token.end
            )
        return words

    def _one(self, field: str) -> Query:
        token = self._take("without", "open", "field", "phrase", "word")
        if token is None:
            return self._missing()
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadQuery(f"括号套得太深，最多 {DEEPEST} 层。", token.start, token.end)
        query = self._read(token, field)
        self._depth -= 1
        return query

    def _read(self, token: _Token, field: str) -> Query:
        if token.kind == "without":
            return Without(self._one(field))
        if token.kind == "field":
            return self._one(self._field(token))
        if token.kind == "open":
            query = self._any(field)
            if not self._take("close"):
                raise BadQuery("这个左括号没有配对的右括号，请补上。", token.start, token.end)
            return query
        quoted = token.kind == "phrase"
        return replace(_word(token, token.text[1:-1] if quoted else token.text, quoted), field=field)

    def _field(self, token: _Token) -> str:
        name = token.text[:-1]
        field = FIELDS.get(name, name.lower())
        if field not in self._fields:
            known = "、".join(self._fields)
            raise BadQuery(
                f"没有叫“{name}”的字段，可以用 {known}；要找冒号本身请加引号。", token.start, token.end
            )
        return field

    def _missing(self) -> Query:
        token = self._next()
        if token is None:
            sentence = "规则没写完，后面还要有一个词。" if self._tokens else "规则是空的，请写至少一个词。"
            raise BadQuery(sentence, self._length, self._length)
        raise BadQuery("这里缺一个词：连接符的两边、括号里面都要有词。", token.start, token.end)


def _word(token: _Token, written: str, quoted: bool) -> Word:
    prefix = not quoted and len(written) > 1 and written.endswith("*")
    text = _evened(written[:-1] if prefix else written)
    if not text or (not quoted and _ONLY_SIGNS.fullmatch(text)):
        raise BadQuery("这里没有可以查找的字；要找符号本身请加引号。", token.start, token.end)
    if not quoted and text in _LOWER_CASE:
        sign = _LOWER_CASE[text]
        raise BadQuery(
            f"连接符要大写：请写 {text.upper()} 或 {sign}；要找“{text}”这个词请加引号。",
            token.start,
            token.end,
        )
    return Word(text, prefix=prefix)


@lru_cache(maxsize=100_000)
def _evened(written: str) -> str:
    return " ".join(Layers(written).plain.split())
