"""Which channels a member sees: all, or those of his groups; strangers see nothing."""

from __future__ import annotations

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import access, grouping
from chaoxin.channels.models import Channel, ChannelGroup
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import connected_channel, declared_channel
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, NotFound

LIMITABLE = ["lead", "editor", "reviewer", "answer_giver", "analyst", "viewer"]


@pytest.fixture
def east(cast: Cast, tide: FakePlatform) -> Channel:
    return connected_channel(cast.workspace, external_id="east", name="华东号")


@pytest.fixture
def west(cast: Cast, tide: FakePlatform) -> Channel:
    return connected_channel(cast.workspace, external_id="west", name="西部号")


@pytest.fixture
def group(cast: Cast, east: Channel) -> ChannelGroup:
    return grouping.create_group(by=cast.owner, name="华东", channels=[east.pk])


def names(cast: Cast, role: str) -> list[str]:
    return [channel.name for channel in access.channels_of(cast.of(role))]


@pytest.mark.parametrize("role", LIMITABLE)
def test_a_limited_member_sees_the_channels_of_his_groups_only(
    cast: Cast, east: Channel, west: Channel, group: ChannelGroup, role: str
) -> None:
    member = cast.of(role).membership
    assert member
    assert names(cast, role) == ["华东号", "西部号"]
    grouping.limit_member(member, by=cast.owner, groups=[group.pk])
    assert names(cast, role) == ["华东号"]
    with pytest.raises(NotFound):
        access.channel_for(cast.of(role), west.pk)
    grouping.limit_member(member, by=cast.owner, groups=[])
    assert names(cast, role) == []
    grouping.free_member(member, by=cast.owner)
    assert names(cast, role) == ["华东号", "西部号"]


def test_a_channel_in_two_groups_is_listed_once(cast: Cast, east: Channel, group: ChannelGroup) -> None:
    other = grouping.create_group(by=cast.owner, name="重点", channels=[east.pk])
    assert cast.editor.membership
    grouping.limit_member(cast.editor.membership, by=cast.owner, groups=[group.pk, other.pk])
    assert names(cast, "editor") == ["华东号"]


def test_owners_cannot_be_limited_and_see_everything(cast: Cast, east: Channel, west: Channel) -> None:
    assert cast.owner.membership
    with pytest.raises(Invalid):
        grouping.limit_member(cast.owner.membership, by=cast.owner, groups=[])
    assert names(cast, "owner") == ["华东号", "西部号"]


def test_strangers_find_nothing_by_any_way(cast: Cast, east: Channel, group: ChannelGroup) -> None:
    assert list(access.channels_of(cast.stranger)) == []
    assert list(access.groups_of(cast.stranger)) == []
    with pytest.raises(NotFound):
        access.channel_for(cast.stranger, east.pk)
    with pytest.raises(NotFound):
        access.group_for(cast.stranger, group.pk)
    with pytest.raises(NotFound):
        grouping.create_group(by=cast.stranger, name="偷", channels=[east.pk])
    assert cast.editor.membership
    with pytest.raises(NotFound):
        grouping.limit_member(cast.editor.membership, by=cast.stranger, groups=[])


def test_a_member_is_not_limited_to_a_foreign_group(cast: Cast, tide: FakePlatform) -> None:
    foreign = ChannelGroup.objects.create(workspace=cast.other_workspace, name="别家")
    assert cast.editor.membership
    with pytest.raises(NotFound):
        grouping.limit_member(cast.editor.membership, by=cast.owner, groups=[foreign.pk])
    assert cast.editor.membership.all_channels


def test_limits_are_for_those_who_manage_members(cast: Cast, group: ChannelGroup) -> None:
    assert cast.editor.membership
    with pytest.raises(NotAllowed):
        grouping.limit_member(cast.editor.membership, by=cast.lead, groups=[group.pk])


@pytest.mark.parametrize("role", ["editor", "reviewer", "answer_giver", "analyst", "viewer"])
def test_groups_are_changed_by_leads_and_owners_only(cast: Cast, group: ChannelGroup, role: str) -> None:
    actor = cast.of(role)
    with pytest.raises(NotAllowed):
        grouping.create_group(by=actor, name="新")
    with pytest.raises(NotAllowed):
        grouping.delete_group(group, by=actor)
    with pytest.raises(NotAllowed):
        grouping.assign_channels(group, by=actor, channels=[])


def test_a_limited_lead_neither_adds_nor_drops_what_he_does_not_see(
    cast: Cast, east: Channel, west: Channel, group: ChannelGroup
) -> None:
    lead = cast.lead
    assert lead.membership
    grouping.set_channels(group, by=cast.owner, channels=[east.pk])
    grouping.limit_member(lead.membership, by=cast.owner, groups=[group.pk])
    with pytest.raises(NotFound):
        grouping.assign_channels(group, by=lead, channels=[west.pk])
    own = grouping.create_group(by=lead, name="我的", channels=[east.pk])
    own.channels.add(west)
    assert names(cast, "lead") == ["华东号", "西部号"]


def test_names_of_groups_are_unique_in_a_workspace(cast: Cast, group: ChannelGroup) -> None:
    with pytest.raises(Invalid, match="同名"):
        grouping.create_group(by=cast.owner, name=" 华东 ")
    assert grouping.create_group(by=cast.stranger, name="华东")


def test_every_change_of_groups_and_limits_is_on_record(
    cast: Cast, group: ChannelGroup, west: Channel
) -> None:
    assert cast.editor.membership
    grouping.rename_group(group, by=cast.lead, name="华东线")
    assert grouping.assign_channels(group, by=cast.lead, channels=[west.pk]) == 1
    assert grouping.assign_channels(group, by=cast.lead, channels=[west.pk]) == 0
    grouping.limit_member(cast.editor.membership, by=cast.owner, groups=[group.pk])
    grouping.delete_group(group, by=cast.lead)
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    expected = ["created", "renamed", "filled"]
    assert verbs == [
        *(f"channel_group.{verb}" for verb in expected),
        "member.limited",
        "channel_group.deleted",
    ]


def test_a_callback_key_finds_the_channel_until_it_is_removed(east: Channel) -> None:
    assert access.channel_by_callback_key(east.callback_key) == east
    assert access.channel_by_callback_key("guessed") is None
    Channel.objects.update(removed_at=clock.now())
    assert access.channel_by_callback_key(east.callback_key) is None


def test_accounts_that_take_no_posts_are_not_offered_for_publishing(cast: Cast, east: Channel) -> None:
    by_hand = declared_channel(cast.workspace)
    figures = connected_channel(cast.workspace, external_id="ads", name="投放账号")
    Channel.objects.filter(pk=figures.pk).update(mode="consent")
    assert set(access.publishing_channels_of(cast.owner)) == {east, by_hand}
