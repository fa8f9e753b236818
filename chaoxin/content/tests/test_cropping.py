from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.connectors.manifest import Format
from chaoxin.content import (
    adapting,
    cropping,
    cutting,
    drafting,
    media,
    packing,
    pictures,
    preflight,
    reviewing,
    shapes,
    storage,
)
from chaoxin.content.cutting import Cut
from chaoxin.content.models import Asset, Draft, Variant
from chaoxin.content.states import NotInThisState
from chaoxin.content.testing.rows import look_into_all
from chaoxin.core.refusals import Invalid, NotAllowed, NotFound

WIDE = (640, 480)
GREEN, RED = (0, 128, 0), (200, 0, 0)


def picture(by: object, *, form: str = "PNG", mode: str = "RGB", **told: Any) -> Asset:
    """A wide picture whose left half is green and whose right half is red."""
    file, image = io.BytesIO(), Image.new("RGB", WIDE, GREEN)
    image.paste(RED, (WIDE[0] // 2, 0, *WIDE))
    image.convert(mode).save(file, form, **told)
    return pictures.take_in(io.BytesIO(file.getvalue()), name="茶园.png", by=by)  # type: ignore[arg-type]


def opened(asset: Asset) -> Image.Image:
    return Image.open(io.BytesIO(path_of(asset).read_bytes()))


def path_of(asset: Asset) -> Path:
    return storage.files().local(asset.path)


@pytest.fixture
def draft(cast: Cast, articles: Channel) -> Draft:
    """A draft with two wide pictures for a form of post that shows them 3:4 or 1:1."""
    made = drafting.create(by=cast.editor, title="秋季新品", body="桂花乌龙")
    for asset in (picture(cast.editor), picture(cast.editor, form="JPEG")):
        pictures.attach(made, asset, by=cast.editor)
    adapting.add(made, articles, by=cast.editor, form_key="pictures")
    made.refresh_from_db()
    return made


def variant_of(draft: Draft) -> Variant:
    return draft.variants.select_related("channel", "draft__workspace").get()


def first_of(draft: Draft) -> Asset:
    return draft.pictures.all()[0].asset


def test_without_a_rectangle_the_middle_is_taken_as_large_as_it_goes(cast: Cast) -> None:
    original = picture(cast.editor)
    made = cropping.crop(original, "3:4", by=cast.editor)
    assert (made.width, made.height, made.content_type) == (360, 480, "image/png")
    assert (made.source, made.derivation["crop"]["ratio"]) == (original, "3:4")
    assert (made.derivation["crop"]["left"], made.derivation["crop"]["width"]) == (0.2188, 0.5625)
    assert opened(original).size == WIDE


@pytest.mark.parametrize(("focus", "colour"), [((0.0, 0.5), GREEN), ((1.0, 0.5), RED)])
def test_a_focus_point_near_the_edge_keeps_the_rectangle_inside(
    cast: Cast, focus: tuple[float, float], colour: tuple[int, int, int]
) -> None:
    made = opened(cropping.crop(picture(cast.editor), "1:2", by=cast.editor, focus=focus))
    assert made.size == (240, 480)
    assert made.getpixel((5, 5)) == made.getpixel((234, 474)) == colour


def test_a_chosen_rectangle_is_what_comes_out(cast: Cast) -> None:
    made = opened(cropping.crop(picture(cast.editor), "1:1", by=cast.editor, cut=Cut("1:1", 0.25, 0, 0.5)))
    assert made.size == (320, 320)
    assert (made.getpixel((10, 10)), made.getpixel((310, 10))) == (GREEN, RED)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_crop_stays_of_its_kind_and_the_same_crop_is_the_same_asset(cast: Cast, form: str) -> None:
    original = picture(cast.editor, form=form)
    made = cropping.crop(original, "1:1", by=cast.editor)
    assert made.content_type == original.content_type
    assert cropping.crop(original, "1:1", by=cast.editor) == made
    Asset.objects.filter(pk=made.pk).update(derivation={})
    assert cropping.crop(original, "1:1", by=cast.editor) == made


def test_a_photograph_that_lies_on_its_side_is_cut_as_it_is_shown(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "某相机".encode()
    original = picture(cast.editor, form="JPEG", exif=exif.tobytes())
    assert (original.width, original.height) == (480, 640)
    made = cropping.crop(original, "3:1", by=cast.editor, focus=(0.5, 0.0))
    shown = opened(made)
    assert shown.size == (made.width, made.height) == (480, 160)
    assert 0x0112 not in shown.getexif()
    assert "某相机".encode() in path_of(made).read_bytes()
    assert shown.getpixel((240, 80))[1] > 100  # type: ignore[index]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_crop_still_says_that_a_machine_made_the_picture(cast: Cast, form: str) -> None:
    original = picture(cast.editor, form=form, **_marked(form))
    assert original.provenance == Asset.Provenance.AI_GENERATED
    made = cropping.crop(original, "1:1", by=cast.editor)
    assert made.provenance == Asset.Provenance.AI_GENERATED
    assert b"AIGC" in path_of(made).read_bytes()


def test_a_mark_that_cannot_be_carried_over_is_written_anew(cast: Cast) -> None:
    file = io.BytesIO()
    Image.new("RGB", WIDE).save(file, "JPEG")
    block = b"\xff\xeb\x00\x1ctrainedAlgorithmicMedia..."
    data = file.getvalue()[:2] + block + file.getvalue()[2:]
    original = pictures.take_in(io.BytesIO(data), name="x", by=cast.editor)
    made = cropping.crop(original, "1:1", by=cast.editor)
    assert b"trainedAlgorithmicMedia" in path_of(made).read_bytes()


@pytest.mark.parametrize(
    ("ratio", "cut", "word"),
    [
        ("1:0", None, "比例"),
        ("方的", None, "比例"),
        ("1:1", Cut("1:1", 0.9, 0.9, 0.01), "太小"),
        ("1:1", Cut("1:1", -0.1, 0, 0.5), "超出"),
        ("1:1", Cut("1:1", 0, 0, float("nan")), "超出"),
    ],
)
def test_what_is_no_part_of_the_picture_is_refused(
    cast: Cast, ratio: str, cut: Cut | None, word: str
) -> None:
    original = picture(cast.editor)
    with pytest.raises(Invalid, match=word):
        cropping.crop(original, ratio, by=cast.editor, cut=cut)
    assert Asset.objects.count() == 1


def test_a_moving_picture_is_not_made_to_stand_still(cast: Cast) -> None:
    file = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), name) for name in ("teal", "navy")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    moving = pictures.take_in(io.BytesIO(file.getvalue()), name="x.gif", by=cast.editor)
    with pytest.raises(Invalid, match="动图"):
        cropping.crop(moving, "1:2", by=cast.editor)


def test_the_variant_sends_the_crop_and_the_hash_and_the_gate_cover_it(cast: Cast, draft: Draft) -> None:
    before, original = packing.pack(variant_of(draft)), first_of(draft)
    pictures.describe(draft, original, by=cast.editor, alt="茶园", provenance="ai_generated")
    described = packing.pack(variant_of(draft))
    cropping.use(variant_of(draft), original, "3:4", by=cast.editor)
    packed = packing.pack(variant_of(draft))
    sent = packed.content["pictures"][0]
    assert sent != str(original.pk)
    assert packed.content["pictures"][1] == before.content["pictures"][1]
    assert packed.content["alts"] == {sent: "茶园"}
    assert packed.content["originals"] == {sent: str(original.pk)}
    assert len({before.hash, described.hash, packed.hash}) == 3
    assert packing.judged_of(packed.content).hash == packed.hash
    post = packing.post_of(packed.content, key="k")
    assert (post.pictures[0].width, post.pictures[0].height, post.pictures[0].alt) == (360, 480, "茶园")
    assert draft.pictures.all()[0].asset == original


def test_where_a_crop_comes_from_is_asked_of_its_original_even_later(cast: Cast, draft: Draft) -> None:
    original = first_of(draft)
    cropping.use(variant_of(draft), original, "1:1", by=cast.editor)
    before = packing.pack(variant_of(draft))
    pictures.describe(draft, original, by=cast.editor, alt="", provenance="ai_generated")
    packed = packing.pack(variant_of(draft))
    assert [facts.provenance for facts in packed.media] == ["ai_generated", "unknown"]
    assert packing.judged_of(before.content).hash == packed.hash != before.hash


def test_undoing_gives_back_what_was_approved(cast: Cast, draft: Draft) -> None:
    before = packing.pack(variant_of(draft))
    cropping.use(variant_of(draft), first_of(draft), "3:4", by=cast.editor)
    cropping.undo(variant_of(draft), first_of(draft), by=cast.editor)
    cropping.undo(variant_of(draft), first_of(draft), by=cast.editor)
    packed = packing.pack(variant_of(draft))
    assert (packed.hash, packed.content) == (before.hash, before.content)


def test_a_crop_opens_an_approved_draft_again_and_none_is_made_in_review(cast: Cast, draft: Draft) -> None:
    Asset.objects.update(provenance="own")
    look_into_all()
    reviewing.submit_for_review(draft, by=cast.editor)
    with pytest.raises(NotInThisState):
        cropping.use(variant_of(draft), first_of(draft), "1:1", by=cast.editor)
    assert not Asset.objects.exclude(source=None).exists()
    reviewing.withdraw(draft, by=cast.editor)
    Draft.objects.filter(pk=draft.pk).update(state="approved")
    cropping.use(variant_of(draft), first_of(draft), "1:1", by=cast.editor)
    draft.refresh_from_db()
    assert draft.state == "editing"


def test_crops_are_in_the_history_and_in_a_copy(cast: Cast, draft: Draft) -> None:
    uncropped = draft.versions.first()
    assert uncropped
    cropping.use(variant_of(draft), first_of(draft), "1:1", by=cast.editor)
    crops = variant_of(draft).crops
    assert drafting.copy(draft, by=cast.editor).variants.get().crops == crops
    cropped = draft.versions.first()
    assert cropped
    for entry in uncropped.snapshot["variants"]:
        entry.pop("crops", None)
    for version, expected in ((uncropped, {}), (cropped, crops)):
        draft.refresh_from_db()
        drafting.restore_version(draft, version, expected_number=draft.number, by=cast.editor)
        assert variant_of(draft).crops == expected


def test_an_article_crops_its_cover_and_shows_its_pictures_whole(cast: Cast, draft: Draft) -> None:
    adapting.change(variant_of(draft), by=cast.editor, form_key="article")
    original = first_of(draft)
    drafting.save(
        draft,
        expected_number=variant_of(draft).draft.number,
        by=cast.editor,
        body=f"茶\n\n![](pic:{str(original.pk)[-8:]})",
    )
    before = packing.pack(variant_of(draft))
    cropping.use(variant_of(draft), original, "2.35:1", by=cast.editor)
    packed = packing.pack(variant_of(draft))
    assert packed.content["pictures"] == before.content["pictures"]
    assert packed.content["html"] == before.content["html"]
    post = packing.post_of(packed.content, key="k")
    assert post.cover
    assert (post.cover.width, post.cover.height) == (640, 272)
    assert str(original.pk) in [entry.key for entry in post.pictures]
    with pytest.raises(Invalid, match="不发这张图片"):
        cropping.use(variant_of(draft), draft.pictures.all()[1].asset, "1:1", by=cast.editor)


def test_the_cover_of_a_video_is_cropped(cast: Cast, posts: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    form = Format("film", "视频", True, False, 0, needs_cover=True, takes_video=True, cover_ratios=("3:4",))
    monkeypatch.setattr(preflight, "formats_of", lambda _channel: (form,))
    draft = drafting.create(by=cast.editor, title="短片")
    pictures.attach(draft, picture(cast.editor), by=cast.editor)
    adapting.add(draft, posts, by=cast.editor)
    cropping.use(variant_of(draft), first_of(draft), "3:4", by=cast.editor)
    packed = packing.pack(variant_of(draft))
    post = packing.post_of(packed.content, key="k")
    assert post.cover
    assert (post.cover.width, post.cover.height, post.pictures) == (360, 480, ())
    assert media.originals_in(packed.content) == [str(first_of(draft).pk)]


def test_only_ratios_that_the_platform_shows_are_taken_and_what_is_far_from_them_is_told(
    cast: Cast, draft: Draft
) -> None:
    variant = variant_of(draft)
    assert [shape.fits for shape in shapes.shapes_of(variant)] == [False, False]
    with pytest.raises(Invalid, match="不按这个比例"):
        cropping.use(variant, first_of(draft), "16:9", by=cast.editor)
    cropping.use(variant, first_of(draft), "1:1", by=cast.editor)
    told = shapes.shapes_of(variant_of(draft))
    assert [(shape.fits, shape.ratio, shape.is_cropped) for shape in told] == [
        (True, "1:1", True),
        (False, "1.33:1", False),
    ]


def test_nobody_crops_without_the_right_or_for_a_channel_of_others(cast: Cast, draft: Draft) -> None:
    with pytest.raises(NotAllowed):
        cropping.use(variant_of(draft), first_of(draft), "1:1", by=cast.viewer)
    with pytest.raises(NotFound):
        cropping.use(variant_of(draft), first_of(draft), "1:1", by=cast.stranger)
    with pytest.raises(Invalid):
        cropping.crop(first_of(draft), "1:1", by=cast.stranger)


def test_the_largest_cut_lies_inside_whatever_the_shapes() -> None:
    for size in ((640, 480), (480, 640), (1000, 10), (33, 3000)):
        for ratio in ("3:4", "16:9", "2.35:1"):
            cut = cutting.largest(size, ratio, (1.0, 0.0))
            height = cut.width * size[0] / size[1] / cutting.value_of(ratio)
            assert 0 <= cut.left <= cut.left + cut.width <= 1 + 1e-9
            assert 0 <= cut.top <= cut.top + height <= 1 + 1e-9


def _marked(form: str) -> dict[str, Any]:
    label = '{"Label": "1", "AIGC": "demo"}'
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        texts = PngInfo()
        texts.add_text("AIGC", label)
        return {"pnginfo": texts}
    exif = Image.Exif()
    exif[0x010E] = f' "AIGC": {label}'
    return {"exif": exif.tobytes()}
