"""What a person publishes by hand is checked, packed and recognized without asking the platform."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from chaoxin.connectors import registry
from chaoxin.connectors.assisting import Assist
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.manifest import Format

from .battery import PLATFORM_KEYS, silent_connector
from .counters import as_cases, assert_counters_agree
from .samples import samples_of

ASSISTED = tuple(key for key in PLATFORM_KEYS if silent_connector(key).assist)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
each_platform = pytest.mark.parametrize("key", ASSISTED)


def assist_of(key: str) -> Assist:
    found = silent_connector(key).assist
    assert found
    return found


def formats_of(key: str) -> dict[str, Format]:
    return {entry.key: entry for entry in registry.manifest(key).formats if "assisted" in entry.modes}


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_a_platform_has_the_part_if_and_only_if_it_has_the_mode(key: str) -> None:
    modes = {mode.key for mode in registry.manifest(key).modes}
    assert ("assisted" in modes) == (key in ASSISTED)


@each_platform
def test_the_samples_cover_every_assisted_format(key: str) -> None:
    samples = samples_of(key)
    assert {post.format for post in samples.assisted_posts} == set(formats_of(key))
    assert samples.bad_assisted_posts
    assert samples.links
    assert samples.foreign_links
    assert len(samples.declared) > 1
    assert samples.undeclared


@each_platform
def test_a_post_that_fits_the_form_is_not_stopped(key: str) -> None:
    samples = samples_of(key)
    for post in samples.assisted_posts:
        problems = assist_of(key).check(post, samples.settings)
        assert [problem for problem in problems if problem.level == "stop"] == []


@each_platform
def test_all_problems_are_found_at_once(key: str) -> None:
    for bad in samples_of(key).bad_assisted_posts:
        problems = assist_of(key).check(bad.post, bad.settings)
        assert bad.codes <= {problem.code for problem in problems}
        assert all(problem.sentence.endswith(("。", "！", "？")) for problem in problems)


@each_platform
def test_the_counter_and_the_check_hold_texts_against_the_same_numbers(key: str) -> None:
    samples = samples_of(key)
    cases = [*samples.bad_assisted_posts, *as_cases(samples.assisted_posts, samples.settings)]
    assert_counters_agree(assist_of(key), cases)


@each_platform
def test_the_package_has_everything_of_the_post(key: str) -> None:
    samples = samples_of(key)
    for post in samples.assisted_posts:
        package = assist_of(key).package(post, samples.settings)
        copied = "\n".join(copy.text for copy in package.copies)
        assert post.text.strip() in copied
        assert not formats_of(key)[post.format].has_title or post.title.strip() in copied
        assert package.pictures == post.pictures
        assert package.video == post.video
        assert package.cover == post.cover
        assert package.steps
        assert all(CHINESE.search(step.sentence) for step in package.steps)
        keys = [copy.key for copy in package.copies]
        assert len(keys) == len(set(keys))
        assert package.web_url.startswith("https://") or package.app_url


@each_platform
def test_a_declaration_is_a_step_that_names_the_choice_as_the_platform_does(key: str) -> None:
    samples, control = samples_of(key), registry.manifest(key).declaration
    assert control
    for post in samples.assisted_posts:
        for declared in control.labels:
            options = {**post.options, "disclosures": [declared]}
            package = assist_of(key).package(replace(post, options=options), samples.settings)
            label = control.chosen([declared])
            assert package.declaration == label
            assert any(label in step.sentence and step.required for step in package.steps)


@each_platform
def test_without_declarations_there_is_none_to_choose(key: str) -> None:
    samples = samples_of(key)
    for post in samples.assisted_posts:
        bare = replace(post, options={**post.options, "disclosures": []})
        assert assist_of(key).package(bare, samples.settings).declaration == ""


@each_platform
def test_a_pasted_link_is_read(key: str) -> None:
    for sample in samples_of(key).links:
        found = assist_of(key).recognize(sample.pasted)
        assert (found.post_id, found.url) == (sample.post_id, sample.url)
        assert assist_of(key).recognize(found.url).post_id == found.post_id


@each_platform
@pytest.mark.parametrize("pasted", ["", "已经发了", "https://example.com/", "javascript:alert(1)"])
def test_what_is_no_link_of_the_platform_is_refused_with_a_sentence(key: str, pasted: str) -> None:
    for text in (pasted, *samples_of(key).foreign_links):
        with pytest.raises(FixContent) as caught:
            assist_of(key).recognize(text)
        assert CHINESE.search(caught.value.sentence)


@each_platform
def test_every_spelling_of_an_account_names_the_same_one(key: str) -> None:
    samples = samples_of(key)
    identities = {assist_of(key).declare(fields).external_id for fields in samples.declared}
    assert len(identities) == 1
    assert all(identities)
    for fields in samples.undeclared:
        with pytest.raises(FixContent):
            assist_of(key).declare(fields)


def test_an_application_that_opens_the_app_is_named_by_optional_fields_of_the_declared_mode() -> None:
    openers = {key: app for key in PLATFORM_KEYS if (app := silent_connector(key).open_app)}
    assert openers
    for key, app in openers.items():
        modes = [mode for mode in registry.manifest(key).modes if mode.connects_by == "declared"]
        fields = {field.key: field for mode in modes for field in mode.fields}
        assert set(app.keys) <= set(fields)
        assert not any(fields[name].required for name in app.keys)
        assert any(fields[name].secret for name in app.keys)


def test_what_a_form_takes_but_the_app_does_not_is_a_sentence() -> None:
    for key in PLATFORM_KEYS:
        app = silent_connector(key).open_app
        for post in samples_of(key).assisted_posts if app else ():
            said = app.check(post) if app else ""
            assert said == "" or CHINESE.search(said)
