"""The filter of a page as hidden fields of another form; not its meaning (`appeals.selecting`)."""

from django.http import QueryDict

from appeals.selecting import PARAMETERS


def filter_fields(params: QueryDict) -> list[tuple[str, str]]:
    """Name and value of each field, repeated ones as often as they are."""
    return [(name, value) for name in PARAMETERS for value in params.getlist(name) if value]
