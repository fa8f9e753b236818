"""The doctor finds what is wrong and says what to do; each trouble is made here for real."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import DatabaseError, connection

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel, Grant
from chaoxin.config import doctor
from chaoxin.core import clock, heartbeats
from chaoxin.core.models import Fact, FactReceipt

NOWHERE = "http://127.0.0.1:9"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sound(settings: LazySettings, tmp_path: Path, db: None) -> None:
    settings.DATA, settings.MEDIA_ROOT, settings.SANDBOX_URL = tmp_path, tmp_path, ""
    settings.STATICFILES_DIRS = [tmp_path]
    call_command("createcachetable")
    heartbeats.beat("worker")


def _bad() -> list[str]:
    return [finding.sentence for finding in doctor.examine() if not finding.sound]


def test_a_sound_house_has_no_complaint(capsys: pytest.CaptureFixture[str]) -> None:
    assert _bad() == []
    assert doctor.report() == 0
    assert "✗" not in capsys.readouterr().out


def test_a_missing_worker_is_named_with_its_consequence(capsys: pytest.CaptureFixture[str]) -> None:
    heartbeats.fall_silent()
    assert doctor.report() == 1
    assert "chaoxin worker" in capsys.readouterr().out


def test_a_worker_that_fell_silent_is_no_worker() -> None:
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert any("chaoxin worker" in sentence for sentence in _bad())


def test_a_clock_that_is_off_is_noticed() -> None:
    with clock.frozen(clock.now() + timedelta(seconds=10)):
        assert any("NTP" in sentence for sentence in _bad())


def test_tables_that_are_behind_are_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    assert any("chaoxin migrate" in sentence for sentence in _bad())


def test_parked_and_late_facts_are_counted() -> None:
    fact = Fact.objects.create(name="x.happened", subject_type="x", subject_id="1")
    FactReceipt.objects.create(fact=fact, subscriber="a", state=FactReceipt.State.PARKED)
    FactReceipt.objects.create(fact=fact, subscriber="b", next_try_at=clock.now() - timedelta(minutes=2))
    assert len([sentence for sentence in _bad() if "内部通知" in sentence]) == 2


def test_a_broken_grant_is_named_with_its_channel(cast: Cast) -> None:
    channel = _channel(cast)
    Grant.objects.create(channel=channel, broken_at=clock.now())
    assert _bad() == ["示例企业 · 官方号：授权已失效，请在“账号矩阵”里重新授权。"]


def test_a_grant_whose_key_is_lost_is_named(cast: Cast, settings: LazySettings) -> None:
    Grant.objects.create(channel=_channel(cast), credentials={"secret": "x"})
    settings.FIELD_KEYS = ["3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
    assert any("CHAOXIN_FIELD_KEYS" in sentence for sentence in _bad())


def test_an_address_no_platform_can_reach_is_noticed(cast: Cast, settings: LazySettings) -> None:
    Grant.objects.create(channel=_channel(cast, environment=Channel.Environment.LIVE))
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert any("CHAOXIN_PUBLIC_URL" in sentence for sentence in _bad())


def test_a_sandbox_that_does_not_answer_is_noticed(settings: LazySettings) -> None:
    settings.SANDBOX_URL = NOWHERE
    assert any("chaoxin sandbox" in sentence for sentence in _bad())


def test_a_folder_that_cannot_be_written_is_noticed(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "missing"
    assert any("写不进去" in sentence for sentence in _bad())


def test_a_bucket_that_does_not_answer_is_noticed(settings: LazySettings) -> None:
    settings.S3_BUCKET, settings.S3_ENDPOINT, settings.S3_REGION = "assets", NOWHERE, "us-east-1"
    settings.S3_KEY_ID, settings.S3_SECRET = "somebody", "something"
    assert any("CHAOXIN_S3_" in sentence for sentence in _bad())


def test_a_full_disk_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 10 * 1024**2

    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage())
    assert any("磁盘" in sentence for sentence in _bad())


def test_missing_front_end_files_are_noticed(settings: LazySettings) -> None:
    settings.STATICFILES_DIRS = []
    assert any("make setup" in sentence for sentence in _bad())


def test_without_a_database_the_rest_is_still_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", fail)
    sentences = [finding.sentence for finding in doctor.examine()]
    assert "connection refused" in sentences[0]
    assert any("磁盘" in sentence for sentence in sentences)


def _channel(cast: Cast, *, environment: str = Channel.Environment.SANDBOX) -> Channel:
    return Channel.objects.create(
        workspace=cast.workspace,
        platform="weibo",
        mode="api",
        external_id="1",
        name="官方号",
        environment=environment,
    )


def test_a_model_of_ones_own_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAOXIN_KINDS_MODEL", str(tmp_path / "lost.bin"))
    (tmp_path / "own.bin").write_bytes(b"no model")
    monkeypatch.setenv("CHAOXIN_SENTIMENT_MODEL", str(tmp_path / "own.bin"))
    found = _bad()
    assert [name in sentence for name, sentence in zip(("KINDS", "SENTIMENT"), found, strict=True)] == [
        True,
        True,
    ]
