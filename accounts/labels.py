"""Names of roles as pages show them; not the rules of what they may do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.types import Role

# Nobody signs in as the system.
ROLES: dict[Role, Any] = {
    Role.RESIDENT: _("Resident"),
    Role.MODERATOR: _("Moderator"),
    Role.OPERATOR: _("Phone operator"),
    Role.WORKER: _("Worker of an organisation"),
    Role.HEAD: _("Head of an organisation"),
    Role.DISTRICT_HEAD: _("District head"),
    Role.COUNCILLOR: _("Councillor"),
    Role.ANALYST: _("Analyst"),
    Role.ADMINISTRATOR: _("Administrator"),
}
