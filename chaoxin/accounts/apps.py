from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "chaoxin.accounts"
    label = "accounts"
    verbose_name = "团队与权限"

    def ready(self) -> None:
        autodiscover_modules("audit_words")
