from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.verb_names import define

define({"person.describe": _("修改用户资料")})
