"""Where the sandbox pushes messages of the example company to. The seeds write it down; whoever has started the web
server tells the sandbox, at every start, since the address may have changed."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import environment
from .telling import say

NAME = "sandbox-hooks.json"
# The sandbox asks the web server back before it answers.
ANSWER_SECONDS = 20.0
# The people act this much more often than in the past that was told, so that whoever looks on for some minutes sees
# something happen. The sandbox's page changes it.
LIVELINESS = 3.0
# A web server that has just started may answer its first request too late for the platform.
TRIES, PAUSE_SECONDS = 4, 2.0


def note(paths: Mapping[str, str]) -> None:
    """Keeps the callback path of each account of the sandbox, by its key; the people of these accounts rest."""
    _file().write_text(json.dumps({"paths": dict(paths), "people_rest": True}))


def connect(sandbox: str, web: str) -> None:
    """Has the sandbox push to the web server at that address, and its people act from now on. Says so when an
    account cannot be connected, and goes on; does nothing where there is no example company."""
    if not _file().exists():
        return
    kept = json.loads(_file().read_text())
    for key, path in kept["paths"].items():
        problem = _connect(f"{sandbox}/control/accounts/{key}", web + path)
        if not problem and kept["people_rest"]:
            problem = _ask(
                f"{sandbox}/control/accounts/{key}/audience", {"on": True, "intensity": LIVELINESS}
            ).get("error", "")
        if problem:
            say(
                f"沙盒账号 {key} 的推送没有接通，私信暂时收不到：{problem}",
                f"The sandbox does not push messages of {key}.",
            )
    _file().write_text(json.dumps({**kept, "people_rest": False}))


def _connect(account: str, hook: str) -> str:
    """The problem, "" where all went well."""
    problem = ""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE_SECONDS)
        problem = str(_ask(f"{account}/callback", {"url": hook}).get("problem", ""))
        if not problem:
            break
    return problem


def _ask(address: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The sandbox's answer, or what hindered it as `problem` and `error`."""
    request = urllib.request.Request(  # noqa: S310 - our own address
        address, json.dumps(dict(body)).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as error:
        return {"problem": str(error), "error": str(error)}
    return told


def _file() -> Path:
    return environment.data_folder() / NAME
