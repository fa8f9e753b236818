from __future__ import annotations

from django.urls import path

from .views import (
    approvals,
    batches,
    centre,
    pack_rules,
    packs,
    policy,
    rejudgings,
    rules,
    texts,
    trends,
    verdicts,
)

app_name = "compliance"
urlpatterns = [
    path("compliance/", approvals.index, name="approvals"),
    path("compliance/centre/", centre.index, name="centre"),
    path("compliance/centre/ask/", centre.ask, name="ask_author"),
    path("compliance/centre/false-alarm/", centre.false_alarm, name="false_alarm"),
    path("compliance/centre/forgive/", centre.forgive, name="forgive"),
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
    path("compliance/rules/adjust/", pack_rules.adjust, name="rule_adjust"),
    path("compliance/rules/packs/", packs.index, name="packs"),
    path("compliance/rules/packs/new/", packs.create, name="pack_new"),
    path("compliance/rules/packs/<uuid:pk>/", packs.show, name="pack"),
    path("compliance/rules/packs/<uuid:pk>/change/", packs.change, name="pack_change"),
    path("compliance/rules/packs/<uuid:pk>/delete/", packs.delete, name="pack_delete"),
    path("compliance/rules/packs/<uuid:pk>/on/", packs.switch_on, name="pack_on"),
    path("compliance/rules/packs/<uuid:pk>/off/", packs.switch_off, name="pack_off"),
    path("compliance/rules/packs/<uuid:pk>/import/", packs.bring_in, name="pack_import"),
    path("compliance/rules/packs/<uuid:pk>/rules.csv", packs.export, name="pack_export"),
    path(
        "compliance/rules/packs/<uuid:pk>/versions/<int:number>/restore/", packs.restore, name="pack_restore"
    ),
    path("compliance/rules/packs/<uuid:pk>/effect/", pack_rules.effect, name="pack_effect"),
    path("compliance/rules/packs/<uuid:pk>/try/", pack_rules.try_sentence, name="pack_try"),
    path("compliance/rules/packs/<uuid:pk>/rules/new/", pack_rules.create, name="company_rule_new"),
    path("compliance/rules/own/<uuid:pk>/", pack_rules.change, name="company_rule"),
    path("compliance/rules/own/<uuid:pk>/remove/", pack_rules.remove, name="company_rule_remove"),
    path("compliance/check/", texts.check, name="check"),
    path("compliance/check/<uuid:pk>/", batches.show, name="batch"),
    path("compliance/check/<uuid:pk>/cancel/", batches.cancel, name="batch_cancel"),
    path("compliance/check/<uuid:pk>/remove/", batches.remove, name="batch_remove"),
    path("compliance/check/<uuid:pk>/report.html", batches.html, name="batch_html"),
    path("compliance/check/<uuid:pk>/report.docx", batches.document, name="batch_document"),
    path("compliance/policy/", policy.show, name="policy"),
    path("compliance/policy/change/", policy.change, name="policy_change"),
]
