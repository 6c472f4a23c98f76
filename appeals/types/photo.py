"""Photos and parts of them."""

from dataclasses import dataclass
from enum import StrEnum


class PhotoStage(StrEnum):
    """Whose photo it is: the author's report, or the executor's from before and after the work.

    REOPENED: the author's again, of what was not solved.
    """

    REPORT = "report"
    BEFORE = "before"
    AFTER = "after"
    REOPENED = "reopened"


# Photos that residents take; the others are the executor's.
AUTHORS_STAGES = frozenset({PhotoStage.REPORT, PhotoStage.REOPENED})


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a photo, as fractions of its width and height from the upper left corner."""

    x: float
    y: float
    width: float
    height: float
