"""The compiled part of the text engine is made where it can be, and missed nowhere."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

import pytest

import hatch_build
from chaoxin.zhtext import automaton, compiled


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with nothing but the sources in it."""
    folder = tmp_path / hatch_build.SOURCES
    folder.mkdir(parents=True)
    for path in (hatch_build.ROOT / hatch_build.SOURCES).glob("*.[ch]"):
        shutil.copy(path, folder)
    return tmp_path


def _can_compile() -> bool:
    headers = Path(sysconfig.get_path("include")) / "Python.h"
    return headers.exists() and any(map(shutil.which, ("cc", "gcc", "clang")))


def test_it_is_made_once_where_there_is_a_compiler(sources: Path) -> None:
    if not _can_compile():
        pytest.skip("no compiler here")
    made = hatch_build.compiled(sources)
    assert made is not None
    assert made.read_bytes()[:4] in (b"\x7fELF", b"\xcf\xfa\xed\xfe")
    before = made.stat().st_mtime_ns
    assert hatch_build.compiled(sources) == made
    assert made.stat().st_mtime_ns == before


def test_this_checkout_uses_it() -> None:
    if not _can_compile():
        pytest.skip("no compiler here")
    assert compiled.passes is not None
    assert automaton.makers()[0] is automaton.Maker.COMPILED


def test_without_a_compiler_a_line_says_so(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    assert hatch_build.compiled(sources) is None
    assert "未编译" in capsys.readouterr().out


def test_what_does_not_compile_stops_nothing(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not _can_compile():
        pytest.skip("no compiler here")
    (sources / hatch_build.SOURCES / "module.c").write_text("this is no C\n")
    assert hatch_build.compiled(sources) is None
    assert "编译失败" in capsys.readouterr().out
    assert not list((sources / hatch_build.SOURCES).glob("*.so"))


def test_what_another_version_compiled_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automaton, "compiled", None)
    assert automaton.Maker.COMPILED not in automaton.makers()
    dumped = automaton.build(["加微信"]).dump()
    assert automaton.load(dumped, lambda: ["加微信"]).hits("请加微信") == [(1, 4, 0)]
