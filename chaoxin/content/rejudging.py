"""Contents with an asset judged anew when more is known of it: what was approved stays, its verdict may not."""

from __future__ import annotations

from chaoxin.accounts.actor import the_house
from chaoxin.compliance import judging

from . import packing, recognizing, reviewing
from .models import Asset


def judge_again(asset: Asset) -> int:
    """Judges the variants that send the asset out and were judged as they stand; answers how many. Bears repeats: a
    verdict that says the same stays."""
    count = 0
    for variant in recognizing.variants_with(asset):
        packed = packing.pack(variant)
        workspace = variant.draft.workspace
        if judging.latest_verdict(workspace, packed.hash) is None:
            continue
        judging.judge(
            packed.judged(),
            workspace=workspace,
            subject=variant,
            by=the_house(workspace),
            title=f"{variant.draft.title}（{variant.channel.name}）",
            author=variant.draft.author,
            channel=variant.channel,
            at=reviewing.standpoint(variant),
        )
        count += 1
    return count
