"""The control desk of the sandbox, as far as the example company needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

# A year of audience is worked through in one call.
PATIENCE_SECONDS = 180.0
MOST_MESSAGES = 5_000

Row = dict[str, Any]


class Sandbox:
    """Speaks to the control API at an address. Raises httpx.HTTPError for whatever it does not answer with success."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address.rstrip("/"), timeout=PATIENCE_SECONDS, trust_env=False)

    def close(self) -> None:
        """Lets go of the connection."""
        self._client.close()

    def accounts(self) -> list[Row]:
        """All accounts, with credentials."""
        return self._ask("GET", "/control/accounts")

    def open_account(self, wishes: Mapping[str, Any]) -> Row:
        """A new account; the wishes are those of `POST /control/accounts`."""
        return self._ask("POST", "/control/accounts", wishes)

    def change_account(self, key: str, changes: Mapping[str, Any]) -> Row:
        """Name, settings, credentials or audience."""
        return self._ask("PATCH", f"/control/accounts/{key}", changes)

    def live_through(self, key: str, *, since: datetime, posts: Sequence[Mapping[str, str]]) -> list[Row]:
        """Gives an account a past with these posts and lets the audience act on it up to now; answers the posts as
        they stand, in order of publication."""
        told = self._ask(
            "POST", f"/control/accounts/{key}/history", {"since": since.isoformat(), "posts": list(posts)}
        )
        return list(told["posts"])

    def post(self, number: int) -> Row:
        """A post with its `discussion` and its `days`."""
        return self._ask("GET", f"/control/posts/{number}")

    def messages(self, key: str) -> list[Row]:
        """The private messages of an account, the latest first."""
        return self._ask("GET", f"/control/messages?account={key}&limit={MOST_MESSAGES}")

    def fans(self, key: str) -> dict[str, Row]:
        """Everybody the account has met, by the sandbox's own key of the person."""
        return {row["person"]: row for row in self._ask("GET", f"/control/accounts/{key}/fans")}

    def follower_days(self, key: str) -> list[Row]:
        """Days on which somebody followed or left, with the total at their end."""
        return self._ask("GET", f"/control/accounts/{key}/days")

    def answer(self, key: str, answers: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Writes down what the account answered in the past, so that the sandbox shows it too."""
        return list(
            self._ask("POST", f"/control/accounts/{key}/history/answers", {"answers": list(answers)})[
                "answers"
            ]
        )

    def write(self, key: str, person: str, *, kind: str, detail: Mapping[str, Any]) -> None:
        """Lets a person write to an account."""
        wishes = {
            "person": person,
            "text": detail.get("remark") or "你好",
            "kind": kind,
            "detail": dict(detail),
        }
        self._ask("POST", f"/control/accounts/{key}/messages", wishes)

    def forget_everything(self) -> None:
        """Empties the sandbox."""
        self._ask("POST", "/control/reset")

    def follow_redirect(self, url: str) -> str:
        """Opens a page as a browser would and answers where it sends us, "" where it does not."""
        return str(self._client.get(url, follow_redirects=False).headers.get("location", ""))

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        answer = self._client.request(method, path, json=dict(body) if body is not None else None)
        answer.raise_for_status()
        return answer.json()
