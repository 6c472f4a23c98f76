"""What can go wrong with the demo."""

from django.core.management.base import CommandError


class AlreadySeeded(CommandError):
    """The demo town is here already. Use --replace to empty the tables and draw it again."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)
