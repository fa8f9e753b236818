from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "chaoxin.channels"
    label = "channels"
    verbose_name = "账号"
