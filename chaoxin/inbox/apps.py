from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "chaoxin.inbox"
    label = "inbox"
    verbose_name = "互动"
