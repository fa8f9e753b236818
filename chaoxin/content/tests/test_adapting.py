from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.content import adapting, packing
from chaoxin.content.testing import rows
from chaoxin.core.refusals import Invalid, NotFound


def test_adding_a_channel_twice_is_one_variant(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    assert adapting.add(draft, articles, by=cast.editor) == draft.variants.get()


def test_own_text_replaces_the_inherited_one_until_it_is_given_back(cast: Cast, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, posts)
    variant = adapting.change(draft.variants.get(), by=cast.editor, own={"body": "微博上的说法"})
    assert packing.pack(variant).content["text"] == "微博上的说法"
    variant = adapting.inherit(variant, "body", by=cast.editor)
    assert packing.pack(variant).content["text"] == draft.body


def test_an_empty_own_text_is_not_inherited(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    variant = adapting.change(draft.variants.get(), by=cast.editor, own={"link": ""})
    assert packing.pack(variant).content["link"] == ""


def test_options_of_another_form_leave_nothing_behind(cast: Cast, articles: Channel) -> None:
    variant = rows.draft_with(cast.editor, articles).variants.get()
    variant = adapting.change(
        variant, by=cast.editor, options={"author": "小编", "open_comments": True, "evil": 1}
    )
    assert "evil" not in variant.options
    assert variant.options.items() >= {"author": "小编", "open_comments": True}.items()
    variant = adapting.change(variant, by=cast.editor, form_key="pictures", options=variant.options)
    assert "author" not in variant.options


@pytest.mark.parametrize(
    "bad", [{"form_key": "video"}, {"disclosures": ["nonsense"]}, {"own": {"color": "red"}}]
)
def test_what_the_platform_does_not_have_is_refused(
    cast: Cast, articles: Channel, bad: dict[str, object]
) -> None:
    variant = rows.draft_with(cast.editor, articles).variants.get()
    with pytest.raises(Invalid):
        adapting.change(variant, by=cast.editor, **bad)  # type: ignore[arg-type]


def test_a_channel_of_another_group_is_not_found(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor)
    assert cast.editor.membership
    cast.editor.membership.all_channels = False
    cast.editor.membership.save()
    with pytest.raises(NotFound):
        adapting.add(draft, articles, by=cast.editor)


def test_removing_a_channel_is_kept_in_the_history(cast: Cast, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, posts)
    adapting.remove(draft.variants.get(), by=cast.editor)
    latest = draft.versions.first()
    assert draft.variants.count() == 0
    assert latest
    assert latest.note == "移除“示例微博”"
