from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "chaoxin.core"
    label = "core"
    verbose_name = "内核"

    def ready(self) -> None:
        autodiscover_modules("facts", "subscribers", "loops")
