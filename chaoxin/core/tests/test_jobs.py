"""A job whose worker is gone is run by another."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app

from chaoxin.core import jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_jobs() -> None:
    """Django does not empty the tables of a queue that is not its own."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_job_of_a_dead_worker_goes_back_in_line() -> None:
    job = _left_by_a_dead_worker()
    asyncio.run(_sweep())
    assert _status(job) == "todo"


def test_a_job_of_a_dead_worker_ends_where_its_like_is_in_line_already() -> None:
    job = _left_by_a_dead_worker()
    another = jobs.forget_ended_jobs.defer(timestamp=0)  # type: ignore[call-arg]
    asyncio.run(_sweep())
    assert (_status(job), _status(another)) == ("aborted", "todo")


def _left_by_a_dead_worker() -> int:
    job = jobs.forget_ended_jobs.defer(timestamp=0)  # type: ignore[call-arg]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status='doing', worker_id=%s WHERE id=%s", [worker, job]
        )
    return job


def _status(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


async def _sweep() -> None:
    class Context:
        pass

    context = Context()
    context.app = app  # type: ignore[attr-defined]
    await jobs.retry_stalled_jobs.func(context, timestamp=0)  # type: ignore[arg-type]
    # Django's connection lives in the thread that async code borrows; the test database could not be dropped.
    await sync_to_async(connections.close_all)()
