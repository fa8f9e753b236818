"""The visible mark on pictures that a machine has made."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from PIL import Image

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging
from chaoxin.content import adapting, cropping, drafting, packing, pictures, stamping, stamps, storage
from chaoxin.content import provenance as origins
from chaoxin.content.models import Asset, Draft, Variant
from chaoxin.content.rendering import key_of
from chaoxin.content.testing import films, rows
from chaoxin.core.refusals import Invalid

SIZE = (600, 400)


def noise(form: str = "PNG", size: tuple[int, int] = SIZE, mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(file, form)
    return file.getvalue()


@pytest.fixture
def draft(cast: Cast, posts: Channel) -> Draft:
    """A draft with one picture, which is said to be made by a machine."""
    made = drafting.create(by=cast.editor, title="秋茶", body="今年的桂花乌龙开始卖了。")
    asset = pictures.take_in(io.BytesIO(noise()), name="海报.png", by=cast.editor)
    pictures.attach(made, asset, by=cast.editor)
    origins.declare([asset], by=cast.editor, provenance="ai_generated")
    adapting.add(made, posts, by=cast.editor)
    made.refresh_from_db()
    return made


def shown(draft: Draft) -> Asset:
    return draft.pictures.select_related("asset__workspace", "asset__source__workspace").get().asset


def packed(draft: Draft, **of: object) -> packing.Packed:
    related = draft.variants.select_related("channel", "draft__workspace", "draft__video_cover")
    return packing.pack(related.get(**of))


def missing(draft: Draft) -> set[str]:
    return {finding.discloses for finding in judging.look(packed(draft).judged()).findings} - {""}


def test_the_finding_goes_with_the_stamp_and_comes_back_without_it(cast: Cast, draft: Draft) -> None:
    original = shown(draft)
    assert missing(draft) == {"ai_generated"}
    made = stamping.stamp(draft, original, by=cast.editor)
    assert shown(draft) == made
    assert (made.source, made.provenance, made.is_stamped) == (original, "ai_generated", True)
    assert packed(draft).content["pictures"] == [str(made.pk)]
    assert missing(draft) == set()
    assert stamping.stamp(draft, made, by=cast.editor) == made, "twice is once"
    assert stamping.take_off(draft, made, by=cast.editor) == original
    assert missing(draft) == {"ai_generated"}
    assert stamping.stamp(draft, original, by=cast.editor) == made, "the same stamp is the same asset"
    assert Asset.objects.count() == 2


def test_the_declaration_settles_it_without_a_stamp(cast: Cast, draft: Draft) -> None:
    adapting.change(draft.variants.get(), by=cast.editor, disclosures=["ai_generated"])
    assert missing(draft) == set()


def test_one_picture_without_it_is_enough_to_be_asked(cast: Cast, draft: Draft) -> None:
    stamping.stamp(draft, shown(draft), by=cast.editor)
    other = pictures.take_in(io.BytesIO(noise(size=(500, 500))), name="二.png", by=cast.editor)
    pictures.attach(draft, other, by=cast.editor)
    origins.declare([other], by=cast.editor, provenance="ai_generated")
    articles = rows.article_channel(cast.workspace)
    adapting.add(draft, articles, by=cast.editor)
    found = judging.look(packed(draft, channel=articles).judged()).findings
    assert "ai_generated" in {finding.discloses for finding in found}


KINDS = ["PNG RGB", "PNG L", "PNG P", "PNG 1", "PNG RGBA", "JPEG RGB", "JPEG CMYK", "WEBP RGB", "GIF P"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_seen_in_the_lower_right_corner_and_nowhere_else(kind: str) -> None:
    form, mode = kind.split()
    data = noise(form, mode=mode)
    made = Image.open(io.BytesIO(stamps.stamped(data)))
    assert made.size == SIZE
    before, after = (picture.convert("L") for picture in (Image.open(io.BytesIO(data)), made))
    far = (0, 0, 300, 200)
    differences = [
        abs(a - b) for a, b in zip(before.crop(far).tobytes(), after.crop(far).tobytes(), strict=True)
    ]
    assert sum(differences) / len(differences) < 6, "what is compressed again differs a little"
    corner = after.crop((450, 340, 590, 390))
    assert sum(1 for value in corner.tobytes() if value > 240) > 400, "white characters"
    dark = sum(corner.tobytes()) / len(corner.tobytes())
    assert dark < sum(before.crop((450, 340, 590, 390)).tobytes()) / (140 * 50)


@pytest.mark.parametrize("size", [(600, 400), (2000, 3000), (4000, 900), (250, 250)])
def test_its_characters_are_at_least_a_twentieth_of_the_shorter_side_high(size: tuple[int, int]) -> None:
    plain = Image.new("L", size, 128)
    drawn = stamps.draw(plain).point(lambda value: 255 if value > 200 else 0)
    _left, top, right, bottom = drawn.getbbox() or (0, 0, 0, 0)
    assert bottom - top >= stamps.LEAST_SHARE * min(size)
    assert right <= size[0]


def test_what_cannot_bear_it_says_so(cast: Cast, draft: Draft) -> None:
    with pytest.raises(Invalid, match="太小"):
        stamps.stamped(noise(size=(40, 40)))
    moving = io.BytesIO()
    frames = [Image.new("RGB", (200, 200), color) for color in ("red", "blue")]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(Invalid, match="动图"):
        stamps.stamped(moving.getvalue())
    origins.declare([shown(draft)], by=cast.editor, provenance="own")
    with pytest.raises(Invalid, match="来源"):
        stamping.stamp(draft, shown(draft), by=cast.editor)
    with pytest.raises(Invalid, match="没有这张"):
        stamping.stamp(draft, films.video(cast.editor), by=cast.editor)


def test_a_crop_bears_it_in_its_own_corner(cast: Cast, draft: Draft) -> None:
    articles = rows.article_channel(cast.workspace)
    variant = adapting.add(draft, articles, by=cast.editor)
    original = shown(draft)
    cropping.use(variant, original, "1:1", by=cast.editor)
    made = stamping.stamp(draft, original, by=cast.editor)
    variant = Variant.objects.select_related("channel", "draft__workspace").get(pk=variant.pk)
    crop = Asset.objects.get(pk=variant.crops[str(made.pk)])
    assert (crop.is_stamped, crop.width, crop.height) == (True, 400, 400)
    with Image.open(storage.files().local(crop.path)) as picture:
        corner = picture.convert("L").crop((300, 350, 395, 395)).tobytes()
    assert sum(1 for value in corner if value > 240) > 200
    assert all(media.stamped for media in packing.pack(variant).media)
    stamping.take_off(draft, made, by=cast.editor)
    variant.refresh_from_db()
    assert list(variant.crops) == [str(original.pk)]
    assert not Asset.objects.get(pk=variant.crops[str(original.pk)]).is_stamped


def test_a_text_that_names_the_picture_shows_it_with_and_without(cast: Cast, draft: Draft) -> None:
    articles = rows.article_channel(cast.workspace)
    original = shown(draft)
    body = f"看图。\n\n![海报](pic:{key_of(original.pk)})\n\n完。"
    drafting.save(draft, by=cast.editor, expected_number=draft.number, title="秋茶", body=body)
    adapting.add(draft, articles, by=cast.editor)
    made = stamping.stamp(draft, original, by=cast.editor)
    assert f'data-picture="{made.pk}"' in packed(draft, channel=articles).content["html"]
    named = body.replace(key_of(original.pk), key_of(made.pk))
    draft.refresh_from_db()
    drafting.save(draft, by=cast.editor, expected_number=draft.number, title="秋茶", body=named)
    stamping.take_off(draft, made, by=cast.editor)
    html = packed(draft, channel=articles).content["html"]
    assert html.count("data-picture=") == 1
    assert f'data-picture="{original.pk}"' in html


def test_both_doors_put_it_on_and_take_it_off(cast: Cast, draft: Draft) -> None:
    original, browser = shown(draft), sign_in(cast.editor)
    page = browser.get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert "盖上“AI生成”标识" in page
    preview = browser.get(f"/w/demo/pictures/{original.pk}/stamped/")
    assert (preview.status_code, preview["Content-Type"]) == (200, "image/webp")
    answer = browser.post(f"/w/demo/drafts/{draft.pk}/pictures/{original.pk}/stamp/")
    assert "已盖“AI生成”标识" in answer.content.decode()
    made = shown(draft)
    door = Client(headers=bearer(cast.editor))
    address = f"/api/v1/drafts/{draft.pk}/pictures"
    [told] = door.delete(f"{address}/{made.pk}/stamp").json()
    assert (told["id"], told["stamped"]) == (str(original.pk), False)
    [told] = door.put(f"{address}/{original.pk}/stamp").json()
    assert (told["id"], told["stamped"]) == (str(made.pk), True)
    path = f"/w/demo/drafts/{draft.pk}/pictures/{original.pk}/stamp/"
    assert sign_in(cast.viewer).post(path).status_code == 403
    assert Client(headers=bearer(cast.stranger)).put(f"{address}/{original.pk}/stamp").status_code == 404
