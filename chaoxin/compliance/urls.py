from __future__ import annotations

from django.urls import path

from .views import approvals, batches, policy, rules, texts, verdicts

app_name = "compliance"
urlpatterns = [
    path("compliance/", approvals.index, name="approvals"),
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
