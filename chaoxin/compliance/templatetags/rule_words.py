"""Texts of rules in the reader's language."""

from __future__ import annotations

from django import template

from chaoxin.compliance import house_words

register = template.Library()
register.filter("said_by", house_words.told)
register.filter("each_said_by", house_words.each_told)
register.filter("replacements_told", house_words.replacements_told)
register.filter("versions_told", house_words.versions_told)
