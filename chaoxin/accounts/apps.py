from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chaoxin.accounts"
    label = "accounts"
    verbose_name = "团队与权限"
