"""Whether others' pictures may be used is recorded, judged, and told of when it ends."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging
from chaoxin.compliance.media_facts import today
from chaoxin.content import drafting, licensing, packing, proofs, reviewing, storage
from chaoxin.content import provenance as origins
from chaoxin.content.licensing import Told
from chaoxin.content.models import Asset, Draft, Licence
from chaoxin.content.testing import rows
from chaoxin.content.testing.worker import work_off
from chaoxin.core.refusals import Invalid, NotAllowed

STOCK = Told(kind="stock", source="某图库", reference="订单 1024")


def licence(cast: Cast, **told: object) -> Licence:
    return licensing.record(Told(**{"kind": "stock", "source": "某图库", **told}), by=cast.editor)  # type: ignore[arg-type]


@pytest.fixture
def draft(cast: Cast, posts: Channel) -> Draft:
    return rows.draft_with(cast.editor, posts)


def asset_of(draft: Draft) -> Asset:
    return draft.pictures.select_related("asset__workspace").get().asset


def packed(draft: Draft) -> packing.Packed:
    return packing.pack(draft.variants.select_related("channel", "draft__workspace").get())


def found_rules(draft: Draft) -> set[str]:
    return {finding.rule for finding in judging.look(packed(draft).judged()).findings}


def test_a_licensed_picture_without_a_licence_asks_for_one(cast: Cast, draft: Draft) -> None:
    origins.declare([asset_of(draft)], by=cast.editor, provenance="licensed")
    assert "licence-unproven" in found_rules(draft)
    licensing.assign(licence(cast), [asset_of(draft)], by=cast.editor)
    assert "licence-unproven" not in found_rules(draft)


def test_pictures_under_a_licence_count_as_licensed(cast: Cast, draft: Draft) -> None:
    assert licensing.assign(licence(cast), [asset_of(draft)], by=cast.editor) == 1
    assert asset_of(draft).provenance == "licensed"
    assert licensing.assign(asset_of(draft).licence, [asset_of(draft)], by=cast.editor) == 0


def test_a_machines_picture_stays_one_under_a_licence(cast: Cast, draft: Draft) -> None:
    origins.declare([asset_of(draft)], by=cast.editor, provenance="ai_generated")
    licensing.assign(licence(cast), [asset_of(draft)], by=cast.editor)
    assert asset_of(draft).provenance == "ai_generated"


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"until": date(2026, 1, 1)}, "licence-expired"),
        ({"since": date(2199, 1, 1)}, "licence-not-begun"),
    ],
)
def test_a_licence_that_does_not_cover_today_keeps_the_post_in(
    cast: Cast, draft: Draft, told: dict[str, object], rule: str
) -> None:
    licensing.assign(licence(cast, **told), [asset_of(draft)], by=cast.editor)
    assert rule in found_rules(draft)
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)


def test_a_licence_for_other_platforms_keeps_the_post_in(cast: Cast, draft: Draft, articles: Channel) -> None:
    elsewhere = licence(cast, platforms=[articles.platform])
    licensing.assign(elsewhere, [asset_of(draft)], by=cast.editor)
    assert "licence-elsewhere" in found_rules(draft)
    here = Told(kind="stock", source="某图库", platforms=["weibo", articles.platform])
    licensing.change(elsewhere, here, by=cast.editor)
    assert "licence-elsewhere" not in found_rules(draft)


def test_when_a_licence_ends_what_passed_is_judged_again(cast: Cast, draft: Draft) -> None:
    ending = licence(cast, until=today())
    licensing.assign(ending, [asset_of(draft)], by=cast.editor)
    work_off()
    reviewing.submit_for_review(draft, by=cast.editor)
    content_hash = packed(draft).hash
    assert judging.passes(cast.workspace, content_hash)
    assert licensing.tell_ended() == 0
    Licence.objects.update(until=today() - timedelta(days=1))
    assert licensing.tell_ended() == 1
    assert licensing.tell_ended() == 0
    work_off()
    assert packed(draft).hash == content_hash
    assert not judging.passes(cast.workspace, content_hash)
    licensing.change(ending, Told(kind="stock", source="某图库", until=today()), by=cast.editor)
    work_off()
    assert judging.passes(cast.workspace, content_hash)


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({}, "valid"),
        ({"until": timedelta(0)}, "soon"),
        ({"until": timedelta(days=30)}, "soon"),
        ({"until": timedelta(days=31)}, "valid"),
        ({"until": timedelta(days=-1)}, "ended"),
        ({"since": timedelta(days=1), "until": timedelta(days=9)}, "coming"),
    ],
)
def test_rows_and_the_database_agree_on_how_a_licence_stands(
    cast: Cast, told: dict[str, timedelta], standing: str
) -> None:
    made = licence(cast, **{name: today() + days for name, days in told.items()})
    assert licensing.standing_of(made) == standing
    for each in ("ended", "coming", "soon", "valid"):
        assert licensing.by_standing(Licence.objects.all(), each).exists() == (each == standing)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "stolen"}, "kind"),
        ({"source": "  "}, "source"),
        ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, "until"),
        ({"platforms": ["nowhere"]}, "platforms"),
        ({"proof_url": "javascript:alert(1)"}, "proof_url"),
    ],
)
def test_a_licence_that_cannot_be_is_refused(cast: Cast, told: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        licence(cast, **told)
    assert refusal.value.field == field
    assert not Licence.objects.exists()


def test_the_proof_is_kept_by_what_it_is(cast: Cast) -> None:
    made = licensing.record(
        STOCK, by=cast.editor, proof=proofs.read(io.BytesIO(b"%PDF-1.7 x"), name="合同.exe")
    )
    assert made.proof_type == "application/pdf"
    assert storage.files().local(made.proof_path).read_bytes() == b"%PDF-1.7 x"
    with pytest.raises(Invalid):
        proofs.read(io.BytesIO(b"<html>"), name="合同.pdf")
    licensing.change(made, STOCK, by=cast.editor)
    assert made.proof_path


def test_crops_go_along_with_their_original(cast: Cast, draft: Draft) -> None:
    original = asset_of(draft)
    made = Asset.objects.create(
        workspace=cast.workspace, path="x", sha256="b" * 64, content_type="image/png", width=1, height=1, size=1,
        name="裁", source=original,
    )  # fmt: skip
    licensing.assign(licence(cast), [original], by=cast.editor)
    made.refresh_from_db()
    assert made.licence_id == asset_of(draft).licence_id


def test_others_assets_and_too_many_are_refused_and_changes_are_in_the_audit_trail(
    cast: Cast, draft: Draft
) -> None:
    asset = asset_of(draft)
    with pytest.raises(Invalid):
        origins.declare([asset], by=cast.stranger, provenance="own")
    with pytest.raises(Invalid):
        licensing.assign(None, [asset] * 501, by=cast.editor)
    with pytest.raises(NotAllowed):
        licensing.record(STOCK, by=cast.viewer)
    origins.declare([asset], by=cast.editor, provenance="licensed")
    assert AuditEntry.objects.filter(verb="asset.provenance", subject_id=str(asset.pk)).count() == 1


@pytest.mark.parametrize("said", [{"origin": "ai_generated"}, {"fictional": True}, {"paid": True}])
def test_what_the_author_says_of_a_draft_is_judged_and_needs_approval_anew(
    cast: Cast, draft: Draft, said: dict[str, object]
) -> None:
    before = packed(draft).hash
    saved = drafting.save(
        draft,
        expected_number=draft.number,
        by=cast.editor,
        nature=drafting.Nature(**said),  # type: ignore[arg-type]
    )
    assert saved.number == draft.number + 1
    now = packed(saved)
    assert now.hash != before
    assert packing.judged_of(now.content).hash == now.hash
    assert {finding.discloses for finding in judging.look(now.judged()).findings} & {
        "ai_generated", "fiction", "advertising",
    }  # fmt: skip
    drafting.restore_version(
        saved, draft.versions.get(number=draft.number), expected_number=saved.number, by=cast.editor
    )
    draft.refresh_from_db()
    assert packed(draft).hash == before
