"""The letter that carries an invitation's link."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .models import Invitation

log = logging.getLogger("chaoxin.accounts")


def send(invitation: Invitation, link: str) -> bool:
    """Sends the letter and says whether a mail server took it. False also where none is set up: the link must then
    be handed over by hand."""
    if not settings.EMAIL_HOST:
        return False
    inviter = invitation.invited_by.user.name if invitation.invited_by else invitation.workspace.name
    subject = _("%(person)s 邀请你加入“%(workspace)s”") % {
        "person": inviter,
        "workspace": invitation.workspace.name,
    }
    words = {"invitation": invitation, "link": link, "inviter": inviter}
    body = render_to_string("accounts/invitation_mail.txt", words)
    try:
        return bool(EmailMessage(subject=subject, body=body, to=[invitation.email]).send())
    except (SMTPException, OSError) as error:
        log.warning(
            "invitation mail to workspace %s not sent: %s", invitation.workspace_id, type(error).__name__
        )
        return False
