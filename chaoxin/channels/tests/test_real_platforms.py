"""Every platform of this installation is connected by its own connector, over the answers of its conformance
samples."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from chaoxin.accounts.actor import the_house
from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels import connecting, consenting, disconnecting, health, quotas
from chaoxin.channels.applications import Application
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.sessions import open_session
from chaoxin.connectors import http, registry
from chaoxin.connectors.manifest import Mode
from chaoxin.connectors.testing.samples import Samples, samples_of
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.core import clock

MODES = [
    (key, mode)
    for key, manifest in registry.manifests().items()
    for mode in manifest.modes
    if mode.connects_by != "declared"
]

# Some platforms name no number of calls, and limit only what people do.
ACTS = {"posts", "comments", "messages"}


@pytest.fixture(params=MODES, ids=[f"{key}-{mode.key}" for key, mode in MODES])
def connected(request: pytest.FixtureRequest, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Channel:
    """A channel connected at the platform's own words, by form or by consent."""
    key, mode = request.param
    samples = samples_of(key)
    client = httpx.Client(transport=httpx.MockTransport(StubPlatform(samples.answers)._answer))
    monkeypatch.setattr(http, "shared_client", lambda: client)
    wish = Application(key, mode.key, "live", name="示例号", fields=_fields(mode, samples))
    with clock.frozen(samples.now):
        if mode.connects_by == "credentials":
            return connecting.connect_with_credentials(wish, by=cast.owner)
        url = consenting.begin_consent(wish, by=cast.owner)
        state = parse_qs(urlsplit(url).query)["state"][0]
        answer = {"state": state, samples.code_parameter: "code-of-the-platform"}
        return consenting.finish_consent(answer, by=cast.owner)


def test_a_platform_connects_and_can_be_spoken_to(connected: Channel) -> None:
    samples = samples_of(connected.platform)
    with clock.frozen(samples.now):
        session = open_session(connected, urgent=True)
        identity = session.call(lambda connector, account: connector.connect.identify(account))
        assert identity.external_id == connected.external_id == session.account.external_id
        assert health.check_health(connected).level == "success"
        gauges = quotas.gauges_of([connected])[connected.pk]
        assert any(gauge.used for gauge in gauges) or {gauge.meter for gauge in gauges} <= ACTS
    assert disconnecting.disconnect(connected, by=the_house(connected.workspace)) == ""


def test_no_secret_of_a_platform_stands_on_its_pages(cast: Cast, connected: Channel) -> None:
    grant = Grant.objects.get(channel=connected)
    tokens = (grant.token or {}).values()
    mode = next(mode for key, mode in MODES if key == connected.platform and mode.key == connected.mode)
    secrets = [
        grant.credentials[entry.key]
        for entry in mode.fields
        if entry.secret and entry.key in grant.credentials
    ]
    client = sign_in(cast.owner)
    for path in ("", f"{connected.pk}/", f"{connected.pk}/reconnection/"):
        body = client.get(f"/w/demo/channels/{path}").content.decode()
        assert connected.name in body
        assert not [secret for secret in (*secrets, *tokens) if secret in body]
    assert not [secret for secret in secrets if secret in str(connected.settings)]


def _fields(mode: Mode, samples: Samples) -> dict[str, str]:
    known = {**samples.account.settings, **samples.settings, **samples.account.credentials}
    return {entry.key: str(known[entry.key]) for entry in mode.fields if entry.key in known}
