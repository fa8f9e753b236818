"""Titles of judged contents in the reader's language."""

from __future__ import annotations

from django import template

from chaoxin.compliance import titles

register = template.Library()
register.filter("title_told", titles.told)
