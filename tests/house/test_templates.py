"""Pages carry no script of their own: the content security policy would not run it."""

from __future__ import annotations

import re

from . import sources

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|\shx-on[:-]|\bjavascript:", re.IGNORECASE
)


def test_no_template_holds_script() -> None:
    holding = [
        f"{sources.name_of(path)}:{number}: {line.strip()[:80]}"
        for path in sources.files(".html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if INLINE.search(line)
    ]
    assert holding == []
