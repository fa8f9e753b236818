from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "chaoxin.shell"
    label = "shell"
    verbose_name = "外壳"
