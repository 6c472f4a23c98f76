"""Asks for an export, tells how far it is, takes it away after some days; the file is exporting's to write."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from accounts.types import Viewer
from analytics.asking import OF_CELLS, cells_asked
from analytics.errors import AtWork
from analytics.models import Export
from analytics.queries.exports import file_of
from analytics.rules.rights import rights_of
from analytics.types import ExportState
from appeals.selecting import PARAMETERS, selection_from_params

# Named, not imported: those who do it stand above.
MAKING = "channels.make_export"
KEPT = timedelta(days=3)
LAST = -10
# All files together; beyond it the oldest go before their time, so that no robot fills the disk.
MOST_BYTES = 20 * 1024**3
# A thousand appeals take less than a second; a worker that is killed is missed after half a minute.
_AT_WORK = timedelta(seconds=20)
_UNFINISHED = frozenset({ExportState.QUEUED, ExportState.RUNNING})


def ask(*, actor: Viewer, params: Mapping[str, list[str]], language: str, now: datetime) -> Export:
    """A new export of the list's filter with the actor's rights of this moment, and the job that makes it.

    params: also those of the heat map's cells, where these are wanted as well. Raises InvalidFilter.
    """
    kept = {name: list(params[name]) for name in (*PARAMETERS, *OF_CELLS) if any(params.get(name, ()))}
    selection_from_params(kept)
    cells_asked(kept, now)
    with transaction.atomic():
        export = Export.objects.create(
            token=token_urlsafe(32),
            user_id=actor.user_id,
            viewer=rights_of(actor),
            params=kept,
            language=language,
            state=ExportState.QUEUED,
            asked_at=now,
            touched_at=now,
        )
        # One at a time and behind everything else: no letter waits for a file.
        jobs.configure_task(MAKING, lock=MAKING, priority=LAST).defer(export_id=export.pk)
    return export


def begin(export_id: int) -> Export | None:
    """The export whose file is to be written; None when it is done, given up or gone.

    Raises AtWork while another worker is seen to write it.
    """
    export = Export.objects.filter(pk=export_id, state__in=_UNFINISHED).first()
    if export and export.state == ExportState.RUNNING and timezone.now() - export.touched_at < _AT_WORK:
        raise AtWork
    return export


def tell(export: Export, done: int, **fields: object) -> None:
    """Say how many appeals are written, and other fields that have changed."""
    export.rows_done = done
    Export.objects.filter(pk=export.pk).update(rows_done=done, touched_at=timezone.now(), **fields)


def finish(export: Export, part: Path) -> None:
    """Put the file that was written in its place."""
    size = part.stat().st_size
    part.replace(file_of(export))
    tell(export, export.rows_done, state=ExportState.DONE, size_bytes=size)
    _make_room()


def fail(export: Export, reason: str) -> None:
    """Give up. reason: for the requester."""
    tell(export, export.rows_done, state=ExportState.FAILED, reason=reason)


def forget_old(*, now: datetime) -> None:
    """Delete exports that were asked for some days ago, with their files."""
    for export in Export.objects.filter(asked_at__lt=now - KEPT):
        _forget(export)
    for part in folder().glob("*.part.gpkg*"):
        if datetime.fromtimestamp(part.stat().st_mtime, tz=now.tzinfo) < now - KEPT:
            part.unlink(missing_ok=True)


def _make_room() -> None:
    """Delete the oldest files beyond what all may take together; the newest always stays."""
    held = 0
    for place, export in enumerate(
        Export.objects.filter(state=ExportState.DONE).order_by("-asked_at", "-pk")
    ):
        held += export.size_bytes
        if place and held > MOST_BYTES:
            _forget(export)


def _forget(export: Export) -> None:
    file_of(export).unlink(missing_ok=True)
    export.delete()


def folder() -> Path:
    """Where the files are; made when it is missing."""
    place = Path(settings.MEDIA_ROOT) / "exports"
    place.mkdir(parents=True, exist_ok=True)
    return place
