from __future__ import annotations

from django.urls import path

from .views import approvals, batches, centre, policy, rejudgings, rules, texts, trends, verdicts

app_name = "compliance"
urlpatterns = [
    path("compliance/", approvals.index, name="approvals"),
    path("compliance/centre/", centre.index, name="centre"),
    path("compliance/centre/ask/", centre.ask, name="ask_author"),
    path("compliance/centre/handle/", centre.handle, name="handle"),
    path("compliance/centre/trend/", trends.show, name="trend"),
    path("compliance/centre/rejudgings/", rejudgings.index, name="rejudgings"),
    path("compliance/centre/rejudgings/begin/", rejudgings.begin, name="rejudging_begin"),
    path("compliance/centre/rejudgings/<uuid:pk>/", rejudgings.show, name="rejudging"),
    path("compliance/centre/rejudgings/<uuid:pk>/cancel/", rejudgings.cancel, name="rejudging_cancel"),
    path("compliance/verdicts/", verdicts.index, name="verdicts"),
    path("compliance/verdicts/<uuid:pk>/", verdicts.show, name="verdict"),
    path("compliance/verdicts/<uuid:pk>/override/", verdicts.override, name="override"),
    path("compliance/rules/", rules.index, name="rules"),
    path("compliance/check/", texts.check, name="check"),
    path("compliance/checks/<uuid:pk>/", batches.show, name="batch"),
    path("compliance/checks/<uuid:pk>/cancel/", batches.cancel, name="batch_cancel"),
    path("compliance/checks/<uuid:pk>/remove/", batches.remove, name="batch_remove"),
    path("compliance/checks/<uuid:pk>/report.html", batches.html, name="batch_html"),
    path("compliance/checks/<uuid:pk>/report.docx", batches.document, name="batch_document"),
    path("compliance/policy/", policy.show, name="policy"),
    path("compliance/policy/change/", policy.change, name="policy_change"),
]
