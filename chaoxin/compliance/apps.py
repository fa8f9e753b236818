from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "chaoxin.compliance"
    label = "compliance"
    verbose_name = "合规"
