"""How the REST API reads what it is sent: nothing that could not be kept gets in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from chaoxin.core.characters import require_keepable


class KeepableParser(Parser):
    """Raises Invalid for a body, a form or a query with characters that the database cannot hold."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        told = super().parse_body(request)
        require_keepable(told)
        return told

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        told = super().parse_querydict(data, list_fields, request)
        require_keepable(told)
        return told
