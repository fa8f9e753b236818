"""The way of a call through a platform: who calls, what faults strike, whether it is admitted, what is answered."""

import time
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.calls import Answer, Call, Endpoint, Fates, Refusal, json_answer
from sandbox.faults import CALL, Fault
from sandbox.journal import record
from sandbox.platforms import Platform
from sandbox.tasks import run_due
from sandbox.world import SERVICE, World

SERVER_ERROR_PAGE = (
    b"<html><head><title>Internal Server Error</title></head><body><h1>Server Error</h1></body></html>"
)


@dataclass(slots=True)
class Incoming:
    """A request as it arrived; `path` begins after the host."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    client_ip: str


@dataclass(slots=True)
class Served:
    """The answer, the seconds to wait before giving it, and whether the connection is cut instead."""

    answer: Answer
    pause: float = 0.0
    cut: bool = False


class _LateApplication(Exception):
    """Undoes the first run of a call that is to take effect later."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def serve(world: World, incoming: Incoming) -> Served:
    """Answer a call. What it changes, its quota and its line in the journal are committed together."""
    started = time.perf_counter()
    run_due(world)
    with world.store.transaction():
        platform, endpoint = world.endpoints[(incoming.host, incoming.path)]
        call = new_call(world, incoming)
        call.account = platform.account_of(call, endpoint)
        fault = next(iter(world.faults.draw(CALL, account=key_of(call), path=call.path)), None)
        served = run_with_fault(platform, endpoint, call, fault)
        record(
            world,
            call,
            None if served.cut else served.answer,
            fault=fault.kind if fault else "",
            milliseconds=(time.perf_counter() - started) * 1000,
        )
    return served


def new_call(world: World, incoming: Incoming, *, request_id: int = 0) -> Call:
    number = request_id or world.next_request_id()
    return Call(
        world=world,
        id=number,
        method=incoming.method,
        host=incoming.host,
        path=incoming.path,
        query=incoming.query,
        headers=incoming.headers,
        body=incoming.body,
        client_ip=incoming.client_ip,
        at=world.clock.now(),
        service_at=world.clock.service_now(),
        ids=world.ids(f"request|{number}"),
    )


def key_of(call: Call) -> str | None:
    return call.account.key if call.account else None


def run_with_fault(platform: Platform, endpoint: Endpoint, call: Call, fault: Fault | None) -> Served:
    if fault is None:
        return Served(run(platform, endpoint, call))
    kind = fault.kind
    if kind == "revoked_grant" and call.account is not None:
        platform.revoke(call.world, call.account)
    if kind == "timeout_before_accept":
        return Served(Answer(504, SERVER_ERROR_PAGE, "text/html"), pause=float(fault.option("seconds")))
    if kind == "error_before_accept":
        return Served(Answer(int(fault.option("status")), SERVER_ERROR_PAGE, "text/html"))
    if kind == "cut_before_accept":
        return Served(Answer(0, b""), cut=True)
    if kind == "business_error":
        return Served(platform.refuse(call, Refusal(int(fault.option("code")))))
    if kind == "apply_late":
        return run_late(platform, endpoint, call, fault)
    answer = run(platform, endpoint, call)
    if kind == "error_after_accept":
        return Served(Answer(int(fault.option("status")), SERVER_ERROR_PAGE, "text/html"))
    pause = float(fault.option("seconds")) if kind == "timeout_after_accept" else 0.0
    return Served(answer, pause=pause, cut=kind == "cut_after_accept")


def run(platform: Platform, endpoint: Endpoint, call: Call) -> Answer:
    """Admit the call and let it take effect; a refusal undoes the effect, not the count on the quota."""
    try:
        platform.admit(call, endpoint)
        with call.world.store.savepoint():
            return answer_of(endpoint.answer(call))
    except Refusal as refusal:
        if refusal.afterwards is not None:
            refusal.afterwards()
        return platform.refuse(call, refusal)


def run_late(platform: Platform, endpoint: Endpoint, call: Call, fault: Fault) -> Served:
    """Find out what the call would answer, undo it, and let it take effect after the fault's seconds."""
    try:
        platform.admit(call, endpoint)
        if endpoint.publishes:
            call.world.fates_of(call)  # outside of what is undone
        with call.world.store.savepoint():
            raise _LateApplication(answer_of(endpoint.answer(call)))
    except _LateApplication as late:
        answer = late.answer
    except Refusal as refusal:
        return Served(platform.refuse(call, refusal))
    due = call.service_at + float(fault.option("seconds"))
    call.world.schedule("late_call", late_payload(call), due=due, clock=SERVICE, body=call.body)
    mode = fault.option("answer")
    if mode == "error":
        return Served(Answer(500, SERVER_ERROR_PAGE, "text/html"))
    if mode == "code":
        return Served(platform.refuse(call, Refusal(int(fault.option("code")))))
    return Served(answer, pause=float(fault.option("hang")) if mode == "timeout" else 0.0, cut=mode == "cut")


def answer_of(value: Any) -> Answer:
    return value if isinstance(value, Answer) else json_answer(value)


def late_payload(call: Call) -> dict[str, Any]:
    return {
        "request_id": call.id,
        "method": call.method,
        "host": call.host,
        "path": call.path,
        "query": call.query,
        "headers": call.headers,
        "client_ip": call.client_ip,
        "account": key_of(call),
        "ids_at": call.at,
        "fates": asdict(call.fates) if call.fates else None,
    }


def apply_late_call(world: World, payload: dict[str, Any]) -> None:
    """Let a delayed call take effect now, under the ids that it was answered with."""
    incoming = Incoming(
        method=payload["method"],
        host=payload["host"],
        path=payload["path"],
        query=payload["query"],
        headers=payload["headers"],
        body=payload["body"],
        client_ip=payload["client_ip"],
    )
    call = new_call(world, incoming, request_id=payload["request_id"])
    call.ids_at = payload["ids_at"]
    call.account = world.accounts.by_key.get(payload["account"] or "")
    call.fates = Fates(**payload["fates"]) if payload["fates"] else None
    _, endpoint = world.endpoints[(call.host, call.path)]
    try:
        with world.store.savepoint():
            endpoint.answer(call)
        outcome = "apply_late: applied"
    except Refusal as refusal:
        outcome = f"apply_late: refused {refusal.code}"
    world.store.run("UPDATE journal SET fault = ? WHERE id = ?", outcome, call.id)
