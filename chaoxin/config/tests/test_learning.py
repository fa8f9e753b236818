"""`chaoxin train` as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.config.command_line import main
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.core import clock
from chaoxin.inbox import correcting, folding, receiving
from chaoxin.inbox.models import Message
from chaoxin.zhtext import sentiment

LABELS = {"正面": "茶汤清亮，第{}泡还香", "负面": "茶叶碎成末，第{}泡就没味", "中性": "今天喝了第{}泡"}


def _csv(folder: Path) -> Path:
    path = folder / "corrections.csv"
    rows = [f"{text.format(number)},{label}" for number in range(60) for label, text in LABELS.items()]
    path.write_text("text,label\n" + "\n".join([*rows, "没有标签,", ",正面"]) + "\n", encoding="utf-8-sig")
    return path


def test_a_table_of_corrections_becomes_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "models" / "own.bin"
    assert main(["train", "sentiment", str(_csv(tmp_path)), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "跳过 2 行" in told
    assert "CHAOXIN_SENTIMENT_MODEL" in told
    judge = sentiment.read(out)
    assert judge.judge("茶叶碎成末，第九十泡就没味").label == "negative"
    assert judge.model.about["sources"] == ["corrections.csv"]


def test_kinds_are_learned_alone_from_lines_of_json(tmp_path: Path) -> None:
    path, out = tmp_path / "kinds.jsonl", tmp_path / "kinds.bin"
    rows = [
        {"text": f"{word}{number}", "label": label}
        for number in range(40)
        for word, label in (("多少钱一斤", "咨询"), ("漏了找谁赔", "投诉"))
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert main(["train", "kinds", str(path), "--out", str(out), "--alone"]) == 0
    assert out.stat().st_size > 0


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "sentiment", str(tmp_path / "none.csv"), "--out", str(tmp_path / "x.bin")]) == 1
    assert "读不了" in capsys.readouterr().err


def test_too_few_labels_write_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one.csv"
    path.write_text("text,label\n好,正面\n很好,正面\n", encoding="utf-8")
    out = tmp_path / "x.bin"
    assert main(["train", "sentiment", str(path), "--out", str(out)]) == 1
    assert "标注太少" in capsys.readouterr().err
    assert not out.exists()


def test_what_colleagues_corrected_in_the_inbox_is_what_train_takes(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel = connected_channel(cast.workspace, platform="weibo", external_id="uid")
    said = [f"第{number}批到货{'漏了' if number % 2 else '很香'}" for number in range(40)]
    receiving.take_in(
        channel,
        [
            Event(EventKind.COMMENT, f"c{number}", clock.now(), Sender("fan", "小鱼"), text)
            for number, text in enumerate(said)
        ],
    )
    folding.fold_pending()
    for message in Message.objects.all():
        purpose = "complaint" if "漏" in message.text else "praise"
        correcting.correct(message, purpose=purpose, by=cast.lead)
    path = tmp_path / "kinds.csv"
    answer = sign_in(cast.lead).get("/w/demo/inbox/corrections/kinds/csv/")
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert main(["train", "kinds", str(path), "--out", str(tmp_path / "own.bin")]) == 0
    assert "跳过 0 行" in capsys.readouterr().out
