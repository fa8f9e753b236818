from __future__ import annotations

from django import template

from chaoxin.channels import platform_words
from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Manifest

register = template.Library()
register.filter("told", platform_words.told)
register.filter("platform_name", platform_words.platform_name)


@register.filter
def manifest_of(channel: Channel) -> Manifest:
    """What is known of the channel's platform: `name`, `mark`, `color`."""
    return registry.manifest(channel.platform)
