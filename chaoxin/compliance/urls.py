from __future__ import annotations

from django.urls import path

from .views import approvals, policy, rules, texts, verdicts

app_name = "compliance"
urlpatterns = [
    path("compliance/", approvals.index, name="approvals"),
    path("compliance/verdicts/", verdicts.index, name="verdicts"),
    path("compliance/verdicts/<uuid:pk>/", verdicts.show, name="verdict"),
    path("compliance/verdicts/<uuid:pk>/override/", verdicts.override, name="override"),
    path("compliance/rules/", rules.index, name="rules"),
    path("compliance/check/", texts.check, name="check"),
    path("compliance/policy/", policy.show, name="policy"),
    path("compliance/policy/change/", policy.change, name="policy_change"),
]
