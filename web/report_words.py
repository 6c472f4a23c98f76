"""What reports and their rhythms are called on pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.types import ReportKind, Rhythm

KINDS: dict[ReportKind, Any] = {
    ReportKind.OWN: _("My zone"),
    ReportKind.ORGANISATION: _("Executor"),
    ReportKind.AREA: _("Area"),
}
RHYTHMS: dict[Rhythm, Any] = {
    Rhythm.WEEKLY: _("each Monday, of the week before"),
    Rhythm.MONTHLY: _("on the first of each month, of the month before"),
}
# On the buttons that ask for them.
ASKING: dict[Rhythm, Any] = {
    Rhythm.WEEKLY: _("Receive it each week"),
    Rhythm.MONTHLY: _("Receive it each month"),
}
