"""Chinese texts that stand in data and are told in the reader's language when they are shown: what rules of the house
say, what packs begin with, and what platforms and their metrics are called."""

from __future__ import annotations

from collections.abc import Iterator

from chaoxin.compliance import house_words
from chaoxin.compliance.blanks import blanks
from chaoxin.connectors import registry

PACKS = "chaoxin/compliance/packs/{}.yaml"
BLANKS = "chaoxin/compliance/blanks.yaml"
MANIFESTS = "chaoxin/connectors/platforms/{}/manifest.py"


def kept() -> Iterator[tuple[str, str, str]]:
    """Each text with its context ("" for none) and the file that has it."""
    for text, pack in house_words.spoken():
        yield text, "", PACKS.format(pack)
    for blank in blanks().values():
        yield from ((text, "", BLANKS) for text in (blank.name, blank.help))
    for key, manifest in registry.manifests().items():
        yield manifest.name, "platform", MANIFESTS.format(key)
        yield from (
            (name, "metric", MANIFESTS.format(key)) for name in dict.fromkeys(manifest.metrics.values())
        )
