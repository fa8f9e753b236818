"""The tables of README.md, made from the code: `python -m sandbox.documentation` writes them into the file."""

import re
from collections.abc import Sequence
from pathlib import Path

from sandbox.control.routes import ROUTES
from sandbox.faults import KINDS
from sandbox.platforms import present_platforms

README = Path(__file__).with_name("README.md")


def tables() -> dict[str, str]:
    """Each table by the name of its place in the file."""
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
        **{f"{key} endpoints": endpoints(key) for key in present_platforms()},
        **{f"{key} settings": settings(key) for key in present_platforms()},
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


def filled(text: str) -> str:
    """The file's text with every table renewed between its markers."""
    for name, content in tables().items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            raise LookupError(f"README.md has no place for {name}")
        before, after = pattern.split(text, maxsplit=1)
        text = f"{before}{start}\n{content}\n{end}{after}"
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text()))
