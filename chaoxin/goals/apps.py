from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "chaoxin.goals"
    label = "goals"
    verbose_name = "目标"
