"""Asks for an export, makes it in the worker, takes it away after some days; who may fetch it is queries'."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex, token_urlsafe

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from accounts.types import Viewer
from analytics.errors import AtWork
from analytics.exporting.geopackage import write_geopackage
from analytics.models import Export
from analytics.queries.exports import file_of
from analytics.rules.rights import rights_of, viewer_with
from analytics.types import ExportState
from appeals.errors import InvalidFilter
from appeals.queries.counting import number_matched
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

    Raises InvalidFilter.
    """
    kept = {name: list(params[name]) for name in PARAMETERS if any(params.get(name, ()))}
    selection_from_params(kept)
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


def make(export_id: int) -> None:
    """Write the file of an export; nothing when it is done, given up or gone. Call it outside a transaction.

    What can be told to the requester ends as its reason; any other error is raised as well. Raises AtWork while another
    worker is seen to write it.
    """
    export = Export.objects.filter(pk=export_id, state__in=_UNFINISHED).first()
    if export is None:
        return
    if export.state == ExportState.RUNNING and timezone.now() - export.touched_at < _AT_WORK:
        raise AtWork
    # A worker that was killed left half a file; another one at work writes a file of its own.
    part = folder() / f"{token_hex(8)}.part.gpkg"
    with translation.override(export.language):
        try:
            _write(export, part)
        except InvalidFilter as problem:
            _fail(export, str(problem))
        except Exception:
            _fail(export, _("Something went wrong. Please ask for it again."))
            raise
        finally:
            part.unlink(missing_ok=True)


def _write(export: Export, part: Path) -> None:
    viewer, selection = viewer_with(export.viewer), selection_from_params(export.params)
    _told(export, 0, rows_in_all=number_matched(viewer, selection), state=ExportState.RUNNING)
    write_geopackage(part, viewer, selection, on=timezone.localdate(), told=lambda done: _told(export, done))
    size = part.stat().st_size
    part.replace(file_of(export))
    _told(export, export.rows_done, state=ExportState.DONE, size_bytes=size)
    _make_room()


def _told(export: Export, done: int, **fields: object) -> None:
    export.rows_done = done
    Export.objects.filter(pk=export.pk).update(rows_done=done, touched_at=timezone.now(), **fields)


def _fail(export: Export, reason: str) -> None:
    _told(export, export.rows_done, state=ExportState.FAILED, reason=reason)


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
