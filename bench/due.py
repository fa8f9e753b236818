"""Deliveries that are all due in the same second, beside a plain loop that makes the same calls.

The plain loop knows no database, no gate and no lease: it identifies, prepares and submits one post after the other
through the same sandbox, from memory. What is measured on both sides is the time from the due moment to a post's
first call; the sandbox's own journal of calls is the second witness for the worker.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from bench import company as companies
from bench.stack import Stack, share, stack, wait_until

LEAD_SECONDS = 4.0
LONGEST_SECONDS = 300
PLAIN_NUMBER = 1_000_000
MOST_CALLS = 20_000


def run(arguments: list[str]) -> dict[str, Any]:
    """p50 and p99 of the first round's and the loop's waits in seconds; `ratio` is p99 against p99. With several
    numbers of worker processes also the seconds that each number took for as many deliveries."""
    options = _parser().parse_args(arguments)
    with stack() as installation:
        return _measure(installation, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench due")
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=100)
    parser.add_argument(
        "--workers", type=int, nargs="*", default=[1], help="processes; several: one round each"
    )
    parser.add_argument("--plain-threads", type=int, default=1, help="threads of the plain loop")
    parser.add_argument("--sending-threads", type=int, default=0, help="of the worker; 0 for its own choice")
    return parser


def _measure(installation: Stack, options: argparse.Namespace) -> dict[str, Any]:
    installation.start_sandbox()
    company = companies.found(installation, accounts=options.accounts)
    _plan(company, options, first=0)
    plain = _plain_loop(company, threads=options.plain_threads)
    rounds, first = {}, 0
    for workers in options.workers:
        if first:
            _set_aside()
            company = companies.with_other_accounts(installation, company, first=first)
            _plan(company, options, first=first)
        rounds[workers] = _round(installation, company, options, workers=workers)
        first += options.deliveries
    found = rounds[options.workers[0]]
    scaling = {f"seconds_with_{workers}": result["seconds"] for workers, result in rounds.items()}
    return found | {
        "ok": all(result["ok"] for result in rounds.values()),
        "accounts": len(company.channels),
        "plain_threads": options.plain_threads,
        "plain_p50": round(share(plain, 0.5), 2),
        "plain_p99": round(share(plain, 0.99), 2),
        "ratio": round(found["p99"] / share(plain, 0.99), 2),
        **(scaling if len(rounds) > 1 else {}),
    }


def _plan(company: companies.Company, options: argparse.Namespace, *, first: int) -> None:
    from chaoxin.core import clock

    later = clock.now() + timedelta(days=1)
    companies.plan_many(company, number=options.deliveries, due_at=later, first=first)


def _set_aside() -> None:
    """What a round has left to look at and to tell of is no part of the next one."""
    from chaoxin.core.models import FactReceipt
    from chaoxin.publishing.models import Delivery

    left = Delivery.objects.filter(state__in=["reviewing", "unconfirmed"])
    left.update(state="published", next_look_at=None)
    FactReceipt.objects.filter(state=FactReceipt.State.PENDING).update(state=FactReceipt.State.DONE)


def _round(
    installation: Stack, company: companies.Company, options: argparse.Namespace, *, workers: int
) -> dict[str, Any]:
    """What is planned, sent by so many worker processes."""
    variables = {"CHAOXIN_SENDING_THREADS": str(options.sending_threads)} if options.sending_threads else {}
    while len(_workers(installation)) < workers:
        installation.start_worker(variables=variables)
    wait_until(lambda: _is_quiet(workers), seconds=LONGEST_SECONDS)
    planned, due_at = _make_due()
    seconds = _wait_for_the_last(installation, planned, due_at)
    waits, witnessed = _waits(planned, due_at), _witnessed_waits(installation, company, due_at)
    return {
        "ok": len(waits) == options.deliveries and _unsent() == 0,
        "deliveries": len(waits),
        "workers": workers,
        "p50": round(share(waits, 0.5), 2),
        "p99": round(share(waits, 0.99), 2),
        "journal_calls_matched": len(witnessed),
        "journal_p50": round(share(witnessed, 0.5), 2),
        "journal_p99": round(share(witnessed, 0.99), 2),
        "seconds": round(seconds, 2),
    }


def _workers(installation: Stack) -> list[Any]:
    return [child for child in installation.supervisor.children if child.program.name == "worker"]


def _plain_loop(company: companies.Company, *, threads: int) -> list[float]:
    """Sends as many other posts on the same channels; answers each one's seconds until its first call."""
    posts = [_plain_post(company, *row) for row in _planned_contents()]
    started = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda send: _time_until(send, started), posts))


def _time_until(send: Callable[[], None], started: float) -> float:
    waited = time.monotonic() - started
    send()
    return waited


def _plain_post(company: companies.Company, channel_id: Any, content: dict[str, Any]) -> Callable[[], None]:
    from chaoxin.channels.grants import account_of
    from chaoxin.channels.models import Grant
    from chaoxin.channels.wires import connector_of
    from chaoxin.connectors.contract import unmetered
    from chaoxin.connectors.values import Outcome
    from chaoxin.content import packing

    channel = next(one for one in company.channels if one.pk == channel_id)
    connector = connector_of(channel.platform, channel.environment, meter=unmetered)
    account = account_of(channel, Grant.objects.get(channel=channel))
    # Platforms refuse what they have seen; the words must differ from the deliveries' own.
    own_words = json.dumps(content, ensure_ascii=False).replace("第 ", f"第 {PLAIN_NUMBER}")
    post = packing.post_of(json.loads(own_words), key=str(len(own_words)))

    def send() -> None:
        connector.connect.identify(account)
        assert connector.publish
        submission = connector.publish.submit(account, post, connector.publish.prepare(account, post, {}))
        if submission.outcome not in (Outcome.PENDING, Outcome.PUBLISHED):
            raise RuntimeError(f"the plain loop's post was not taken: {submission.sentence}")

    return send


def _planned_contents() -> list[tuple[Any, dict[str, Any]]]:
    from chaoxin.publishing.models import Delivery

    return list(Delivery.objects.order_by("created_at", "id").values_list("channel_id", "content"))


def _is_quiet(workers: int) -> bool:
    """Whether the workers are up and have told everybody what came of the planning."""
    from chaoxin.core.models import FactReceipt, Heartbeat
    from chaoxin.publishing.models import Delivery

    pending = FactReceipt.objects.filter(state=FactReceipt.State.PENDING).exists()
    looked_for = Delivery.objects.filter(state__in=["reviewing", "unconfirmed"]).exists()
    return Heartbeat.objects.filter(kind="worker").count() >= workers and not pending and not looked_for


def _make_due() -> tuple[list[Any], datetime]:
    """Lets every planned delivery fall due a few seconds from now, so that all loops of the worker are up and idle;
    answers which they are and when."""
    from chaoxin.core import clock
    from chaoxin.publishing.models import Delivery

    due_at = clock.now() + timedelta(seconds=LEAD_SECONDS)
    planned = list(Delivery.objects.filter(state="scheduled").values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=planned).update(due_at=due_at)
    return planned, due_at


def _wait_for_the_last(installation: Stack, planned: list[Any], due_at: datetime) -> float:
    from chaoxin.publishing.models import Attempt

    deadline = time.monotonic() + LONGEST_SECONDS * max(1, len(planned) // 1000)
    while _unsent() and time.monotonic() < deadline:
        installation.run(0.5)
    sent = Attempt.objects.filter(delivery__in=planned, intent_at__isnull=False)
    last = sent.order_by("-intent_at").first()
    return (last.intent_at - due_at).total_seconds() if last and last.intent_at else 0.0


def _unsent() -> int:
    from chaoxin.publishing.models import Delivery

    return Delivery.objects.filter(state__in=["scheduled", "sending"]).count()


def _waits(planned: list[Any], due_at: datetime) -> list[float]:
    from chaoxin.publishing.models import Attempt

    called = Attempt.objects.filter(delivery__in=planned, number=1, first_call_at__isnull=False)
    return [(at - due_at).total_seconds() for at in called.values_list("first_call_at", flat=True)]


def _witnessed_waits(installation: Stack, company: companies.Company, due_at: datetime) -> list[float]:
    """The same waits by the sandbox's journal: an account's first call after the due moment is the one that a
    delivery begins with, so each further call of that path begins another delivery."""
    waits = []
    by_account: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key in company.keys.values():
        found = installation.control("GET", f"/calls?account={key}&limit={MOST_CALLS}")
        by_account[key] = [call for call in reversed(found) if _moment(call) >= due_at.timestamp()]
    for calls in by_account.values():
        waits += [_moment(call) - due_at.timestamp() for call in calls if call["path"] == calls[0]["path"]]
    return waits


def _moment(call: dict[str, Any]) -> float:
    return datetime.fromisoformat(call["wall_at"]).timestamp() - call["milliseconds"] / 1000
