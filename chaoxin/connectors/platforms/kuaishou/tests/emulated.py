"""The emulated platform as a process of its own, and an account on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chaoxin.connectors.contract import Connector, Keep, Publish, forget
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.kuaishou import build
from chaoxin.connectors.testing.emulation import Emulated
from chaoxin.connectors.values import Account, Post, Submission, Token

RETURN_URL = "https://chaoxin.example.com/channels/back"


@dataclass
class Desk:
    """An account on the emulation with its connector, as the rooms would hold it."""

    emulated: Emulated
    key: str
    connector: Connector
    account: Account
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def publish(self) -> Publish:
        assert self.connector.publish
        return self.connector.publish

    def fault(self, kind: str, path: str = "*", options: Mapping[str, Any] | None = None) -> None:
        """Lets one call or publication go wrong."""
        given = {"kind": kind, "account": self.key, "path": path, "count": 1, "options": options or {}}
        self.emulated.control("POST", "faults", given)

    def set_up(self, **settings: Any) -> None:
        """Settings of the account on the emulation."""
        self.emulated.control("PATCH", f"accounts/{self.key}", {"settings": settings})

    def posts(self) -> list[dict[str, Any]]:
        """What the account has published according to the platform itself."""
        found: list[dict[str, Any]] = self.emulated.control("GET", f"posts?account={self.key}")
        return found

    def calls(self, path: str) -> list[dict[str, Any]]:
        """The calls of the account on one path, oldest first."""
        found: list[dict[str, Any]] = self.emulated.control("GET", f"calls?account={self.key}&path={path}")
        return found[::-1]

    def prepare(self, post: Post, *, keep: Keep = forget) -> dict[str, Any]:
        self.kept = dict(self.publish.prepare(self.account, post, self.kept, keep=keep))
        return self.kept

    def submit(self, post: Post) -> Submission:
        return self.publish.submit(self.account, post, self.prepare(post))

    def settled(self, submission: Submission) -> Submission:
        """What became of a submission after its review."""
        self.emulated.advance(30)
        return self.publish.look_up(self.account, submission.reference)

    def renew(self) -> None:
        self.account = replace(self.account, token=self.connector.connect.renew(self.account))


def open_desk(emulated: Emulated, **given: Any) -> Desk:
    """A new account, connected by its consent page; without an audience, so that nothing happens by chance."""
    asked = {"platform": "kuaishou", "name": "潮声茶铺", "followers": 50, "audience": {"on": False}, **given}
    opened = emulated.control("POST", "accounts", asked)
    credentials = {name: opened["credentials"][name] for name in ("app_id", "app_secret")}
    wire = Wire(
        sandbox_url=emulated.url, client=emulated.client, now=emulated.now, pause=lambda seconds: None
    )
    connector = build(wire)
    emulated.control("PATCH", f"accounts/{opened['key']}", {"credentials": {"auto_approve": True}})
    token = consent(emulated, connector, credentials)
    account = Account("", credentials, token=token)
    external_id = connector.connect.identify(account).external_id
    assert external_id == opened["external_id"]
    return Desk(emulated, opened["key"], connector, replace(account, external_id=external_id))


def consent(emulated: Emulated, connector: Connector, credentials: Mapping[str, str]) -> Token:
    """The token that a person's consent in the browser gives."""
    asked = connector.connect.begin(credentials=credentials, return_url=RETURN_URL, state="state-of-the-trip")
    assert asked
    returned = emulated.client.get(asked.url).headers["location"]
    assert returned.startswith(RETURN_URL)
    return connector.connect.finish(
        credentials=credentials,
        answer=dict(parse_qsl(urlsplit(returned).query)),
        keep=asked.keep,
        return_url=RETURN_URL,
    )
