"""One step for many appeals: each in a transaction of its own, with a report of each; not a way around any check."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from appeals.errors import AppealError, MissingInput

MOST = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one appeal. error: why it stays as it was, None when the step was taken."""

    number: str
    error: AppealError | None = None


def for_each(numbers: Iterable[str], step: Callable[[str], object]) -> list[Outcome]:
    """Take the step for each number, once, in order: `for_each(numbers, lambda n: refuse(actor=…, number=n, …))`.

    An appeal that does not allow it stands in the report and stops nobody. Raises MissingInput for no number,
    ValueError for more than 200.
    """
    once = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    if not once:
        raise MissingInput(need="numbers")
    if len(once) > MOST:
        raise ValueError(f"at most {MOST} appeals at once")
    return [_outcome(number, step) for number in once]


def _outcome(number: str, step: Callable[[str], object]) -> Outcome:
    try:
        step(number)
    except AppealError as problem:
        return Outcome(number, problem)
    return Outcome(number)
