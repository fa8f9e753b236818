"""Compiles the inner loops of the Chinese text engine, where there is a C compiler and Python's headers; where not, the
engine does the same more slowly. Part of building a wheel, and a command: `python hatch_build.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a command
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
SOURCES = "chaoxin/zhtext/compiled"
OPTIONS = ["-O3", "-std=c11", "-shared", "-fPIC"]
LINKED_LATER = {"darwin": ["-undefined", "dynamic_lookup"]}


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Puts what was compiled into the wheel, which is then one for this machine only."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        made = compiled(ROOT)
        if made and version != "editable":
            build_data["artifacts"].append(made.relative_to(ROOT).as_posix())
            build_data["pure_python"], build_data["infer_tag"] = False, True


def compiled(root: Path) -> Path | None:
    """The module beside its sources, made anew where they are younger. None where it cannot be made, with a line that
    says why; an older one is gone then, too."""
    folder = root / SOURCES
    sources = sorted(folder.glob("*.c"))
    made = folder / f"_passes{sysconfig.get_config_var('EXT_SUFFIX')}"
    youngest = max(path.stat().st_mtime for path in folder.glob("*.[ch]"))
    if made.exists() and made.stat().st_mtime >= youngest:
        return made
    made.unlink(missing_ok=True)
    headers = Path(sysconfig.get_path("include"))
    compiler = _compiler()
    if compiler is None or not (headers / "Python.h").exists():
        return _without("没有 C 编译器或 Python 头文件 no C compiler or no Python headers")
    with tempfile.TemporaryDirectory(dir=folder) as around:
        out = Path(around) / made.name
        options = [*OPTIONS, *LINKED_LATER.get(sys.platform, []), f"-I{headers}"]
        command = [*compiler, *options, *map(str, sources), "-lm", "-o", str(out)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return _without(f"编译失败 it does not compile: {done.stderr.strip()[-500:]}")
        os.replace(out, made)
    return made


def _compiler() -> list[str] | None:
    chosen = os.environ.get("CC", "").split()
    if chosen:
        return chosen if shutil.which(chosen[0]) else None
    found = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    return [found] if found else None


def _without(reason: str) -> None:
    print(f"文本引擎未编译，照常运行，只是慢一些 the text engine runs uncompiled, more slowly: {reason}")


if __name__ == "__main__":
    compiled(ROOT)
