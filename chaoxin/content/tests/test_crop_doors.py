from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.content import adapting, drafting, pictures
from chaoxin.content.models import Asset, Variant
from chaoxin.content.testing import rows


@pytest.fixture
def variant(cast: Cast, articles: Channel) -> Variant:
    draft = drafting.create(by=cast.editor, title="秋季新品", body="桂花乌龙")
    data = rows.picture_bytes(size=(640, 360))
    pictures.attach(draft, pictures.take_in(io.BytesIO(data), name="茶.png", by=cast.editor), by=cast.editor)
    return adapting.add(draft, articles, by=cast.editor, form_key="pictures")


def call(client: Client, method: str, address: str, body: Any = None) -> Any:
    send = getattr(client, method)
    return send(f"/api/v1{address}", json.dumps(body or {}), content_type="application/json")


def test_a_crop_is_chosen_and_undone_on_the_page(cast: Cast, variant: Variant) -> None:
    page, original = sign_in(cast.editor), Asset.objects.get()
    composer = f"/w/demo/drafts/{variant.draft_id}/?channel={variant.pk}"
    shown = page.get(composer).content.decode()
    assert "和平台显示的比例差得多" in shown
    assert 'value="3:4"' in shown
    door = f"/w/demo/variants/{variant.pk}/crops/{original.pk}/"
    answer = page.post(door, {"ratio": "3:4", "left": "0.1", "top": "0", "width": "0.421875"})
    assert answer.status_code == 200
    variant.refresh_from_db()
    crop = Asset.objects.get(source=original)
    assert variant.crops == {str(original.pk): str(crop.pk)}
    assert f"/w/demo/pictures/{crop.pk}/480/" in answer.content.decode()
    assert "和平台显示的比例差得多" not in answer.content.decode()
    assert b"".join(page.get(f"/w/demo/pictures/{original.pk}/1080/").streaming_content)[8:12] == b"WEBP"  # type: ignore[attr-defined]
    assert page.post(f"{door}undo/").status_code == 200
    variant.refresh_from_db()
    assert variant.crops == {}


def test_what_cannot_be_read_as_a_rectangle_is_refused_with_a_sentence(cast: Cast, variant: Variant) -> None:
    door = f"/w/demo/variants/{variant.pk}/crops/{Asset.objects.get().pk}/"
    for told in (
        {},
        {"ratio": "3:4", "left": "x", "top": "0", "width": "1"},
        {"ratio": "3:4", "left": "nan", "top": "0", "width": "1"},
    ):
        assert sign_in(cast.editor).post(door, told).status_code == 422
    assert sign_in(cast.viewer).post(door).status_code == 403
    assert Asset.objects.count() == 1


def test_a_crop_is_chosen_and_undone_by_api(cast: Cast, variant: Variant) -> None:
    editor, original = Client(headers=bearer(cast.editor)), Asset.objects.get()
    address = f"/variants/{variant.pk}/crops"
    (told,) = editor.get(f"/api/v1{address}").json()
    assert (told["ratios"], told["fits"], told["cut"]) == (["3:4", "1:1"], False, None)
    (told,) = call(
        editor, "put", f"{address}/{original.pk}", {"ratio": "1:1", "focus": {"x": 0, "y": 0.5}}
    ).json()
    assert (told["sent"]["width"], told["sent"]["source"], told["fits"]) == (360, str(original.pk), True)
    assert told["cut"]["left"] == 0
    cut = {"ratio": "1:1", "cut": {"left": 0.5, "top": 0, "width": 0.25}}
    (told,) = call(editor, "put", f"{address}/{original.pk}", cut).json()
    assert (told["sent"]["width"], told["cut"]) == (160, {**cut["cut"], "ratio": "1:1"})  # type: ignore[dict-item]
    assert call(editor, "put", f"{address}/{original.pk}", {"ratio": "7:1"}).status_code == 422
    assert call(editor, "delete", f"{address}/{original.pk}").status_code == 204
    assert editor.get(f"/api/v1{address}").json()[0]["sent"]["id"] == str(original.pk)
    assert editor.get(f"/api/v1/variants/{variant.pk}").json()["crops"] == {}
