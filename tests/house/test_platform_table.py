"""The READMEs promise of each platform what its manifest says."""

from __future__ import annotations

import pytest

from chaoxin.connectors import registry

from . import platform_table, sources

HOW_TO = "run `python -m tests.house.platform_table` and commit what it wrote"


@pytest.mark.parametrize("name", platform_table.READMES)
def test_the_table_of_platforms_is_that_of_the_manifests(name: str) -> None:
    written = (sources.ROOT / name).read_text()
    made = platform_table.with_table(written, platform_table.READMES[name])
    assert written == made, HOW_TO


def test_every_way_to_connect_has_its_row() -> None:
    rows = platform_table.table(platform_table.CHINESE).splitlines()[2:]
    ways = [(manifest.name, mode) for manifest in registry.manifests().values() for mode in manifest.modes]
    assert len(rows) == len(ways)
    assert all(row.startswith(f"| {name} |") for row, (name, _mode) in zip(rows, ways, strict=True))
