"""The tables of the README files, made from the code: `python -m sandbox.documentation` writes them there."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.control.routes import ROUTES
from sandbox.faults import KINDS
from sandbox.platforms import present_platforms

README = Path(__file__).with_name("README.md")


def pages() -> dict[Path, dict[str, str]]:
    """The files that have tables, each with its tables by the name of their place."""
    folders = {key: Path(__file__).parent / "platforms" / key / "README.md" for key in present_platforms()}
    own = {path: {"endpoints": endpoints(key), "settings": settings(key)} for key, path in folders.items()}
    return {README: common_tables(), **own}


def common_tables() -> dict[str, str]:
    """The tables of what all platforms share."""
    return {
        "control": table(
            ("Call", "Purpose"), [(f"`{one.method} {one.path}`", one.purpose) for one in ROUTES]
        ),
        "faults": table(
            ("Kind", "Strikes", "Options and defaults", "Effect"),
            [
                (
                    f"`{kind.key}`",
                    kind.scope,
                    ", ".join(f"`{name}={value}`" for name, value in kind.options.items()) or "–",
                    f"{kind.name}：{kind.explanation}",
                )
                for kind in KINDS.values()
            ],
        ),
    }


def endpoints(key: str) -> str:
    platform = present_platforms()[key]
    rows = []
    for one in platform.endpoints:
        needs = "token" if one.needs_token else "–"
        rows.append(
            (
                f"`{'/'.join(one.methods)} {one.host}{one.path}`",
                f"{needs}, {one.permission}" if one.permission else needs,
            )
        )
    return table(("Call", "Needs"), rows)


def settings(key: str) -> str:
    platform = present_platforms()[key]
    profiles = list(platform.profiles)
    rows = []
    for name in platform.defaults(profiles[0]):
        values = {profile: platform.defaults(profile)[name] for profile in profiles}
        common = values[profiles[0]]
        others = [f"{profile}: `{value}`" for profile, value in values.items() if value != common]
        rows.append((f"`{name}`", "; ".join([f"`{common}`", *others])))
    return table(("Setting", "Default"), rows)


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def filled(text: str, tables: Mapping[str, str]) -> str:
    """The file's text with every table renewed between its markers. Raises LookupError for one without a place."""
    for name, content in tables.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            raise LookupError(f"there is no place for {name}")
        before, after = pattern.split(text, maxsplit=1)
        text = f"{before}{start}\n{content}\n{end}{after}"
    return text


if __name__ == "__main__":
    for path, tables in pages().items():
        path.write_text(filled(path.read_text(), tables))
