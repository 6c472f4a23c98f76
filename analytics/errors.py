"""What can go wrong on the floor; each class's docstring is its message."""


class AtWork(RuntimeError):
    """Another worker makes this export; it is looked at again later."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))
