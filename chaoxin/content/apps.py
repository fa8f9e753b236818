from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "chaoxin.content"
    label = "content"
    verbose_name = "内容"
