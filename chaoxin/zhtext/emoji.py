"""Pictures that are written for a word. They are read only where a word of the lexicon asks for just that."""

from __future__ import annotations

from .tables import lines

# Each picture and what it may be read as, one or two characters.
MEANINGS: dict[str, tuple[str, ...]] = {
    line.split(" ")[0]: tuple(line.split(" ")[1:]) for line in lines("pictures.txt")
}
