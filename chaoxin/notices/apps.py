from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "chaoxin.notices"
    label = "notices"
    verbose_name = "提醒"
