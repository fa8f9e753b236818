"""Every manifest is complete, and says so in words."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Manifest, Standing

from .battery import PLATFORM_KEYS, silent_connector

CERTAINTIES = {"official", "two_sources", "one_source", "inferred"}
MODE_KEYS = {"api", "assisted", "import"}
OPTION_KINDS: dict[str, type] = {"switch": bool, "choice": str, "text": str, "lines": str, "words": list}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KEY = re.compile(r"[a-z][a-z0-9_]*")

MANIFESTS = registry.manifests().values()
each_manifest = pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest.key)


def test_there_is_at_least_one_platform() -> None:
    assert MANIFESTS


@each_manifest
def test_it_names_itself(manifest: Manifest) -> None:
    assert KEY.fullmatch(manifest.key)
    assert CHINESE.search(manifest.name)
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", manifest.color)
    assert manifest.docs_url.startswith("https://")
    assert manifest.api_version
    assert manifest.safe_spacing_seconds > 0


@each_manifest
def test_its_mark_is_short_and_no_other_platform_has_it(manifest: Manifest) -> None:
    assert 1 <= len(manifest.mark) <= 2
    assert set(manifest.mark) <= set(manifest.name)
    assert [other.key for other in MANIFESTS if other.mark == manifest.mark] == [manifest.key]


@each_manifest
def test_every_limit_has_source_date_and_certainty(manifest: Manifest) -> None:
    assert manifest.limits
    for limit in manifest.limits:
        assert KEY.fullmatch(limit.key), limit
        assert limit.source.startswith("https://"), limit
        assert date(2020, 1, 1) < date.fromisoformat(limit.read_on), limit
        assert limit.certainty in CERTAINTIES, limit
        assert isinstance(limit.value, int), limit
        assert limit.value >= 0, limit


@each_manifest
def test_a_number_of_posts_a_day_is_either_counted_or_advised(manifest: Manifest) -> None:
    advised = manifest.advised_posts_per_day
    assert advised is None or (advised in manifest.limits and advised.value > 0)
    counted = {quota.calls for quota in manifest.quotas if quota.published and quota.window.days == 1}
    for limit in manifest.limits:
        if limit.key == "posts_per_day":
            assert limit.value in counted, "a limit that nobody reads"


@each_manifest
def test_no_limit_is_given_twice(manifest: Manifest) -> None:
    keys = [limit.key for limit in manifest.limits]
    assert len(keys) == len(set(keys))


@each_manifest
def test_every_mode_says_how_to_set_it_up_and_what_it_risks(manifest: Manifest) -> None:
    assert manifest.modes
    for mode in manifest.modes:
        assert mode.key in MODE_KEYS
        assert mode.connects_by in {"credentials", "oauth", "declared"}
        assert mode.connects_by != "declared" or any(entry.key == "account" for entry in mode.fields)
        assert CHINESE.search(mode.name)
        assert CHINESE.search(mode.risk)
        assert len(CHINESE.findall(mode.setup)) >= 40
        for entry in mode.fields:
            assert KEY.fullmatch(entry.key), entry
            assert entry.label, entry
            re.compile(entry.pattern)


@each_manifest
def test_every_field_that_is_a_secret_is_marked_as_one(manifest: Manifest) -> None:
    for mode in manifest.modes:
        for entry in mode.fields:
            if re.search(r"secret|token|password|aes", entry.key):
                assert entry.secret, entry.key


@each_manifest
def test_every_format_is_complete(manifest: Manifest) -> None:
    for entry in manifest.formats:
        assert manifest.format(entry.key) is entry
        assert CHINESE.search(entry.name)
        assert entry.max_pictures >= 0
        assert entry.modes
        assert entry.modes <= {mode.key for mode in manifest.modes}
        assert not (entry.takes_video and entry.max_pictures)
        for ratio in (*entry.cover_ratios, *entry.picture_ratios):
            assert re.fullmatch(r"[1-9]\d*(\.\d+)?:[1-9]\d*(\.\d+)?", ratio), entry


@each_manifest
def test_every_option_is_one_that_a_form_can_show(manifest: Manifest) -> None:
    for option in (option for entry in manifest.formats for option in entry.options):
        assert option.kind in OPTION_KINDS, option
        assert CHINESE.search(option.label), option
        assert bool(option.choices) == (option.kind == "choice"), option
        assert isinstance(option.default, OPTION_KINDS[option.kind]), option
        assert option.kind not in {"text", "lines", "words"} or option.longest > 0, option
        assert option.kind != "words" or option.most > 0, option


@each_manifest
def test_what_an_account_can_do_is_said_for_every_mode(manifest: Manifest) -> None:
    known = {capability.key for capability in manifest.capabilities}
    for mode in manifest.modes:
        offer = manifest.offer(Standing(mode.key))
        assert {row.key for row in offer.capabilities} <= known
        assert all(row.offered or CHINESE.search(row.note) for row in offer.capabilities)
        assert offer.formats or mode.key == "import" or not offer.offers("publish")


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_a_first_comment_is_offered_if_and_only_if_it_can_be_written(key: str) -> None:
    manifest, connector = registry.manifest(key), silent_connector(key)
    offered = manifest.offer(Standing("api")).offers("first_comment")
    assert offered == (connector.comment_first is not None)
    forms = [entry for entry in manifest.formats if "api" in entry.modes]
    taking = [
        option
        for entry in forms
        for option in entry.options
        if (option.key, option.kind) == ("first_comment", "lines")
    ]
    assert taking or not offered


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_stopping_what_is_pending_is_offered_if_and_only_if_it_can_be_done(key: str) -> None:
    offered = registry.manifest(key).offer(Standing("api")).offers("stop_pending")
    assert offered == (silent_connector(key).stop_pending is not None)


@each_manifest
def test_it_says_what_it_can_and_cannot_do(manifest: Manifest) -> None:
    keys = [capability.key for capability in manifest.capabilities]
    assert len(keys) == len(set(keys))
    assert any(capability.offered for capability in manifest.capabilities)
    assert any(not capability.offered for capability in manifest.capabilities)
    for capability in manifest.capabilities:
        assert CHINESE.search(capability.name), capability
        assert capability.offered or CHINESE.search(capability.note), capability


@each_manifest
def test_quotas_leave_something_for_the_background(manifest: Manifest) -> None:
    seen = set()
    for quota in manifest.quotas:
        assert KEY.fullmatch(quota.meter), quota
        assert 0 <= quota.reserve < quota.calls, quota
        assert quota.window > timedelta(0), quota
        seen.add((quota.meter, quota.profile, quota.window))
    assert len(seen) == len(manifest.quotas)


@each_manifest
def test_a_quota_of_some_posts_only_names_options_that_there_are(manifest: Manifest) -> None:
    options = {option.key: option for entry in manifest.formats for option in entry.options}
    for quota in manifest.quotas:
        assert quota.published or not quota.only_for, quota
        for key, value in quota.only_for.items():
            assert value in options[key].choices, quota


@each_manifest
def test_meters_and_quota_profiles_have_chinese_names(manifest: Manifest) -> None:
    assert {quota.meter for quota in manifest.quotas} <= set(manifest.meters)
    assert {quota.profile for quota in manifest.quotas} <= {*manifest.quota_profiles, "default"}
    for name in (*manifest.meters.values(), *manifest.quota_profiles.values()):
        assert CHINESE.search(name)


@each_manifest
def test_metrics_have_chinese_names(manifest: Manifest) -> None:
    for key, name in manifest.metrics.items():
        assert KEY.fullmatch(key)
        assert CHINESE.search(name)


@each_manifest
def test_each_pace_is_that_of_a_quota_profile(manifest: Manifest) -> None:
    profiles = {quota.profile for quota in manifest.quotas}
    paces = manifest.poll_events_every_by_profile
    assert set(paces) <= profiles - {"default"}
    assert all(pace > timedelta(0) for pace in paces.values())
    assert manifest.poll_events_every or not manifest.poll_events_every_by_profile
