from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "chaoxin.audience"
    label = "audience"
    verbose_name = "用户"
