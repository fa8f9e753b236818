"""Pushes are believed only with a proper signature, and a repeated push is recognizably the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chaoxin.connectors.contract import Converse
from chaoxin.connectors.values import Webhook

from .battery import PLATFORM_KEYS, silent_connector
from .samples import WebhookSample, samples_of

CONVERSING = tuple(key for key in PLATFORM_KEYS if silent_connector(key).converse)
PUSHES = [(key, sample) for key in CONVERSING for sample in samples_of(key).webhooks]
VERIFIED = tuple(key for key in CONVERSING if samples_of(key).verification)
JUNK = (b"", b"\xff\xfe", b"{", b"[]", b"null", b"<xml>", b"<xml><a/></xml>", b'{"type": 1}', b"\x00" * 64)

each_push = pytest.mark.parametrize(
    ("key", "sample"),
    PUSHES,
    ids=lambda value: value.name if isinstance(value, WebhookSample) else str(value),
)


@each_push
def test_a_signed_push_is_understood(key: str, sample: WebhookSample) -> None:
    events = converse_of(key).parse_webhook(samples_of(key).account, sample.webhook)
    assert events is not None
    assert tuple(event.kind for event in events) == sample.kinds
    for event in events:
        assert event.platform_id
        assert event.at.utcoffset() is not None


@each_push
def test_contact_data_stand_in_no_other_part_of_an_event(key: str, sample: WebhookSample) -> None:
    for event in converse_of(key).parse_webhook(samples_of(key).account, sample.webhook) or []:
        others = str(replace(event, private={}))
        assert not [value for value in event.private.values() if value in others]


@each_push
def test_a_wrong_signature_says_nothing(key: str, sample: WebhookSample) -> None:
    for webhook in falsified(sample):
        assert converse_of(key).parse_webhook(samples_of(key).account, webhook) is None


@each_push
def test_a_replay_has_the_same_ids(key: str, sample: WebhookSample) -> None:
    account = samples_of(key).account
    first = converse_of(key).parse_webhook(account, sample.webhook)
    again = converse_of(key).parse_webhook(account, sample.webhook)
    assert first == again


@pytest.mark.parametrize("key", CONVERSING)
def test_different_pushes_have_different_ids(key: str) -> None:
    converse, samples = converse_of(key), samples_of(key)
    bodies = {sample.webhook.body: sample for sample in samples.webhooks if sample.kinds}
    ids = [
        (event.kind, event.platform_id)
        for sample in bodies.values()
        for event in converse.parse_webhook(samples.account, sample.webhook) or []
    ]
    twice = {entry for entry in ids if ids.count(entry) > 1}
    # The same message in another notation is the same message.
    assert len(twice) <= sum("XML" in sample.name or "AES" in sample.name for sample in bodies.values())


@pytest.mark.parametrize("key", CONVERSING)
@pytest.mark.parametrize("body", JUNK)
def test_junk_with_a_proper_signature_does_no_harm(key: str, body: bytes) -> None:
    for sample in samples_of(key).webhooks[:1]:
        webhook = replace(sample.webhook, body=body)
        assert not converse_of(key).parse_webhook(samples_of(key).account, webhook)


@pytest.mark.parametrize("key", CONVERSING)
def test_an_account_without_its_key_believes_nothing(key: str) -> None:
    for sample in samples_of(key).webhooks:
        bare = replace(samples_of(key).account, credentials={})
        assert converse_of(key).parse_webhook(bare, sample.webhook) is None


@pytest.mark.parametrize("key", VERIFIED)
def test_the_address_check_is_answered_only_with_a_proper_signature(key: str) -> None:
    samples, converse = samples_of(key), converse_of(key)
    assert samples.verification
    answer = converse.answer_verification(samples.account, samples.verification.webhook)
    assert answer
    assert answer.body
    for webhook in falsified(samples.verification):
        assert converse.answer_verification(samples.account, webhook) is None


@pytest.mark.parametrize("key", CONVERSING)
def test_every_push_can_be_acknowledged(key: str) -> None:
    for sample in samples_of(key).webhooks:
        assert converse_of(key).acknowledgement(sample.webhook).status == 200


def converse_of(key: str) -> Converse:
    """The conversing part of a connector that must not speak to its platform."""
    converse = silent_connector(key).converse
    assert converse
    return converse


def falsified(sample: WebhookSample) -> list[Webhook]:
    """The push with an altered, an empty and no signature, and with another time or body."""
    if sample.signature_header:
        return _falsified_header(sample)
    query = dict(sample.webhook.query)
    signature = query[sample.signature_parameter]
    altered = ("1" if signature[0] == "0" else "0") + signature[1:]
    queries = [
        {**query, sample.signature_parameter: altered},
        {**query, sample.signature_parameter: ""},
        {name: value for name, value in query.items() if name != sample.signature_parameter},
        {**query, "timestamp": "1000000000"},
        {},
    ]
    return [replace(sample.webhook, query=changed) for changed in queries]


def _falsified_header(sample: WebhookSample) -> list[Webhook]:
    name, headers = sample.signature_header, dict(sample.webhook.headers)
    signature = headers[name]
    altered = ("1" if signature[0] == "0" else "0") + signature[1:]
    others = {key: value for key, value in headers.items() if key != name}
    return [
        replace(sample.webhook, headers={**others, name: altered}),
        replace(sample.webhook, headers={**others, name: ""}),
        replace(sample.webhook, headers=others),
        replace(sample.webhook, body=sample.webhook.body + b" "),
    ]
