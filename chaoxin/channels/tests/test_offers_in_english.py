"""What an account can do and cannot do, and why, is told in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.channels.platform_words import metric_name, platform_name, told
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Capability, Manifest, Standing

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What stands in the platform's own form, and names.
LEFT_CHINESE = re.compile(r"“[^”]*”|\([\u4e00-\u9fff]+(, [a-z.]+)?\)|Juguang 聚光|视频号助手|#话题#")
SCOPES = (frozenset[str](), frozenset({"something_else"}))
FACTS: tuple[Mapping[str, Any], ...] = (
    {},
    {"verified": False},
    {"agent_closed": True},
    {"contact_allowed": False},
    {"contact_members": 0},
)
SETTINGS: tuple[Mapping[str, Any], ...] = (
    {},
    {"account_kind": "subscription", "delete_permission": "yes", "quota_profile": "partner"},
    {"account_kind": "service", "delete_permission": "no"},
    {"account_kind": "personal"},
)


def rows_of(manifest: Manifest) -> Iterator[Capability]:
    """The rows of accounts of many kinds."""
    for mode in manifest.modes:
        for scopes in SCOPES:
            for facts in FACTS:
                for settings in SETTINGS:
                    standing = Standing(mode.key, settings=settings, facts=facts, scopes=scopes)
                    yield from manifest.offer(standing).capabilities


@pytest.mark.parametrize("key", registry.manifests())
def test_every_row_of_every_account_is_told_in_english(key: str) -> None:
    with translation.override("en"):
        chinese = {
            text: told(text)
            for row in rows_of(registry.manifest(key))
            for text in (row.name, row.note)
            if CHINESE.search(LEFT_CHINESE.sub("", told(text)))
        }
    assert chinese == {}


def words_of(manifest: Manifest) -> Iterator[str]:
    """What the pages say of ways to connect, forms of post and quotas."""
    for mode in manifest.modes:
        yield from (mode.name, mode.risk, mode.setup)
        for field in mode.fields:
            yield from (field.label, field.help, *field.choices.values())
    for form in manifest.formats:
        yield form.name
        yield from (text for option in form.options for text in (option.label, option.help))
    yield from (*manifest.meters.values(), *manifest.quota_profiles.values())


@pytest.mark.parametrize("key", registry.manifests())
def test_how_to_connect_is_told_in_english(key: str) -> None:
    with translation.override("en"):
        chinese = {
            text: told(text)
            for text in words_of(registry.manifest(key))
            if CHINESE.search(LEFT_CHINESE.sub("", told(text)))
        }
    assert chinese == {}


@pytest.mark.parametrize("key", registry.manifests())
def test_what_platforms_and_their_metrics_are_called_is_told_in_english(key: str) -> None:
    manifest = registry.manifest(key)
    with translation.override("en"):
        named = [platform_name(manifest), *map(metric_name, manifest.metrics.values())]
    assert [name for name in named if CHINESE.search(name)] == []
    assert platform_name(manifest) == manifest.name


def test_a_platform_is_told_apart_from_its_form_of_post() -> None:
    with translation.override("en"):
        assert (platform_name(registry.manifest("weibo")), told("微博")) == ("Weibo", "Weibo post")


def test_callers_of_the_api_are_told_in_their_language(cast: Cast) -> None:
    caller = Client(headers={**bearer(cast.owner), "Accept-Language": "en"})
    with translation.override(None):
        items = caller.get("/api/v1/platforms").json()["items"]
    rows = [row for entry in items for mode in entry["modes"] for row in mode["capabilities"]]
    assert {row["name"] for row in rows if row["key"] == "renewal"} == {"Authorization renewed by itself"}
