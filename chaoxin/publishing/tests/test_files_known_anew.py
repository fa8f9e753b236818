"""What waits to go out is judged anew when more is known of a picture in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from chaoxin.compliance import judging
from chaoxin.connectors.values import Picture
from chaoxin.content import licensing, locations
from chaoxin.content import provenance as origins
from chaoxin.content.licensing import Told
from chaoxin.content.models import Asset
from chaoxin.content.testing.rows import look_into_all
from chaoxin.content.testing.worker import work_off
from chaoxin.publishing import gates, handing, handoff_files
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.packages import Item

from .by_hand import HandStage
from .stage import NOON, at


def licence_of(hand: HandStage, until: date) -> None:
    made = licensing.record(Told("stock", "某图库", until=until), by=hand.cast.editor)
    licensing.assign(made, Asset.objects.filter(workspace=hand.cast.workspace), by=hand.cast.editor)
    work_off()


def now_in(delivery: Delivery) -> tuple[str, str]:
    found = Delivery.objects.get(pk=delivery.pk)
    return found.state, found.held_for


def test_a_planned_post_whose_picture_has_no_licence_any_more_is_held_at_once(hand: HandStage) -> None:
    delivery = hand.planned()
    licence_of(hand, date(2020, 1, 1))
    assert not judging.passes(delivery.workspace, delivery.content_hash)
    assert now_in(delivery) == ("held", "verdict")


def test_one_whose_licence_holds_goes_out(hand: HandStage) -> None:
    delivery = hand.planned()
    licence_of(hand, date(2199, 1, 1))
    with at(0):
        assert handing.hand_over_due() == 1
    assert now_in(delivery) == ("handed_over", "")


def test_a_picture_that_turns_out_to_be_a_machines_work_keeps_its_post_in(hand: HandStage) -> None:
    delivery = hand.planned()
    pictures = Asset.objects.filter(workspace=hand.cast.workspace)
    assert pictures.exists()
    origins.declare(pictures, by=hand.cast.editor, provenance="ai_generated")
    work_off()
    assert now_in(delivery) == ("held", "verdict")


def test_what_a_machine_has_made_is_handed_out_with_its_mark_cut_or_whole(hand: HandStage) -> None:
    handoff = hand.opened()
    asset = Asset.objects.filter(workspace=hand.cast.workspace).first()
    assert asset
    whole = Picture(str(asset.pk), Path("x"), asset.content_type, asset.width, asset.height, asset.size)
    origins.declare([asset], by=hand.cast.editor, provenance="ai_generated")
    for item in (Item("01.png", whole), Item("01.png", whole, "1:1")):
        for file in (handoff_files.shown(item), handoff_files.original(item)):
            assert locations.is_marked_generated(b"".join(file.pieces()))
    assert handoff.pk


def test_a_post_waits_until_its_picture_was_read(hand: HandStage) -> None:
    delivery = hand.planned()
    Asset.objects.update(read_at=None)
    with at(0):
        assert handing.hand_over_due() == 1
        assert handing.hand_over_due() == 0
    found = Delivery.objects.get(pk=delivery.pk)
    assert (found.state, found.not_before) == ("scheduled", NOON + gates.READ_AGAIN_AFTER)
    assert "还在识别" in found.sentence
    look_into_all()
    with at(60):
        assert handing.hand_over_due() == 1
    assert now_in(delivery) == ("handed_over", "")
