"""The accounts that companies hold on the emulated platforms."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sandbox.store import Store


@dataclass(slots=True)
class Account:
    """`followers` counts those who follow now, `opening_followers` those from before the sandbox began to
    watch; `settings` are the account's own deviations from its profile."""

    key: str
    platform: str
    profile: str
    name: str
    external_id: str
    credentials: dict[str, Any]
    settings: dict[str, Any]
    followers: int
    opening_followers: int
    created_at: float
    advanced_to: float
    advance_after: float
    audience: bool
    intensity: float
    callback_url: str
    callback_verified: bool
    callback_problem: str


def account_of(row: sqlite3.Row) -> Account:
    fields = dict(row)
    fields["credentials"] = json.loads(fields["credentials"])
    fields["settings"] = json.loads(fields["settings"])
    fields["audience"] = bool(fields["audience"])
    fields["callback_verified"] = bool(fields["callback_verified"])
    return Account(**fields)


class Accounts:
    """Accounts by key and by their id on the platform, cached because every call needs one."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.by_key: dict[str, Account] = {}
        self.load()

    def load(self) -> None:
        self.by_key = {
            row["key"]: account_of(row) for row in self.store.all("SELECT * FROM account ORDER BY created_at")
        }

    def list(self, *, platform: str = "") -> list[Account]:
        return [account for account in self.by_key.values() if not platform or account.platform == platform]

    def get(self, key: str) -> Account:
        """Raises KeyError when there is none."""
        return self.by_key[key]

    def find(self, platform: str, external_id: str) -> Account | None:
        for account in self.by_key.values():
            if account.platform == platform and account.external_id == external_id:
                return account
        return None

    def add(self, account: Account) -> None:
        self.store.insert("account", row_fields(account))
        self.by_key[account.key] = account

    def keep(self, account: Account) -> None:
        """Write the present state of the account to disk."""
        fields = row_fields(account)
        marks = ", ".join(f"{name} = ?" for name in fields)
        self.store.run(f"UPDATE account SET {marks} WHERE key = ?", *fields.values(), account.key)

    def remove(self, key: str) -> None:
        del self.by_key[key]
        self.store.run("DELETE FROM account WHERE key = ?", key)


def row_fields(account: Account) -> dict[str, Any]:
    return {
        "key": account.key,
        "platform": account.platform,
        "profile": account.profile,
        "name": account.name,
        "external_id": account.external_id,
        "credentials": json.dumps(account.credentials, ensure_ascii=False),
        "settings": json.dumps(account.settings, ensure_ascii=False),
        "followers": account.followers,
        "opening_followers": account.opening_followers,
        "created_at": account.created_at,
        "advanced_to": account.advanced_to,
        "advance_after": account.advance_after,
        "audience": int(account.audience),
        "intensity": account.intensity,
        "callback_url": account.callback_url,
        "callback_verified": int(account.callback_verified),
        "callback_problem": account.callback_problem,
    }
