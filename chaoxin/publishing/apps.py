from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "chaoxin.publishing"
    label = "publishing"
    verbose_name = "发布"
