from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "chaoxin.analytics"
    label = "analytics"
    verbose_name = "效果"
