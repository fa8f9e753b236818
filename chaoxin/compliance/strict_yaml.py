"""YAML in which no key stands twice: of two the first would be lost without a word."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

# What is taken over from another mapping.
MERGE = "tag:yaml.org,2002:merge"


class _Strict(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            if key_node.tag == MERGE:
                continue
            key = self.construct_object(key_node, deep=deep)  # type: ignore[no-untyped-call]
            if key in seen:
                problem = f"the key {key!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def load(text: str) -> Any:
    """What a document says. Raises yaml.YAMLError."""
    return yaml.load(text, _Strict)  # noqa: S506 - a safe loader
