from __future__ import annotations

from django.http import HttpResponse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.core import answers
from chaoxin.shell.searching import finding, grams

HITS_IN_DIALOG = 6
HITS_ON_PAGE = 30


@workspace_door("workspace.read")
def search(request: WorkspaceRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    most = HITS_IN_DIALOG if request.htmx else HITS_ON_PAGE
    context = {
        "q": query,
        "words": grams.asked_words(query),
        "groups": finding.search(request.actor, query, most=most),
    }
    return answers.page(request, "shell/search.html", context, partial="results")
