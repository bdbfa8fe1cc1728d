"""What the audit log calls the actions of this app."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "workspace.demonstration_loaded": _("载入示范区"),
}
