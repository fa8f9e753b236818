"""Words that people replaced by what a rule suggested, kept in the audit trail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core.refusals import Invalid

from . import effective

LONGEST = 200


def note(subject: models.Model, *, by: Actor, rule: str, quoted: str, chosen: str, field: str = "") -> None:
    """Writes down that somebody put `chosen`, one of the rule's suggestions, in the place of `quoted` in a text of the
    subject. Raises Invalid for a rule or a suggestion that does not exist, so that nothing else gets into the trail."""
    counting = effective.of_workspace(by.workspace).rules
    found = next((each for each in counting if each.id == rule), None)
    if found is None or not quoted or len(quoted) > LONGEST or not found.suggests(chosen):
        raise Invalid(_("这条替换记录不对：没有这条规则，或者它没有这样建议。"), field="rule")
    detail = {"rule": rule, "name": found.name, "quoted": quoted, "chosen": chosen, "field": field[:60]}
    auditing.record("word.replace", by=by, subject=subject, detail=detail)
