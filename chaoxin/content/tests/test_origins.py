"""Files of which nobody has said where they come from do not go out, and saying it is one click."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging, keeping
from chaoxin.content import packing, pictures, reviewing, videos
from chaoxin.content import provenance as origins
from chaoxin.content.models import Asset, Draft
from chaoxin.content.testing import films, rows
from chaoxin.core.refusals import Invalid

LICENCE = {"kind": "stock", "source": "某图库"}


@pytest.fixture
def draft(cast: Cast, articles: Channel) -> Draft:
    """A draft with two pictures of which nobody has said where they come from."""
    made = rows.draft_with(cast.editor, articles, colors="")
    for color in ("red", "blue"):
        pictures.attach(made, rows.asset(cast.editor, color, provenance="unknown"), by=cast.editor)
    made.refresh_from_db()
    return made


def rules_against(draft: Draft) -> list[tuple[str, str]]:
    variant = draft.variants.select_related("channel", "draft__workspace").get()
    opinion = judging.look(packing.pack(variant).judged(), draft.workspace)
    return [(found.rule, str(found.severity)) for found in opinion.findings]


def test_what_nobody_has_said_anything_of_does_not_go_out(cast: Cast, draft: Draft) -> None:
    assert rules_against(draft) == [("licence-unsaid", "block")] * 2
    with pytest.raises(reviewing.NotFit, match="从哪里来"):
        reviewing.submit_for_review(draft, by=cast.editor)


def test_what_counts_as_licensed_without_a_record_does_not_either(cast: Cast, draft: Draft) -> None:
    origins.declare_unsaid(draft, by=cast.editor, provenance="licensed")
    assert rules_against(draft) == [("licence-unproven", "block")] * 2


def test_one_click_in_the_composer_says_it_of_all(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.editor)
    address = f"/w/demo/drafts/{draft.pk}/"
    page = client.get(address).content.decode()
    assert "2 个图片或视频没有说明来源" in page
    assert client.post(f"{address}origins/", {"provenance": "somewhere"}).status_code == 422
    told = client.post(f"{address}origins/", {"provenance": "own"}).content.decode()
    assert "没有说明来源" not in told
    assert 'value="own" selected' in told, "the choice beside each picture follows"
    assert rules_against(draft) == []
    reviewing.submit_for_review(draft, by=cast.editor)
    assert sign_in(cast.viewer).post(f"{address}origins/", {"provenance": "own"}).status_code == 403
    assert sign_in(cast.stranger).post(f"{address}origins/", {"provenance": "own"}).status_code == 404


def test_a_click_says_nothing_of_what_was_said_before(cast: Cast, draft: Draft) -> None:
    first = draft.places()[0].asset
    origins.declare([first], by=cast.editor, provenance="ai_generated")
    assert origins.declare_unsaid(draft, by=cast.editor, provenance="own") == 1
    first.refresh_from_db()
    assert first.provenance == "ai_generated"


def test_a_film_needs_it_too(cast: Cast, draft: Draft) -> None:
    film = films.arrived(cast.editor, films.film_bytes(), provenance="").asset
    assert film
    videos.put_in(draft, film, by=cast.editor)
    draft.refresh_from_db()
    assert origins.declare_unsaid(draft, by=cast.editor, provenance="own") == 3
    film.refresh_from_db()
    assert film.provenance == "own"


def test_a_licence_recorded_from_the_composer_has_its_pictures(cast: Cast, draft: Draft) -> None:
    client = sign_in(cast.editor)
    page = client.get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    wanted = "&".join(f"asset={place.asset_id}" for place in draft.places())
    address = f"/w/demo/licences/new/?draft={draft.pk}&{wanted}"
    assert f"?draft={draft.pk}&amp;asset=" in page
    assert "选好的 2 个素材" in client.get(address).content.decode()
    answer = client.post(address, LICENCE)
    assert answer.headers["Location"] == f"/w/demo/drafts/{draft.pk}/"
    assert set(Asset.objects.values_list("provenance", "licence__source")) == {("licensed", "某图库")}
    assert rules_against(draft) == []
    others = sign_in(cast.stranger).post(f"/w/other/licences/new/?{wanted}", LICENCE)
    assert others.status_code == 404


def test_the_library_shows_what_is_missing(cast: Cast, draft: Draft) -> None:
    page = sign_in(cast.viewer).get("/w/demo/assets/").content.decode()
    assert "2 个素材没有说明来源" in page
    assert "?provenance=unknown" in page


def test_who_uploads_by_api_says_it_at_once(cast: Cast) -> None:
    api = Client(headers=bearer(cast.editor))

    def upload(color: str, **told: str) -> dict[str, str]:
        file = SimpleUploadedFile("x.png", rows.picture_bytes(color))
        return api.post("/api/v1/assets", {"file": file, **told}).json()

    assert upload("red")["provenance"] == "unknown"
    assert upload("red", provenance="own")["provenance"] == "own"
    assert upload("red", provenance="ai_generated")["provenance"] == "own", "what was said stays"
    refused = api.post(
        "/api/v1/assets", {"file": SimpleUploadedFile("x.png", rows.picture_bytes()), "provenance": "x"}
    )
    assert (refused.status_code, Asset.objects.count()) == (422, 1)
    with pytest.raises(Invalid):
        films.arrived(cast.editor, films.film_bytes(), provenance="x")


def test_describing_a_picture_without_its_origin_leaves_that(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    asset = draft.places()[0].asset
    api = Client(headers=bearer(cast.editor))
    told = api.patch(
        f"/api/v1/drafts/{draft.pk}/pictures/{asset.pk}",
        json.dumps({"alt": "茶杯"}),
        content_type="application/json",
    ).json()
    assert (told[0]["alt"], told[0]["provenance"]) == ("茶杯", "own")


@pytest.mark.parametrize("rule", ["licence-unsaid", "licence-unproven"])
@pytest.mark.parametrize(("row", "severity"), [({"severity": "warn"}, "warn"), ({"off": True}, "")])
def test_a_company_makes_these_rules_lighter(
    cast: Cast, draft: Draft, rule: str, row: dict[str, object], severity: str
) -> None:
    if rule == "licence-unproven":
        origins.declare_unsaid(draft, by=cast.editor, provenance="licensed")
    pack = keeping.create_pack(by=cast.lead, name="素材")
    keeping.put_rule(pack, {"overrides": rule, **row}, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    found = [told for name, told in rules_against(draft) if name == rule]
    assert found == ([severity] * 2 if severity else [])
