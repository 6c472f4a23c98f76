"""Progress of a bulk command on the terminal's error stream; not a log."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

T = TypeVar("T")


class Progress:
    """Named steps, each with an optional total. Silent unless `shown`."""

    def __init__(self, *, shown: bool) -> None:
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True, force_terminal=shown or None),
            disable=not shown,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def step(self, label: str, total: int | None = None) -> None:
        """Begin the next step; the one before counts as done."""
        if self._task is not None:
            done = self._bars.tasks[-1].total or self._bars.tasks[-1].completed or 1
            self._bars.update(self._task, total=done, completed=done)
        self._task = self._bars.add_task(label, total=total)

    def advance(self, count: int = 1) -> None:
        if self._task is not None:
            self._bars.advance(self._task, count)

    def track(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """Yield the items as one step, counting each."""
        self.step(label, total)
        for item in items:
            yield item
            self.advance()
