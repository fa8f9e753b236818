"""What the composer shows on pictures and films: how far they were looked into, and what the gate says of what is
seen in them, with the places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from chaoxin.compliance.values import WEIGHT, Box, Finding, Severity

from . import cutting, licensing, marked_files, recognizing, stamping, writing_reader
from .checking import Check
from .models import Asset, Draft, Licence, Recognition

State = Recognition.State


@dataclass(frozen=True)
class Spot:
    """A place on a picture, in its pixels."""

    severity: str
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Shown:
    """A picture or film of a draft with what is known of it. `number` is the picture's in the draft, 0 for the film's
    or its cover; `licence_standing` is a word of `licensing.standing_of`."""

    asset: Asset
    number: int
    findings: Sequence[Finding] = ()
    recognition: Recognition | None = None
    licence: Licence | None = None
    spots: Sequence[Spot] = field(default_factory=tuple)

    @property
    def under_way(self) -> bool:
        return self.recognition is not None and self.recognition.state == State.UNDER_WAY

    @property
    def licence_standing(self) -> str:
        return licensing.standing_of(self.licence) if self.licence else ""

    @property
    def is_unsaid(self) -> bool:
        """Whether nobody has said where it comes from."""
        return self.asset.provenance == Asset.Provenance.UNKNOWN

    @property
    def is_unproven(self) -> bool:
        """Whether it counts as licensed and nobody has recorded the licence."""
        return self.asset.provenance == Asset.Provenance.LICENSED and self.asset.licence_id is None

    @property
    def lacks_mark(self) -> bool:
        """Whether a machine has made it and its kind of file cannot say so."""
        made = self.asset.provenance == Asset.Provenance.AI_GENERATED
        return made and not marked_files.takes_mark(self.asset)

    @property
    def may_be_stamped(self) -> bool:
        return stamping.can_bear(self.asset)

    @property
    def name(self) -> str:
        if self.number:
            return _("第 %d 张图片") % self.number
        return _("视频") if self.asset.kind == Asset.Kind.VIDEO else _("视频封面")


def shown_of(draft: Draft, checks: Iterable[Check]) -> dict[str, Shown]:
    """The draft's pictures, its film and the film's cover by their ids. Findings are those of all the checks, each
    once, the heaviest first, in a film in the order of its time; those in a crop are shown where they lie in the whole
    picture."""
    numbered = [(entry.asset, number) for number, entry in enumerate(draft.places(), 1)]
    numbered += [(asset, 0) for asset in (draft.video, draft.video_cover) if asset]
    assets = {str(asset.pk): asset for asset, _number in numbered}
    found = _findings_by_asset(checks, assets)
    running = recognizing.under_way(assets.values())
    licences = Licence.objects.in_bulk({asset.licence_id for asset in assets.values() if asset.licence_id})
    return {
        str(asset.pk): Shown(
            asset,
            number,
            found.get(str(asset.pk), []),
            running.get(str(asset.pk)),
            licences.get(asset.licence_id) if asset.licence_id else None,
            _spots(asset, found.get(str(asset.pk), [])),
        )
        for asset, number in reversed(numbered)
    }


Found = list[tuple[Shown, Finding]]


def parted(seen: Mapping[str, Shown], in_texts: Iterable[Finding]) -> tuple[Found, Found]:
    """Findings in what is shown, each part the heaviest first; of equally heavy ones those in the film and then in the
    pictures in their order. The first part stands before those in the texts, which have a list of their own: what
    blocks, and what weighs more than all of them."""
    heaviest = max((WEIGHT[finding.severity] for finding in in_texts), default=0)
    least = min(heaviest + 1, WEIGHT[Severity.BLOCK])
    found = [(shown, finding) for shown in seen.values() for finding in shown.findings]
    found.sort(key=lambda entry: (-WEIGHT[entry[1].severity], entry[0].number))
    first = [entry for entry in found if WEIGHT[entry[1].severity] >= least]
    return first, found[len(first) :]


def reads_writing() -> bool:
    """Whether this installation reads writing in pictures."""
    return bool(writing_reader.installed())


def _findings_by_asset(checks: Iterable[Check], assets: Mapping[str, Asset]) -> dict[str, list[Finding]]:
    by_asset: dict[str, dict[tuple[Any, ...], Finding]] = {}
    for check in checks:
        originals = check.packed.content.get("originals", {})
        crops = _crops_of(originals)
        for finding in check.opinion.findings:
            key = originals.get(finding.media, finding.media)
            if key not in assets:
                continue
            box = (
                _in_whole(finding.box, crops[finding.media], assets[key])
                if finding.media in crops
                else finding.box
            )
            # Of what platforms object to at one place the heaviest is enough.
            place = (finding.quoted, box, finding.at) if box else (finding.rule, finding.quoted)
            known = by_asset.setdefault(key, {})
            if place not in known or WEIGHT[finding.severity] > WEIGHT[known[place].severity]:
                known[place] = replace(finding, box=box)
    return {key: sorted(known.values(), key=_weight_and_time) for key, known in by_asset.items()}


def _weight_and_time(finding: Finding) -> tuple[int, float]:
    return -WEIGHT[finding.severity], -1.0 if finding.at is None else finding.at


def _crops_of(originals: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    rows = Asset.objects.filter(pk__in=originals) if originals else []
    return {str(row.pk): row.derivation["crop"] for row in rows if "crop" in row.derivation}


def _in_whole(box: Box | None, cut: Mapping[str, Any], whole: Asset) -> Box | None:
    if box is None:
        return None
    width = float(cut["width"])
    height = width * whole.width / max(1, whole.height) / cutting.value_of(cut["ratio"])
    left, top = float(cut["left"]), float(cut["top"])
    return (left + box[0] * width, top + box[1] * height, box[2] * width, box[3] * height)


def _spots(asset: Asset, findings: Iterable[Finding]) -> list[Spot]:
    placed = [(finding, finding.box) for finding in findings if finding.box and finding.at is None]
    return [
        Spot(
            str(finding.severity),
            round(box[0] * asset.width),
            round(box[1] * asset.height),
            max(1, round(box[2] * asset.width)),
            max(1, round(box[3] * asset.height)),
        )
        for finding, box in placed
        if box
    ]
