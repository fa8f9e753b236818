from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from chaoxin.accounts.models import Membership
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.audience.models import Identity, Person
from chaoxin.channels.models import Channel, ChannelGroup
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.content.models import Draft
from chaoxin.core import announcing, clock
from chaoxin.inbox.models import Conversation, Message
from chaoxin.shell.models import SearchEntry
from chaoxin.shell.searching import finding, grams, indexing


def _draft(cast: Cast, title: str, body: str = "") -> Draft:
    assert cast.editor.membership
    return Draft.objects.create(
        workspace=cast.workspace,
        title=title,
        body=body,
        author=cast.editor.membership,
        updated_at=clock.now(),
    )


def _conversation(channel: Channel, text: str, name: str = "小鱼") -> Conversation:
    now = clock.now()
    person = Person.objects.create(workspace=channel.workspace, name=name, last_seen_at=now)
    identity = Identity.objects.create(
        person=person, channel=channel, external_id=name, name=name, first_seen_at=now, last_seen_at=now
    )
    conversation = Conversation.objects.create(
        workspace=channel.workspace,
        channel=channel,
        kind="message",
        thread_key=name,
        identity=identity,
        excerpt=text[:20],
        last_message_at=now,
    )
    Message.objects.create(
        conversation=conversation, channel=channel, direction="in", state="received", at=now, text=text
    )
    return conversation


def _titles(found: list[finding.Group]) -> dict[str, list[str]]:
    return {group.kind: [hit.title for hit in group.hits] for group in found}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("桂花拿铁", ["桂花", "花拿", "拿铁"]),
        ("ＡＢ 12", ["ab", "12"]),
        ("第一，第二", ["第一", "第二"]),
        ("我", []),
        ("", []),
    ],
)
def test_words_are_cut_into_pairs_of_neighbors(text: str, pairs: list[str]) -> None:
    assert grams.pairs(grams.normalize(text)) == pairs


def test_a_word_of_two_characters_is_found_anywhere_in_the_text(cast: Cast) -> None:
    _draft(cast, "秋季上新", "桂花拿铁回来了，限时两周")
    _draft(cast, "冬季菜单", "热可可")
    indexing.index_changed()
    assert _titles(finding.search(cast.editor, "拿铁")) == {"draft": ["秋季上新"]}
    assert _titles(finding.search(cast.editor, "拿铁 上新")) == {"draft": ["秋季上新"]}
    assert finding.search(cast.editor, "拿铁 可可") == []
    assert finding.search(cast.editor, "铁") == []


def test_pairs_alone_do_not_make_a_find(cast: Cast) -> None:
    _draft(cast, "花拿与拿铁", "桂花另说")
    indexing.index_changed()
    assert finding.search(cast.editor, "桂花拿铁") == []


def test_a_changed_draft_is_found_by_its_new_words_only(cast: Cast) -> None:
    draft = _draft(cast, "旧标题")
    indexing.index_changed()
    draft.title, draft.updated_at = "新名字", clock.now() + timedelta(seconds=1)
    draft.save()
    assert indexing.index_changed() == 1
    assert indexing.index_changed() == 0
    assert finding.search(cast.editor, "旧标题") == []
    assert _titles(finding.search(cast.editor, "新名")) == {"draft": ["新名字"]}


def test_a_stranger_finds_nothing_of_the_workspace(cast: Cast) -> None:
    _draft(cast, "秋季上新")
    indexing.index_changed()
    assert finding.search(cast.stranger, "秋季") == []


def test_rights_and_channel_groups_limit_what_is_found(cast: Cast) -> None:
    mine, other = (
        connected_channel(cast.workspace, platform="weibo", external_id=name, name=name)
        for name in ("本号", "他号")
    )
    _conversation(mine, "请问静安店还有桂花乌龙吗", "小鱼")
    _conversation(other, "请问徐汇店还有桂花乌龙吗", "阿布")
    indexing.index_changed()
    assert len(_titles(finding.search(cast.owner, "桂花"))["conversation"]) == 2
    assert "conversation" not in _titles(finding.search(cast.viewer, "桂花"))
    assert cast.editor.membership
    Membership.objects.filter(pk=cast.editor.membership.pk).update(all_channels=False)
    cast.editor.membership.refresh_from_db()
    group = ChannelGroup.objects.create(workspace=cast.workspace, name="一组")
    group.channels.add(mine)
    group.accesses.create(membership=cast.editor.membership)
    found = _titles(finding.search(cast.editor, "桂花"))["conversation"]
    assert [title[:5] for title in found] == ["请问静安店"]
    assert "person" not in _titles(finding.search(cast.editor, "阿布"))
    assert _titles(finding.search(cast.editor, "本号"))["channel"] == ["本号"]
    assert "channel" not in _titles(finding.search(cast.editor, "他号"))


def test_a_fact_about_a_person_brings_his_new_name_in(cast: Cast) -> None:
    channel = connected_channel(cast.workspace, platform="weibo", external_id="x", name="本号")
    person = _conversation(channel, "你好呀").identity.person  # type: ignore[union-attr]
    indexing.index_changed()
    Person.objects.filter(pk=person.pk).update(name="于小鱼会员")
    announcing.announce(
        announcing.defined()["person.changed"], workspace_id=cast.workspace.pk, subject=person
    )
    announcing.dispatch_pending()
    assert _titles(finding.search(cast.owner, "于小鱼"))["person"] == ["于小鱼会员"]


def test_rebuilding_drops_what_is_gone(cast: Cast) -> None:
    draft = _draft(cast, "要删的稿")
    indexing.index_changed()
    draft.delete()
    call_command("rebuild_search")
    assert SearchEntry.objects.count() == 0


def test_the_page_marks_words_and_escapes_the_rest(cast: Cast) -> None:
    _draft(cast, "<b>桂花</b>拿铁")
    indexing.index_changed()
    body = sign_in(cast.editor).get(reverse("shell:search", args=["demo"]), {"q": "桂花"}).content.decode()
    assert "&lt;b&gt;<mark>桂花</mark>&lt;/b&gt;拿铁" in body


def test_the_dialog_gets_the_hits_alone(cast: Cast) -> None:
    answer = sign_in(cast.editor).get(
        reverse("shell:search", args=["demo"]), {"q": "没有"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in answer.content.decode()
    assert "没有找到" in answer.content.decode()


def test_the_api_finds_the_same(cast: Cast, client: Client) -> None:
    draft = _draft(cast, "秋季上新")
    indexing.index_changed()
    body = client.get("/api/v1/search", {"q": "秋季"}, headers=bearer(cast.editor)).json()
    assert body["items"][0]["id"] == str(draft.pk)
    assert body["total"] == 1
