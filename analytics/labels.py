"""What hot spots and missing values are called to people, translated when shown; not the words of the data (types)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.types import Course, Lack, Spot

# Where more appeals mean more trouble (rules.hotspots.more_is_worse).
TROUBLES: dict[Spot, Any] = {
    Spot.HOT: _("significantly worse than around"),
    Spot.COLD: _("significantly better than around"),
    Spot.NONE: _("no different from chance"),
}
# Of thanks, suggestions, solved problems, and of all together: more of them is neither good nor bad.
NUMBERS: dict[Spot, Any] = {
    Spot.HOT: _("significantly more than around"),
    Spot.COLD: _("significantly fewer than around"),
    Spot.NONE: _("no different from chance"),
}
# Of a cell that has fewer itself than it and its neighbours have on average: what is said holds of the place around.
AMONG_TROUBLES: dict[Spot, Any] = {
    Spot.HOT: _("in the middle of a place that is significantly worse than others"),
}
AMONG_NUMBERS: dict[Spot, Any] = {
    Spot.HOT: _("in the middle of a place with significantly more than others"),
}
COURSES: dict[Course, Any] = {
    Course.NEW: _("appeared just now"),
    Course.EMERGING: _("appeared lately"),
    Course.PERSISTENT: _("persists"),
    Course.DIMINISHING: _("subsides"),
    Course.NONE: "",
}
# Why a measure has no value.
LACKS: dict[Lack, Any] = {
    Lack.TOO_FEW: _("too few appeals"),
    Lack.NO_RESIDENTS: _("few residents, or not known"),
    Lack.PARTLY_KNOWN: _("residents known on less than half of the ground"),
    Lack.NOTHING_BEFORE: _("nothing to compare with"),
    Lack.NO_PLACE: _("only of one place"),
}
