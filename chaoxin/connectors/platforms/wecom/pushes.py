"""Reading the XML of a push into fields."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

DEEPEST = 8


def fields_of(body: bytes) -> dict[str, Any] | None:
    """The fields of a push: nested dicts, repeated elements as lists, texts without blanks around them. None
    where the body is no XML with fields."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    found = _value(root, DEEPEST)
    return found if isinstance(found, dict) else None


def _value(element: Element, depth: int) -> dict[str, Any] | str:
    if not len(element) or not depth:
        return (element.text or "").strip()
    values: dict[str, list[Any]] = {}
    for child in element:
        values.setdefault(child.tag, []).append(_value(child, depth - 1))
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}
