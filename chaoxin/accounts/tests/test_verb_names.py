from __future__ import annotations

import re
from pathlib import Path

import chaoxin
from chaoxin.accounts.verb_names import name_of

PACKAGE = Path(chaoxin.__file__).parent
RECORDED = re.compile(r"""auditing\.record\(\s*["']([a-z_]+\.[a-z_]+)["']""")


def test_every_verb_of_the_audit_trail_has_a_name_for_people() -> None:
    sources = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    verbs = {verb for path in sources for verb in RECORDED.findall(path.read_text())}
    assert len(verbs) > 15
    assert sorted(verb for verb in verbs if name_of(verb) == verb) == []
