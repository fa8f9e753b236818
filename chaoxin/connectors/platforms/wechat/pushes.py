"""Reading the body of a push: XML or JSON, into flat fields."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

DEEPEST = 8


def fields_of(body: bytes) -> dict[str, Any] | None:
    """The fields of a push: nested dicts, repeated elements as lists, texts without blanks around them. None
    where the body is neither XML nor a JSON object."""
    if body.lstrip()[:1] == b"{":
        return _json_fields(body)
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    found = _element(root, DEEPEST)
    return found if isinstance(found, dict) else None


def _json_fields(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _element(element: Element, depth: int) -> dict[str, Any] | str:
    if not len(element) or not depth:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        value = _element(child, depth - 1)
        if child.tag not in found:
            found[child.tag] = value
        elif isinstance(found[child.tag], list):
            found[child.tag].append(value)
        else:
            found[child.tag] = [found[child.tag], value]
    return found
