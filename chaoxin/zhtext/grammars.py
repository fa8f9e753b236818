"""Patterns whose matches say something of their own, whatever stands around them."""

from __future__ import annotations

from collections.abc import Callable

from .extracts import Extract, extract_of
from .layers import Layers
from .sought import Sought

# What a match says: the value, "" where it is nothing after all, the cue, and how sure that is.
Saying = tuple[str, str, float]
MOST_REMEMBERED = 10_000


class Grammar(Sought):
    """A pattern over the plain layer, all of whose groups have names, and the function that takes these and answers
    what such a match says. That is remembered: most texts say little that has never been said. The span begins where
    the group `begins` does, or the match, and ends with the match."""

    def __init__(
        self, kind: str, pattern: str, needed: str, saying: Callable[..., Saying], begins: str | int = 0
    ) -> None:
        super().__init__(pattern, needed)
        self._kind, self._saying, self._begins = kind, saying, begins
        self._names = tuple(self.pattern.groupindex)
        self._said: dict[tuple[str | None, ...], Saying] = {}

    def read(self, layers: Layers, amounts: bytearray | None = None) -> list[Extract]:
        """What its matches say, in order. `amounts` marks where those begin that were read before in another way,
        which count no more; where these do is marked."""
        if not self.may_be_in(layers.plain):
            return []
        found, said, kind, begins = [], self._said, self._kind, self._begins
        places = None if layers.is_whole else layers.places
        for match in self.pattern.finditer(layers.plain):
            groups = match.groups()
            value, cue, sure = said.get(groups) or self._say(groups)
            if not value:
                continue
            if amounts is not None:
                amount = match.start("amount")
                if amounts[amount]:
                    continue
                amounts[amount] = True
            start, end = match.start(begins), match.end()
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            found.append(extract_of((kind, start, end, value, cue, sure)))
        return found

    def _say(self, groups: tuple[str | None, ...]) -> Saying:
        if len(self._said) >= MOST_REMEMBERED:
            self._said.clear()
        said = self._said[groups] = self._saying(**dict(zip(self._names, groups, strict=True)))
        return said
