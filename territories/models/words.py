"""What several tables say alike: days in force, names of time zones."""

from datetime import date
from zoneinfo import available_timezones

from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def check_time_zone(name: str) -> None:
    """Raises ValidationError for what is no time zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone “%(name)s”."), params={"name": name})


def not_over(on: date) -> models.Q:
    """For a filter of what has valid_from and valid_to: in force on a local day, or to come; what never was is over."""
    never = models.Q(valid_from=models.F("valid_to"))
    return (models.Q(valid_to=None) | models.Q(valid_to__gt=on)) & ~never


def held(on: date) -> models.Q:
    """For a filter of what has valid_from and valid_to: in force on a local day."""
    return not_over(on) & (models.Q(valid_from=None) | models.Q(valid_from__lte=on))
