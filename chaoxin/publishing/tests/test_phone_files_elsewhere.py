"""The phone page with files in a bucket: browsers are sent to the store, and this house reads no file for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from chaoxin.content import storage
from chaoxin.content.models import Asset
from chaoxin.content.storage.bucket import Bucket, Place
from chaoxin.content.testing import buckets
from chaoxin.core import clock
from chaoxin.publishing import handing, handoff_links
from chaoxin.publishing.models import Delivery, Handoff
from chaoxin.publishing.states import State

from .by_hand import HandStage, body_of
from .stage import NOON, at


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with buckets.s3_server() as address:
        yield address


@pytest.fixture
def place(db: None, store: str, settings: Any, tmp_path: Path) -> Place:
    cache.clear()
    found = buckets.made_at(store)
    buckets.keep_files_in(buckets.seen_by_browsers(found), settings, tmp_path)
    return found


@pytest.fixture
def handoff(place: Place, hand: HandStage) -> Handoff:
    return hand.opened()


def refuse(*asked: object, **named: object) -> NoReturn:
    raise AssertionError("the file was read through this house")


def page_of(handoff: Handoff) -> str:
    return f"/h/{handoff_links.secret_of(handoff)}/"


def test_pictures_are_fetched_from_the_store_itself(
    handoff: Handoff, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("read", "local"):
        monkeypatch.setattr(Bucket, name, refuse)
    with at(0):
        page = Client().get(page_of(handoff))
        shown = Client().get(f"{page_of(handoff)}pictures/1/")
        kept = Client().get(f"{page_of(handoff)}pictures/1/?original&save")
    assert (page.status_code, shown.status_code, kept.status_code) == (200, 302, 302)
    cut, whole = httpx.get(shown["Location"]), httpx.get(kept["Location"])
    assert Image.open(io.BytesIO(cut.content)).size == (48, 48)
    assert Image.open(io.BytesIO(whole.content)).size == (64, 48)
    assert cut.headers["Content-Type"] == "image/png"
    assert whole.headers["Content-Disposition"] == 'attachment; filename="01.png"'
    origin = httpx.URL(shown["Location"])
    assert (
        f"img-src 'self' data: blob: {origin.scheme}://{origin.netloc.decode()}"
        in (page["Content-Security-Policy"])
    )


def test_the_address_of_the_store_ends_soon_and_opens_one_file(handoff: Handoff, place: Place) -> None:
    with at(0):
        where = httpx.URL(Client().get(f"{page_of(handoff)}pictures/1/")["Location"])
    assert int(where.params["X-Amz-Expires"]) <= 600
    assert where.params["X-Amz-Signature"]
    assert place.secret not in str(where)


def test_a_gate_that_is_shut_gives_no_address(handoff: Handoff, hand: HandStage) -> None:
    from chaoxin.publishing import freezing

    with at(0):
        freezing.freeze(by=hand.cast.lead, reason="突发舆情")
        assert Client().get(f"{page_of(handoff)}pictures/1/").status_code == 404


def test_what_is_cut_is_cut_before_anybody_looks(handoff: Handoff) -> None:
    asset = Asset.objects.get(pk=handoff.delivery.content["pictures"][0])
    assert storage.files().has(f"{asset.path}.1x1")


def test_a_store_that_browsers_do_not_reach_is_read_in_pieces_without_a_copy(
    place: Place, hand: HandStage, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    buckets.keep_files_in(replace(place, seen_at=""), settings, tmp_path)
    handoff = hand.opened()
    monkeypatch.setattr(Bucket, "local", refuse)
    with at(0):
        shown = Client().get(f"{page_of(handoff)}pictures/1/")
        part = Client().get(f"{page_of(handoff)}pictures/1/?original", headers={"Range": "bytes=1-3"})
        page = Client().get(page_of(handoff))
    assert Image.open(io.BytesIO(body_of(shown))).size == (48, 48)
    assert (part.status_code, body_of(part)) == (206, b"PNG")
    assert place.endpoint not in page["Content-Security-Policy"]


def test_the_bundle_comes_from_the_store_without_a_copy(
    handoff: Handoff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bucket, "local", refuse)
    with at(0):
        answer = Client().get(f"{page_of(handoff)}all.zip")
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == ["文案.txt", "01.png", "原图/01.png"]


def test_a_file_that_is_gone_holds_the_delivery_before_a_person_is_called(
    place: Place, hand: HandStage
) -> None:
    delivery = hand.planned()
    asset = Asset.objects.get(pk=delivery.content["pictures"][0])
    storage.files().delete(asset.path)
    with clock.frozen(NOON - timedelta(minutes=30)):
        assert handing.hand_over_due() == 1
    held = Delivery.objects.get(pk=delivery.pk)
    assert (held.state, held.held_for) == (State.HELD, "package")
    assert "请重新上传" in held.sentence
