from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from chaoxin.core import heartbeats

ADDRESS = "/health"


@pytest.mark.django_db
def test_without_a_worker_the_house_stands_but_is_not_well(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.json() == {"ok": False, "database": True, "worker": False}
    assert client.get(f"{ADDRESS}?worker").status_code == 503


@pytest.mark.django_db
def test_with_a_worker_all_is_well(client: Client) -> None:
    heartbeats.beat("worker")
    answer = client.get(f"{ADDRESS}?worker")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)


@pytest.mark.django_db
def test_a_web_process_is_not_taken_for_a_worker(client: Client) -> None:
    heartbeats.beat("web")
    assert client.get(ADDRESS).json()["worker"] is False


def test_without_a_database_it_answers_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(kind: str) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(heartbeats, "alive", fail)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()["database"]) == (503, False)
