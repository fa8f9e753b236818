"""What the test files of the battery share: the platforms, and a connector over a stub."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chaoxin.connectors import registry
from chaoxin.connectors.contract import Connector
from chaoxin.connectors.values import Account

from .samples import Call, Samples, samples_of
from .stub_platform import StubPlatform, silent_wire

PLATFORM_KEYS = tuple(registry.manifests())


def every_call() -> list[tuple[str, Call]]:
    """Each call of each platform with the platform's key, for parametrizing."""
    return [(key, call) for key in PLATFORM_KEYS for call in samples_of(key).calls]


def call_id(value: object) -> str:
    """A readable name of a parametrized value."""
    if isinstance(value, Call):
        return f"{value.name}@{value.target.rsplit('/', 1)[-1]}"
    return str(value)


def stub_of(key: str, *, extra: Mapping[str, Any] | None = None) -> tuple[StubPlatform, Connector]:
    """A healthy stub of a platform and the connector that speaks to it."""
    samples = samples_of(key)
    stub = StubPlatform({**samples.answers, **(extra or {})})
    return stub, registry.connector(key, stub.wire(now=samples.now))


def silent_connector(key: str) -> Connector:
    """A connector that must not speak to its platform."""
    return registry.connector(key, silent_wire(now=samples_of(key).now))


def secrets_of(key: str, samples: Samples) -> dict[str, str]:
    """Every secret value of the sample account: secret fields of the manifest and the token."""
    fields = {entry.key for mode in registry.manifest(key).modes for entry in mode.fields if entry.secret}
    account: Account = samples.account
    found = {name: value for name, value in account.credentials.items() if name in fields}
    found.update(account.token.secrets if account.token else {})
    return found
