"""What the rules let pass only since its own writer has changed them: it stays blocked until a second person has looked
at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from chaoxin.accounts.models import Membership, Workspace

from . import effective, four_eyes, own_changes
from .easing import Easing, covers
from .effective import Standard
from .house_words import HELD
from .models import RulesChange, RulesRevision
from .own_changes import Stored, rows_of
from .values import Finding, JudgedContent, Severity

RIGHT = "compliance.change"
KEPT_READY = 32


@dataclass(frozen=True)
class Change:
    """A remembered change: who stands for it, and when it was changed last."""

    key: UUID
    makers: frozenset[str]
    changed_at: datetime


def recent(workspace: Workspace) -> list[Change]:
    """The changes that are remembered now, the oldest first; one small query."""
    rows = own_changes.remembered(workspace).values_list("pk", "makers", "changed_at")
    return [Change(key, frozenset(makers), changed_at) for key, makers, changed_at in rows]


def with_held(
    judged: JudgedContent,
    found: Sequence[Finding],
    changes: Iterable[Change],
    *,
    workspace: Workspace,
    hands: Iterable[str],
    under: str = "",
) -> tuple[Finding, ...]:
    """The findings, and those that would be among them but for a change that nobody stands for but `hands`, the ids of
    whoever wrote the content or had it judged, and others who hold exactly the same. Where nobody else answers for the
    rules, nothing is held. `under` as `judging.judge` takes it."""
    content_hash = under or judged.hash
    all_hands = {*hands, *four_eyes.parties(workspace, [content_hash])[content_hash]}
    brought = {media.key or media.sha256: media.brought_by for media in judged.pictures if media.brought_by}
    concerned = [change for change in changes if change.makers <= {*all_hands, *brought.values()}]
    held: list[Finding] = []
    for makers, easing in _easings_of(concerned, workspace):
        for freed in easing.freed(judged):
            hands_in_it = all_hands | {brought.get(freed.media, "")}
            known = any(covers(other, freed) for other in (*held, *_blocking(found)))
            if makers <= hands_in_it and not known:
                held.append(replace(freed, why=_why(freed.why, makers)))
    left = (other for other in found if not any(covers(other, freed) for freed in held))
    return tuple(sorted((*left, *held), key=_place_in(judged))) if held else tuple(found)


def standards_of(change: RulesChange) -> tuple[Standard, Standard]:
    """What contents were held against before and after the change, as far as nobody has changed anything else since."""
    before, after = _Layer(change.rules, change.industries).standards(change.workspace)
    return before, after


def _easings_of(changes: Sequence[Change], workspace: Workspace) -> Iterator[tuple[frozenset[str], Easing]]:
    if not changes:
        return
    token = RulesRevision.objects.filter(workspace=workspace).values_list("token", flat=True).first()
    industry = effective.standard_of(workspace).industry
    for makers in dict.fromkeys(change.makers for change in changes):
        if four_eyes.others_with(workspace, RIGHT, besides=makers):
            marks = tuple((change.key, change.changed_at) for change in changes if change.makers == makers)
            for easing in _easings(workspace.pk, token, industry, marks):
                yield makers, easing


@dataclass
class _Layer:
    """Changes of different rules, which can be looked at together; what was before and after them."""

    rules: dict[str, list[list[Stored]]] = field(default_factory=dict)
    industries: list[str] = field(default_factory=list)

    def standards(self, company: Workspace) -> Iterator[Standard]:
        """What contents were held against before and after, as far as nobody has changed anything else since."""
        for at in (0, 1):
            rows = {key: rows_of(pair[at]) for key, pair in self.rules.items()}
            industry = self.industries[at] if self.industries else company.industry
            yield Standard(effective.with_rows(company, rows), industry)


@lru_cache(maxsize=KEPT_READY)
def _easings(
    workspace: UUID, _token: UUID | None, _industry: str, marks: tuple[tuple[UUID, datetime], ...]
) -> tuple[Easing, ...]:
    """Of some changes of the same makers. Token and industry tell how the workspace stands."""
    company = Workspace.objects.get(pk=workspace)
    changes = RulesChange.objects.filter(pk__in=[key for key, _at in marks]).order_by("created_at", "id")
    return tuple(Easing(*layer.standards(company)) for layer in _layers(changes))


def _layers(changes: Iterable[RulesChange]) -> list[_Layer]:
    """As few as there can be with each rule in one only once."""
    layers: list[_Layer] = []
    for change in changes:
        for key, pair in change.rules.items():
            free = [layer for layer in layers if key not in layer.rules]
            _first(free, layers).rules[key] = pair
        if change.industries:
            free = [layer for layer in layers if not layer.industries]
            _first(free, layers).industries = change.industries
    return layers


def _first(free: Sequence[_Layer], layers: list[_Layer]) -> _Layer:
    if free:
        return free[0]
    layers.append(_Layer())
    return layers[-1]


def _blocking(found: Iterable[Finding]) -> Iterator[Finding]:
    return (finding for finding in found if finding.severity == Severity.BLOCK)


def _place_in(judged: JudgedContent) -> Callable[[Finding], tuple[int, int]]:
    """The order of findings: by field and place, then what is missing and what lies in pictures, as it was."""
    order = {name: number for number, name in enumerate(judged.fields)}
    return lambda one: (order[one.field], one.start) if one.field in order else (len(order), 0)


def _why(why: str, makers: Iterable[str]) -> str:
    members = Membership.objects.filter(pk__in=makers).select_related("user").order_by("created_at")
    return why + HELD.format(makers="、".join(str(member.user) for member in members))
