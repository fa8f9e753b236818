from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.content import adapting, drafting, packing, pictures
from chaoxin.content.models import Variant
from chaoxin.content.testing import rows


def only_variant(draft: object) -> Variant:
    return draft.variants.select_related("channel", "draft__workspace").get()  # type: ignore[attr-defined]


def codes(variant: Variant) -> set[str]:
    return {problem.code for problem in packing.problems(variant) if problem.level == "stop"}


def test_an_article_inherits_everything_and_passes_preflight(cast: Cast, articles: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, articles, colors="teal navy"))
    packed = packing.pack(variant)
    assert packed.content["title"] == "秋季新品上市"
    assert packed.content["text"] == "今年的桂花乌龙开始卖了。"
    assert packed.content["html"].count("data-picture") == 1
    assert codes(variant) == set()


def test_a_post_has_no_title_and_only_the_pictures_that_the_form_takes(cast: Cast, posts: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, posts, colors="teal navy"))
    packed = packing.pack(variant)
    assert packed.content["title"] == ""
    assert len(packed.content["pictures"]) == 1
    assert packed.content["html"] == ""
    assert codes(variant) == set()


def test_preflight_counts_as_the_platform_does(cast: Cast, posts: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, posts, body="字" * 139))
    assert "text_too_long" in codes(variant)


def test_the_post_carries_checked_files(cast: Cast, articles: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, articles, colors="teal navy"))
    post = packing.post_of(packing.pack(variant).content, key="k")
    assert post.cover is not None
    assert post.cover.path.read_bytes().startswith(b"\x89PNG")
    assert [picture.key for picture in post.pictures] == packing.pack(variant).content["pictures"][1:]


def test_a_lost_file_is_a_problem_and_not_a_crash(cast: Cast, articles: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, articles, colors="olive"))
    packing.post_of(packing.pack(variant).content, key="k").cover.path.unlink()  # type: ignore[union-attr]
    assert "picture_missing" in codes(variant)


@pytest.mark.parametrize("field", ["title", "body", "summary", "link"])
def test_every_text_is_part_of_the_hash(cast: Cast, articles: Channel, field: str) -> None:
    draft = rows.draft_with(cast.editor, articles)
    before = packing.pack(only_variant(draft)).hash
    value = "https://example.com/other" if field == "link" else "改过的内容"
    drafting.save(draft, expected_number=draft.number, by=cast.editor, **{field: value})  # type: ignore[arg-type]
    assert packing.pack(only_variant(draft)).hash != before


def test_pictures_options_and_declarations_are_part_of_the_hash(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, colors="teal navy")
    variant = only_variant(draft)
    seen = {packing.pack(variant).hash}
    picture = draft.pictures.first()
    assert picture
    pictures.describe(draft, picture.asset, by=cast.editor, alt="茶杯", provenance="unknown")
    seen.add(packing.pack(only_variant(draft)).hash)
    pictures.describe(draft, picture.asset, by=cast.editor, alt="茶杯", provenance="own")
    seen.add(packing.pack(only_variant(draft)).hash)
    adapting.change(variant, by=cast.editor, options={"open_comments": False})
    seen.add(packing.pack(only_variant(draft)).hash)
    adapting.change(variant, by=cast.editor, disclosures=["opinion"])
    seen.add(packing.pack(only_variant(draft)).hash)
    pictures.reorder(draft, [entry.asset_id for entry in reversed(draft.pictures.all())], by=cast.editor)
    seen.add(packing.pack(only_variant(draft)).hash)
    assert len(seen) == 6


def test_packing_twice_gives_the_same_hash(cast: Cast, articles: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, articles))
    assert packing.pack(variant).hash == packing.pack(only_variant(variant.draft)).hash
    assert packing.judged_of(packing.pack(variant).content).hash == packing.pack(variant).hash


def test_a_declaration_is_visible_in_the_text(cast: Cast, posts: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, posts))
    adapting.change(variant, by=cast.editor, disclosures=["advertising", "ai_generated"])
    text = packing.pack(only_variant(variant.draft)).content["text"]
    assert text.startswith("【广告】")
    assert text.endswith("（本内容含 AI 生成内容）")


def test_a_declaration_written_by_hand_is_not_repeated(cast: Cast, posts: Channel) -> None:
    variant = only_variant(rows.draft_with(cast.editor, posts, body="#广告# 新茶到了"))
    adapting.change(variant, by=cast.editor, disclosures=["advertising"])
    assert packing.pack(only_variant(variant.draft)).content["text"] == "#广告# 新茶到了"
