"""How the pictures that a variant sends fit the ratios that its platform shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import cutting, media
from .models import Asset, Variant

MOST_DECIMALS = 2


@dataclass(frozen=True)
class Shape:
    """A picture or cover of a variant: the original, what is sent in its place, and the ratios that the platform
    shows, the best first."""

    original: Asset
    sent: Asset
    ratios: tuple[str, ...]
    is_cover: bool

    @property
    def cut(self) -> dict[str, Any] | None:
        """The cut that the variant sends, as `cutting.Cut.as_json`; None for the original."""
        return self.sent.derivation.get("crop") if self.sent.pk != self.original.pk else None

    @property
    def is_cropped(self) -> bool:
        """Whether a crop is sent."""
        return self.sent.pk != self.original.pk

    @property
    def cut_json(self) -> str:
        """The cut for the page's dialog; empty for the original."""
        return json.dumps(self.cut) if self.cut else ""

    @property
    def fits(self) -> bool:
        """Whether the platform shows it with next to nothing lost."""
        return any(cutting.fits(self.sent.width, self.sent.height, ratio) for ratio in self.ratios)

    @property
    def ratio(self) -> str:
        """The ratio of what is sent: one that the platform shows where it fits, else as width to 1."""
        fitting = [ratio for ratio in self.ratios if cutting.fits(self.sent.width, self.sent.height, ratio)]
        if fitting:
            return fitting[0]
        return f"{round(self.sent.width / max(1, self.sent.height), MOST_DECIMALS):g}:1"


def shapes_of(variant: Variant) -> list[Shape]:
    """What the variant sends that may be cropped, in order; nothing where the platform's ratios are not known."""
    ratios, form = media.ratios_of(variant), media.form_of(variant)
    if not ratios:
        return []
    crops = media.crops_of(variant)
    return [
        Shape(asset, crops.get(str(asset.pk), asset), ratios, is_cover=form.takes_video or form.takes_html)
        for asset in media.croppable(variant)
    ]
