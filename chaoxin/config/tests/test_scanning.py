"""`chaoxin scan`: exit codes, places and forms of what it tells, without database and secrets."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from chaoxin.config.command_line import main

TEXT = "好茶🍵\n加微信 demo_shop88 领资料，全国第一的茶\n"


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = tmp_path / "文案.txt"
    path.write_text(TEXT, encoding="gbk", errors="ignore")
    return path


def scan(*arguments: object) -> int:
    return main(["scan", *(str(argument) for argument in arguments)])


def test_it_needs_neither_database_nor_secrets_nor_data_folder(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "CHAOXIN_DATA": str(tmp_path / "none")}
    command = [sys.executable, "-m", "chaoxin.config.command_line", "scan", "-"]
    done = subprocess.run(command, input=TEXT.encode(), capture_output=True, env=environment, cwd=Path.cwd())
    assert (done.returncode, done.stderr) == (1, b"")
    assert "stdin:2:21: block [superlative-ranked-first] “全国第一”" in done.stdout.decode()
    assert not (tmp_path / "none").exists()


def test_exit_codes_say_clean_found_and_bad_input(tmp_path: Path, dirty: Path) -> None:
    clean, empty, asking = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    clean.write_text("今天上新")
    empty.write_text("")
    asking.write_text("加微信领资料")
    assert scan(clean, empty) == 0
    assert scan(clean, dirty) == 1
    assert scan(asking) == 0
    assert scan(asking, "--level", "confirm") == 1
    assert scan(tmp_path / "missing.txt") == 2
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04broken")
    assert scan(dirty, tmp_path / "broken.docx") == 2


def test_bad_input_is_named_and_the_rest_is_told_all_the_same(
    tmp_path: Path, dirty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scan(tmp_path / "missing.txt", dirty) == 2
    told = capsys.readouterr()
    assert "missing.txt" in told.err
    assert "全国第一" in told.out
    with pytest.raises(SystemExit) as wrong:
        scan(dirty, "--level", "fatal")
    assert wrong.value.code == 2
    for name in ("--platform", "--industry"):
        assert scan(dirty, name, "nowhere") == 2
        assert "nowhere" in capsys.readouterr().err
    assert scan(dirty, "--industry", "food") == 1


def test_a_folder_is_told_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(tmp_path) == 2
    told = capsys.readouterr().err
    assert "这是文件夹" in told
    assert "没有这个文件" not in told


def test_an_empty_file_among_others_is_named_and_nothing_but_empty_ones_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clean, empty, blank = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    clean.write_text("今天上新")
    empty.write_text("")
    blank.write_text(" \n\n")
    assert scan(clean, empty) == 0
    assert "b.txt: 没有文字可查" in capsys.readouterr().err
    assert scan(empty, blank, "--format", "json") == 2
    told = capsys.readouterr()
    assert "c.txt" in told.err
    assert [file["items"] for file in json.loads(told.out)["files"]] == [[], []]


def test_patterns_that_the_shell_has_left_are_expanded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).write_text("全国第一")
    assert scan(tmp_path / "**" / "*.txt") == 1
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_json_tells_exact_places(dirty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan(dirty, "--format", "json")
    told = json.loads(capsys.readouterr().out)
    text = dirty.read_text(encoding="gbk")
    [file] = told["files"]
    for finding in file["items"][0]["findings"]:
        assert text[finding["start"] : finding["end"]] == finding["quoted"]
        line = text.splitlines()[finding["line"] - 1]
        assert line[finding["column"] - 1 :].startswith(finding["quoted"])
    assert told["rule_versions"]["superlatives"] >= 1


def test_sarif_has_what_its_readers_need(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "一 二.txt").write_text("好茶\n新茶\n啊全国第一的茶")
    scan(tmp_path / "一 二.txt", "--format", "sarif")
    log = json.loads(capsys.readouterr().out)
    [run] = log["runs"]
    result = next(found for found in run["results"] if found["level"] == "error")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (log["version"], run["columnKind"], result["level"]) == ("2.1.0", "unicodeCodePoints", "error")
    assert [region[name] for name in ("startLine", "startColumn", "endLine", "endColumn")] == [3, 2, 3, 6]
    assert (region["charOffset"], region["charLength"]) == (7, 4)
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(
        "%E4%B8%80%20%E4%BA%8C.txt"
    )
    described = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert described == {found["ruleId"] for found in run["results"]}


def test_rows_of_a_table_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("标题,正文\n新茶,全国第一\n")
    scan(tmp_path / "a.csv", "--format", "sarif")
    [result] = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "第 2 行 正文"}]


def test_a_document_is_known_by_its_content(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
            "<w:r><w:t>全国</w:t></w:r><w:r><w:t>第一</w:t></w:r></w:p></w:body></w:document>",
        )
    (tmp_path / "no-ending").write_bytes(file.getvalue())
    assert scan(tmp_path / "no-ending") == 1
