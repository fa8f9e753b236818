"""Nine o'clock in Shanghai is nine o'clock in Shanghai, wherever the host stands: real workers on hosts of three time
zones, planned through the page and through the API, watched from the platform's side."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, assemble, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.content.models import Variant
from chaoxin.content.testing.rows import approved_variant, post_channel
from chaoxin.core import clock
from chaoxin.core.models import Heartbeat
from chaoxin.publishing.models import Attempt, Delivery

pytestmark = pytest.mark.django_db(transaction=True)
HOST_ZONES = ["UTC", "America/New_York", "Asia/Shanghai"]
ZONE = "Asia/Shanghai"
# How long before nine the clocks stand at the start; the second is for a machine too busy to start a worker so fast.
LEADS_SECONDS = (8.0, 40.0)
MOST_LATE_SECONDS = 5.0
PATIENCE_SECONDS = 10.0
STOP_SECONDS = 30.0
WORKER = (sys.executable, "-c", "from chaoxin.config.worker import main; main()")
SOMEBODY_ELSE = b'{"uid": 99, "id": 99, "idstr": "99", "screen_name": "somebody else"}'


@dataclass
class Platform:
    """An address that takes calls of the connectors and notes when they came, by the true time."""

    address: str
    calls: list[datetime]


@pytest.fixture
def platform() -> Iterator[Platform]:
    calls: list[datetime] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(datetime.now(UTC))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(SOMEBODY_ELSE)))
            self.end_headers()
            self.wfile.write(SOMEBODY_ELSE)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Platform(f"http://127.0.0.1:{server.server_port}", calls)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("host_zone", HOST_ZONES)
def test_what_is_planned_for_nine_in_shanghai_starts_at_nine(
    host_zone: str, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", host_zone)
    time.tzset()
    try:
        cast = assemble()
        for day, lead in enumerate(LEADS_SECONDS, start=1):
            platform.calls.clear()
            nine = _nine_o_clock(days_ahead=day)
            shift = nine - timedelta(seconds=lead) - datetime.now(UTC)
            monkeypatch.setattr(clock, "_SHIFT", shift)
            if _rehearse(cast, nine, shift, platform, host_zone):
                break
    finally:
        monkeypatch.undo()
        time.tzset()
    late = [(called + shift - nine).total_seconds() for called in platform.calls]
    started = Attempt.objects.filter(delivery__due_at=nine).values_list("started_at", flat=True)
    assert len(started) == 2
    assert len(late) >= 2
    assert all(0 <= seconds <= MOST_LATE_SECONDS for seconds in late), late
    assert all(nine <= moment <= nine + timedelta(seconds=MOST_LATE_SECONDS) for moment in started)


def _rehearse(cast: Cast, nine: datetime, shift: timedelta, platform: Platform, host_zone: str) -> bool:
    """Plans two posts through the doors and lets a worker meet nine o'clock; answers whether the worker was up in
    time, without which the round says nothing."""
    with _worker(shift, platform, host_zone):
        _plan_through_the_page(cast, nine)
        _plan_through_the_api(cast, nine)
        planned = Delivery.objects.filter(due_at=nine)
        assert [delivery.state for delivery in planned] == ["scheduled"] * 2
        _wait_until(lambda: Heartbeat.objects.filter(kind="worker").exists(), until=nine)
        was_up = clock.now() < nine
        _wait_until(
            lambda: not planned.filter(state__in=["scheduled", "sending"]).exists(),
            until=nine + timedelta(seconds=PATIENCE_SECONDS),
        )
    return was_up


def _plan_through_the_page(cast: Cast, nine: datetime) -> None:
    variant = _variant(cast, "page")
    local = f"{clock.today(ZONE):%Y-%m-%d}T09:00"
    form = {"variant": str(variant.pk), "when": "later", "due_at": local}
    answer = sign_in(cast.editor).post(f"/w/demo/drafts/{variant.draft_id}/schedule/", form)
    assert answer.status_code == 200


def _plan_through_the_api(cast: Cast, nine: datetime) -> None:
    variant = _variant(cast, "api")
    wish = {"draft_id": str(variant.draft_id), "due_at": f"{clock.today(ZONE):%Y-%m-%d}T09:00:00+08:00"}
    answer = Client(headers=bearer(cast.editor)).post(
        "/api/v1/deliveries", wish, content_type="application/json"
    )
    assert answer.status_code in (200, 201), answer.content


def _variant(cast: Cast, name: str) -> Variant:
    name = f"{name} {clock.today(ZONE)}"
    channel = post_channel(cast.workspace, external_id=name, name=name)
    variant = approved_variant(cast.editor, cast.reviewer, channel, title=name)
    # Just checked, so that the worker's daily look at accounts has no reason to call before nine.
    Channel.objects.filter(pk=channel.pk).update(
        environment=Channel.Environment.SANDBOX, identity_checked_at=clock.now()
    )
    return variant


def _nine_o_clock(*, days_ahead: int) -> datetime:
    day = datetime.now(UTC).date() + timedelta(days=days_ahead)
    return clock.from_local(datetime(day.year, day.month, day.day, 9, 0), ZONE)


@contextmanager
def _worker(shift: timedelta, platform: Platform, host_zone: str) -> Iterator[None]:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{settings.DATABASES['default']['NAME']}")
    environment = {
        **os.environ,
        "TZ": host_zone,
        "DATABASE_URL": address.geturl(),
        "CHAOXIN_CLOCK_SHIFT_SECONDS": str(shift.total_seconds()),
        "CHAOXIN_SANDBOX_URL": platform.address,
    }
    process = subprocess.Popen(WORKER, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_until(happened: Callable[[], bool], *, until: datetime) -> None:
    while not happened() and clock.now() < until:
        time.sleep(0.1)
