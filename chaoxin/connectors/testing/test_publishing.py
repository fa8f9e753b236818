"""Judging a post asks nobody; preparing it can be repeated and shows nothing to anybody."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence

import httpx
import pytest

from chaoxin.connectors import registry
from chaoxin.connectors.errors import ConnectorError

from .battery import PLATFORM_KEYS, silent_connector, stub_of
from .counters import as_cases, assert_counters_agree
from .samples import CallKind, Samples, samples_of
from .stub_platform import address_of

PUBLISHING = tuple(key for key in PLATFORM_KEYS if silent_connector(key).publish)
each_platform = pytest.mark.parametrize("key", PUBLISHING)


@each_platform
def test_the_samples_cover_every_format(key: str) -> None:
    samples = samples_of(key)
    formats = registry.manifest(key).formats
    assert {post.format for post in samples.posts} == {entry.key for entry in formats if "api" in entry.modes}
    assert samples.bad_posts


@each_platform
def test_a_publishable_post_is_not_stopped(key: str) -> None:
    publish, samples = silent_connector(key).publish, samples_of(key)
    assert publish
    for post in samples.posts:
        stops = [problem for problem in publish.check(post, samples.settings) if problem.level == "stop"]
        assert stops == []


@each_platform
def test_all_problems_are_found_at_once_and_explained(key: str) -> None:
    publish = silent_connector(key).publish
    assert publish
    for bad in samples_of(key).bad_posts:
        problems = publish.check(bad.post, bad.settings)
        assert bad.codes <= {problem.code for problem in problems}
        for problem in problems:
            assert problem.level in {"stop", "warn"}
            assert problem.field
            assert problem.sentence.endswith(("。", "！", "？"))


@each_platform
def test_the_counter_and_the_check_hold_texts_against_the_same_numbers(key: str) -> None:
    publish, samples = silent_connector(key).publish, samples_of(key)
    assert publish
    assert_counters_agree(publish, [*samples.bad_posts, *as_cases(samples.posts, samples.settings)])


@each_platform
def test_checking_twice_gives_the_same_and_changes_nothing(key: str) -> None:
    publish, samples = silent_connector(key).publish, samples_of(key)
    assert publish
    posts = [(post, samples.settings) for post in samples.posts]
    for post, settings in [*posts, *((bad.post, bad.settings) for bad in samples.bad_posts)]:
        before = copy.deepcopy(dict(settings))
        assert publish.check(post, settings) == publish.check(post, settings)
        assert dict(settings) == before


@each_platform
def test_preparing_again_goes_on_from_what_was_prepared(key: str) -> None:
    samples = samples_of(key)
    for post in samples.posts:
        stub, connector = stub_of(key)
        assert connector.publish
        first = connector.publish.prepare(samples.account, post, {})
        assert json.loads(json.dumps(dict(first))) == first, "what is prepared is kept as JSON"
        sent = len(changes_of(samples, stub.requests))
        again = connector.publish.prepare(samples.account, post, json.loads(json.dumps(dict(first))))
        assert again == first
        assert len(changes_of(samples, stub.requests)) == sent


@each_platform
def test_preparing_anew_after_a_crash_is_possible(key: str) -> None:
    samples = samples_of(key)
    for post in samples.posts:
        _, connector = stub_of(key)
        assert connector.publish
        first = connector.publish.prepare(samples.account, post, {})
        assert set(connector.publish.prepare(samples.account, post, {})) == set(first)


@each_platform
def test_preparing_makes_no_irreversible_call(key: str) -> None:
    samples = samples_of(key)
    irreversible = {call.target for call in samples.calls if call.kind is CallKind.CHANGE}
    for post in samples.posts:
        stub, connector = stub_of(key)
        assert connector.publish
        connector.publish.prepare(samples.account, post, {})
        assert [target for target in irreversible if stub.sent_to(target)] == []


@each_platform
def test_what_is_prepared_holds_no_secret(key: str) -> None:
    samples = samples_of(key)
    _, connector = stub_of(key)
    assert connector.publish
    kept = json.dumps(dict(connector.publish.prepare(samples.account, samples.posts[0], {})))
    secrets = samples.account.token.secrets.values() if samples.account.token else ()
    assert not any(value in kept for value in (*samples.account.credentials.values(), *secrets))


@each_platform
def test_a_post_that_is_stopped_is_not_prepared(key: str) -> None:
    samples = samples_of(key)
    for bad in samples.bad_posts:
        stub, connector = stub_of(key)
        assert connector.publish
        with pytest.raises(ConnectorError):
            connector.publish.prepare(samples.account, bad.post, {})
        irreversible = {call.target for call in samples.calls if call.kind is CallKind.CHANGE}
        assert not any(stub.sent_to(target) for target in irreversible)


def changes_of(samples: Samples, requests: Sequence[httpx.Request]) -> list[httpx.Request]:
    """The requests that write something. Some platforms read by POST: what the samples call a read is one."""
    reads = {call.target for call in samples.calls if call.kind is CallKind.READ}
    return [request for request in requests if request.method != "GET" and address_of(request) not in reads]
