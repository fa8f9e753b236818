from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ComplianceConfig(AppConfig):
    name = "chaoxin.compliance"
    label = "compliance"
    verbose_name = "合规"

    def ready(self) -> None:
        autodiscover_modules("subjects")
