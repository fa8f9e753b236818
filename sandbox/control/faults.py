"""Injecting faults and removing them."""

from typing import Any

from sandbox.desk import Desk
from sandbox.faults import KINDS, Fault

Given = dict[str, Any]


def list_faults(desk: Desk, given: Given) -> Any:
    return [view(fault) for fault in desk.world.faults.present]


def list_kinds(desk: Desk, given: Given) -> Any:
    return [
        {
            "kind": kind.key,
            "scope": kind.scope,
            "name": kind.name,
            "options": kind.options,
            "explanation": kind.explanation,
        }
        for kind in KINDS.values()
    ]


def add(desk: Desk, given: Given) -> Any:
    account = str(given.get("account") or "*")
    if account != "*" and account not in desk.world.accounts.by_key:
        raise KeyError(account)
    count = given.get("count")
    fault = desk.world.faults.add(
        kind=str(given.get("kind", "")),
        account=account,
        path=str(given.get("path") or "*"),
        count=None if count in (None, "") else int(count),
        probability=float(given.get("probability", 1.0)),
        options=dict(given.get("options", {})),
    )
    return view(fault)


def remove(desk: Desk, given: Given) -> Any:
    removed = desk.world.faults.remove(int(given["id"]))
    if not removed:
        raise KeyError(given["id"])
    return {"removed": removed}


def remove_all(desk: Desk, given: Given) -> Any:
    return {"removed": desk.world.faults.remove()}


def view(fault: Fault) -> dict[str, Any]:
    return {
        "id": fault.id,
        "kind": fault.kind,
        "name": KINDS[fault.kind].name,
        "scope": fault.scope,
        "account": fault.account,
        "path": fault.path,
        "remaining": fault.remaining,
        "probability": fault.probability,
        "options": KINDS[fault.kind].options | fault.options,
        "considered": fault.considered,
        "hits": fault.hits,
    }
