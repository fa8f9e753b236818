"""The table of platforms in both READMEs, made from the manifests.

`python -m tests.house.platform_table` writes it between the markers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Manifest, Mode, Standing

from . import sources

BEGINNING, END = "<!-- platforms: python -m tests.house.platform_table -->", "<!-- /platforms -->"
BLOCK = re.compile(re.escape(BEGINNING) + r"\n.*?" + re.escape(END), re.DOTALL)


@dataclass(frozen=True)
class Wording:
    """How one README says it: the heads of the fixed columns, the ways to connect, and the shared capabilities."""

    heads: tuple[str, ...]
    ways: dict[str, str]
    capabilities: dict[str, str]
    format_keys: bool


CHINESE = Wording(
    heads=("平台", "接入方式", "可发的形式"),
    ways={
        "oauth": "官方接口，授权登录",
        "credentials": "官方接口，密钥",
        "declared": "手动发布",
        "import": "导入",
    },
    capabilities={
        "publish": "发布",
        "find_published": "回读核对",
        "withdraw": "撤下",
        "read_comments": "收评论",
        "reply_comments": "回评论",
        "messages": "私信",
        "post_metrics": "内容数据",
        "account_metrics": "账号数据",
        "leads": "线索",
    },
    format_keys=False,
)
ENGLISH = Wording(
    heads=("Platform", "Connected by", "Formats"),
    ways={
        "oauth": "API, consent",
        "credentials": "API, keys",
        "declared": "a person's hand",
        "import": "import",
    },
    capabilities={
        "publish": "Publish",
        "find_published": "Read back",
        "withdraw": "Take down",
        "read_comments": "Comments in",
        "reply_comments": "Replies",
        "messages": "Messages",
        "post_metrics": "Post figures",
        "account_metrics": "Account figures",
        "leads": "Leads",
    },
    format_keys=True,
)
READMES = {"README.md": ENGLISH, "README.zh-CN.md": CHINESE}


def table(wording: Wording) -> str:
    """A row for each way to connect a platform: ✓ for what it can do before the account is known, – for what not."""
    heads = [*wording.heads, *wording.capabilities.values()]
    lines = [_line(heads), _line(["---"] * len(wording.heads) + [":-:"] * len(wording.capabilities))]
    rows = [(manifest, mode) for manifest in registry.manifests().values() for mode in manifest.modes]
    return "\n".join([*lines, *(_line(_cells(manifest, mode, wording)) for manifest, mode in rows)])


def with_table(text: str, wording: Wording) -> str:
    """A README with the table between its markers. Raises ValueError where it has none."""
    if not BLOCK.search(text):
        raise ValueError(f"no {BEGINNING} … {END}")
    return BLOCK.sub(lambda _found: f"{BEGINNING}\n{table(wording)}\n{END}", text)


def _cells(manifest: Manifest, mode: Mode, wording: Wording) -> list[str]:
    offer = manifest.offer(Standing(mode.key))
    way = wording.ways["import" if mode.key == "import" else mode.connects_by]
    formats = [f"`{entry.key}`" if wording.format_keys else entry.name for entry in offer.formats]
    marks = ["✓" if offer.offers(key) else "–" for key in wording.capabilities]
    separator = ", " if wording.format_keys else "、"
    return [manifest.name, way, separator.join(formats) or "–", *marks]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    for name, wording in READMES.items():
        path = sources.ROOT / name
        path.write_text(with_table(path.read_text(), wording))


if __name__ == "__main__":
    main()
