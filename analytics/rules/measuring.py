"""Formulas of the measures: facts → a number and the appeals it stands on; not their names (analytics.measures)."""

from analytics.types import Facts

# Fewer residents than these make a rate that one appeal throws about.
LEAST_RESIDENTS = 100
# Known on less of the ground than this, they are too few for what is reported from all of it.
LEAST_KNOWN = 0.5
HOURS_A_DAY = 24


def count(facts: Facts) -> float | None:
    return facts.tally.appeals


def waiting(facts: Facts) -> float | None:
    return facts.tally.waiting


def supports(facts: Facts) -> float | None:
    return facts.tally.supports


def per_km2(facts: Facts) -> float | None:
    """Appeals by square kilometre of the true area."""
    return facts.tally.appeals / facts.km2 if facts.km2 else None


def per_1000(facts: Facts) -> float | None:
    """Appeals by thousand residents; None where these say nothing."""
    people = telling_residents(facts.residents, facts.residents_known)
    return None if people is None else 1000 * facts.tally.appeals / people


def telling_residents(residents: float | None, known: float) -> float | None:
    """What a rate may be divided by; None: not known, known on too little of the ground, or so few that it is chance.

    known: on which share (0…1) of the ground.
    """
    if residents is None or residents < LEAST_RESIDENTS or known < LEAST_KNOWN:
        return None
    return residents


def overdue_share(facts: Facts) -> float | None:
    """Per cent of those that wait whose day has passed."""
    return None if facts.overdue is None else _per_cent(facts.overdue, facts.tally.waiting)


def in_time(facts: Facts) -> float | None:
    """Per cent of the answers that had a day to come by."""
    return _per_cent(facts.tally.in_time, facts.tally.answered)


def reopened_share(facts: Facts) -> float | None:
    """Per cent of all that the author ever sent back."""
    return _per_cent(facts.tally.reopened, facts.tally.appeals)


def rating(facts: Facts) -> float | None:
    """Mean of 1…5."""
    return facts.tally.ratings / facts.tally.rated if facts.tally.rated else None


def median_days(facts: Facts) -> float | None:
    return None if facts.median_h is None else facts.median_h / HOURS_A_DAY


def p90_days(facts: Facts) -> float | None:
    """Days within which nine answers of ten came."""
    return None if facts.p90_h is None else facts.p90_h / HOURS_A_DAY


def places(facts: Facts) -> float | None:
    return facts.places


def repeats(facts: Facts) -> float | None:
    """Appeals at a place of which the selection holds an earlier one: all but the first of each place."""
    return None if facts.places is None else facts.tally.appeals - facts.places


def trend(facts: Facts) -> float | None:
    """By how many per cent there are more appeals than in the period before."""
    if facts.before is None or not facts.before.appeals:
        return None
    return _per_cent(facts.tally.appeals - facts.before.appeals, facts.before.appeals)


def _per_cent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
