"""HTML built from elements; every text is escaped."""

from collections.abc import Iterable, Mapping
from html import escape

VOID = frozenset({"input", "br", "img", "meta", "link", "hr"})


class Markup(str):
    """Text that is HTML already."""


def element(name: str, attributes: Mapping[str, object] | None = None, *children: object) -> Markup:
    """An element. An attribute that is None or False is left out, one that is True stands alone."""
    parts = [name]
    for key, value in (attributes or {}).items():
        if value is True:
            parts.append(key)
        elif value is not None and value is not False:
            parts.append(f'{key}="{escape(str(value))}"')
    opened = f"<{' '.join(parts)}>"
    return Markup(opened if name in VOID else f"{opened}{joined(children)}</{name}>")


def joined(children: Iterable[object]) -> Markup:
    """Children one after another: markup as it is, texts escaped, None as nothing, lists in order."""
    parts = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, (list, tuple)):
            parts.append(joined(child))
        else:
            parts.append(Markup(escape(str(child))))
    return Markup("".join(parts))


def lines(text: str) -> Markup:
    """A text with its line breaks."""
    return Markup("<br>".join(escape(line) for line in text.split("\n")))
