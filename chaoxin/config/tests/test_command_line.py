"""The command `chaoxin`: what it answers before anything is started, and its upkeep commands."""

from __future__ import annotations

import io
import json
import os
import socket
from pathlib import Path

import pytest
from django.db import connection

from chaoxin.accounts import auditing
from chaoxin.accounts.models import Membership, User
from chaoxin.accounts.testing.cast import Cast
from chaoxin.config import demo_data, environment
from chaoxin.config.command_line import main
from chaoxin.config.seeds import people
from chaoxin.config.seeds.sign_ins import SIGN_INS


def test_without_secrets_a_server_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHAOXIN_DATA", str(tmp_path))
    monkeypatch.delenv("CHAOXIN_SECRET_KEY")
    assert main(["worker"]) == 1
    assert "CHAOXIN_SECRET_KEY" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_secrets_are_made_once_and_are_nobody_elses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHAOXIN_DATA", str(tmp_path))
    for name in environment.SECRETS:
        monkeypatch.setenv(name, "")
    environment.make_secrets_once()
    first = environment.secrets_file().read_text()
    environment.make_secrets_once()
    assert environment.secrets_file().read_text() == first
    assert environment.secrets_file().stat().st_mode & 0o777 == 0o600
    assert environment.text("CHAOXIN_FIELD_KEYS") in first


def test_a_taken_port_is_named_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHAOXIN_DATA", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 1
    assert f"make demo PORT={port + 1}" in capsys.readouterr().err


def test_starting_over_never_empties_a_server_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHAOXIN_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://server/mine")
    assert main(["demo", "--fresh", "--port", "0", "--sandbox-port", "0"]) == 1
    assert "DATABASE_URL" in capsys.readouterr().err


def test_starting_over_deletes_only_what_the_product_has_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHAOXIN_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL")
    (tmp_path / "media").mkdir()
    (tmp_path / "secrets.env").write_text("")
    (tmp_path / "mine.txt").write_text("keep")
    demo_data.erase()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_starting_over_uses_no_secret_of_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHAOXIN_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("CHAOXIN_SECRET_KEY", "of the file")
    monkeypatch.setenv("CHAOXIN_FIELD_KEYS", "of the operator")
    lines = "CHAOXIN_SECRET_KEY=of the file\nCHAOXIN_FIELD_KEYS=of the file\n"
    (tmp_path / "secrets.env").write_text(lines)
    demo_data.erase()
    assert "CHAOXIN_SECRET_KEY" not in os.environ
    assert os.environ["CHAOXIN_FIELD_KEYS"] == "of the operator"


@pytest.mark.django_db(transaction=True)
def test_audit_verify_names_a_change_made_behind_its_back(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    auditing.record("draft.approved", by=cast.owner, subject=cast.workspace)
    assert main(["audit", "verify"]) == 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE accounts_auditentry SET body = replace(body, 'approved', 'rejected')")
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER USER")
    assert main(["audit", "verify"]) == 1
    assert "可能被改动过" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_first_workspace_comes_with_an_owner_who_can_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["workspace", "new", "--name", "新公司", "--slug", "new-co", "--email", "first@company.example"]
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert main(command) == 1
    assert not User.objects.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough pass phrase\n"))
    assert main(command) == 0
    member = Membership.objects.get(workspace__slug="new-co")
    assert (member.role, member.user.check_password("a long enough pass phrase")) == ("owner", True)
    assert main(command) == 1
    assert "已经有人用了" in capsys.readouterr().err


@pytest.mark.django_db
def test_people_of_the_example_company_are_written_once_and_have_every_role() -> None:
    people.seed()
    User.objects.filter(email=SIGN_INS[0].email).update(name="改过的名字")
    people.seed()
    assert sorted(Membership.objects.values_list("role", flat=True)) == sorted(one.role for one in SIGN_INS)
    assert User.objects.get(email=SIGN_INS[0].email).name == "改过的名字"


def test_openapi_prints_the_description_of_the_rest_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    assert json.loads(capsys.readouterr().out)["openapi"].startswith("3.")
