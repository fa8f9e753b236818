from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import connected_channel, declared_channel
from chaoxin.connectors.manifest import Option
from chaoxin.content import adapting, options, packing, preflight, reviewing
from chaoxin.content.models import Variant
from chaoxin.content.testing import rows
from chaoxin.core.refusals import Invalid

NOTE = fake_platform.MANIFEST.format("note")
UNSET = {"original": False, "visibility": "public", "place": "", "first_comment": "", "topics": []}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def notes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Channel:
    """An account on which people publish notes by hand."""
    fake_platform.install(monkeypatch)
    return declared_channel(cast.workspace, name="手动发布的号")


@pytest.fixture
def note(cast: Cast, notes: Channel) -> Variant:
    return rows.draft_with(cast.editor, notes, title="新茶", body="桂花乌龙").variants.get()


def test_every_option_has_a_value_and_what_the_form_does_not_know_is_dropped() -> None:
    assert options.checked(NOTE, {"evil": 1}) == UNSET


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"original": "on"}, {"original": True}),
        ({"visibility": "private"}, {"visibility": "private"}),
        ({"visibility": ""}, {"visibility": ""}),
        ({"place": "  上海\n静安 "}, {"place": "上海 静安"}),
        ({"first_comment": " 第一行\r\n第二行 "}, {"first_comment": "第一行\n第二行"}),
        ({"topics": "#秋天# 桂花，乌龙、秋天"}, {"topics": ["秋天", "桂花", "乌龙"]}),
        ({"topics": ["#秋天", " 桂花 ", ""]}, {"topics": ["秋天", "桂花"]}),
        ({"topics": None}, {"topics": []}),
    ],
)
def test_what_people_type_is_put_in_order(told: dict[str, Any], kept: dict[str, Any]) -> None:
    assert options.checked(NOTE, told) == {**UNSET, **kept}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"visibility": "friends"}, "从列表里选"),
        ({"place": "一" * 11}, "最多 10 个字，现在有 11 个"),
        ({"place": 7}, "不是文字"),
        ({"first_comment": "一" * 101}, "最多 100 个字"),
        ({"topics": "一 二 三 四"}, "最多 3 个，现在有 4 个"),
        ({"topics": "一二三四五六七八九"}, "每个最多 8 个字"),
        ({"topics": True}, "不是文字"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(told: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        options.checked(NOTE, told)
    (key,) = told
    assert refusal.value.field == key
    assert next(entry.label for entry in NOTE.options if entry.key == key) in refusal.value.sentence


def test_texts_of_options_are_judged_like_the_text_itself(cast: Cast, note: Variant) -> None:
    before = packing.pack(note).judged()
    told = {
        "first_comment": "看 https://tea.example.com/a",
        "topics": ["秋天", "桂花"],
        "visibility": "private",
    }
    judged = packing.pack(adapting.change(note, by=cast.editor, options=told)).judged()
    assert judged.fields["first_comment"] == "看 https://tea.example.com/a"
    assert judged.fields["topics"] == "#秋天 #桂花"
    assert "visibility" not in judged.fields
    assert "https://tea.example.com/a" in judged.links
    assert judged.hash != before.hash


def test_a_forbidden_word_in_the_first_comment_keeps_the_draft_from_review(cast: Cast, note: Variant) -> None:
    adapting.change(note, by=cast.editor, options={"first_comment": "我们是全国第一"})
    with pytest.raises(reviewing.NotFit) as refusal:
        reviewing.submit_for_review(note.draft, by=cast.editor)
    (obstacle,) = refusal.value.obstacles
    assert [finding.field for finding in obstacle.findings] == ["first_comment"]


def test_whom_a_post_goes_to_is_not_judged_as_what_it_says() -> None:
    entries = (
        Option("to", "发给谁", default="", kind="text", longest=20, unseen=True),
        Option("said", "卡片标题", default="", kind="text", longest=20),
    )
    form = replace(NOTE, options=entries)
    assert options.spoken(form, {"to": "wm0001", "said": "新品"}) == {"said": "新品"}


def test_texts_of_a_form_that_is_gone_are_judged_all_the_same() -> None:
    assert options.spoken(None, {"old": "全国第一", "list": ["甲"], "switch": True}) == {
        "old": "全国第一",
        "list": "甲",
    }


def test_the_composer_has_a_field_for_each_option_and_saves_it(cast: Cast, note: Variant) -> None:
    client = sign_in(cast.editor)
    address = f"/w/demo/drafts/{note.draft_id}/?channel={note.pk}"
    page = client.get(address).content.decode()
    for part in ('name="options" value="original"', 'name="option-visibility"', 'name="option-topics"'):
        assert part in page
    note.draft.refresh_from_db()
    told = {
        "expected_number": note.draft.number,
        "form_key": "note",
        "options": ["original"],
        "option-topics": "#秋天 桂花",
        "option-first_comment": "欢迎来店里，全国第一",
    }
    saved = client.post(f"/w/demo/variants/{note.pk}/save/", told, headers=HTMX)
    assert saved.status_code == 200
    note.refresh_from_db()
    assert note.options == {
        **UNSET,
        "original": True,
        "topics": ["秋天", "桂花"],
        "first_comment": "欢迎来店里，全国第一",
    }
    fragments = saved.content.decode()
    assert "首条评论" in fragments
    assert "全国第一" in fragments
    assert "#秋天 #桂花" in client.get(address).content.decode()


def test_too_many_topics_are_refused_on_the_page_and_nothing_is_saved(cast: Cast, note: Variant) -> None:
    note.draft.refresh_from_db()
    told = {"expected_number": note.draft.number, "form_key": "note", "option-topics": "一 二 三 四"}
    answer = sign_in(cast.editor).post(f"/w/demo/variants/{note.pk}/save/", told, headers=HTMX)
    assert (answer.status_code, "最多 3 个" in answer.content.decode()) == (422, True)
    note.refresh_from_db()
    assert note.options["topics"] == []


def test_options_are_changed_over_rest(cast: Cast, note: Variant) -> None:
    change = json.dumps({"options": {"topics": ["秋天"], "visibility": "private"}})
    said = Client().patch(
        f"/api/v1/variants/{note.pk}", change, content_type="application/json", headers=bearer(cast.editor)
    )
    assert (said.status_code, said.json()["options"]["topics"]) == (200, ["秋天"])


def test_each_account_is_checked_by_the_limits_of_the_way_it_is_published_on(
    cast: Cast, note: Variant
) -> None:
    long = adapting.change(note, by=cast.editor, own={"body": "长" * 21})
    packed = packing.pack(long)
    assert [problem.code for problem in packing.problems(long, packed)] == ["too_long"]
    assert [(entry.field, entry.most) for entry in packing.lengths(long, packed)] == [
        ("title", 10),
        ("text", 20),
    ]


def test_what_a_channels_settings_say_of_a_limit_goes_for_counter_and_check(
    cast: Cast, note: Variant, notes: Channel
) -> None:
    long = adapting.change(note, by=cast.editor, own={"body": "长" * 21})
    notes.settings = {**notes.settings, "text_most": 30}
    notes.save()
    long = Variant.objects.select_related("channel", "draft__workspace").get(pk=long.pk)
    packed = packing.pack(long)
    assert packing.problems(long, packed) == []
    assert packing.lengths(long, packed)[1].most == 30


def test_forms_of_another_way_to_publish_are_not_offered(cast: Cast, notes: Channel) -> None:
    by_interface = connected_channel(cast.workspace, name="接口发布的号")
    assert [entry.key for entry in preflight.formats_of(notes)] == ["note"]
    assert [entry.key for entry in preflight.formats_of(by_interface)] == ["post"]


def test_who_cannot_publish_is_told_before_he_schedules(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_platform.install(monkeypatch)
    person = declared_channel(cast.workspace, settings={"kind": "person"})
    variant = rows.draft_with(cast.editor, person, title="新茶", body="桂花乌龙").variants.get()
    (problem,) = packing.problems(variant)
    assert (problem.level, problem.code) == ("warn", "not_offered")
    assert "个人号不能发帖" in problem.sentence


def test_an_account_that_is_there_for_its_figures_takes_no_drafts(cast: Cast, notes: Channel) -> None:
    Channel.objects.filter(pk=notes.pk).update(mode="import")
    notes.refresh_from_db()
    draft = rows.draft_with(cast.editor)
    with pytest.raises(adapting.TakesNoPosts):
        adapting.add(draft, notes, by=cast.editor)
    page = sign_in(cast.editor).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert notes.name not in page
