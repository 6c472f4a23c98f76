"""Exports for those who asked for them: whose they are, how far, where the file is; not the making."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from accounts.types import Viewer
from analytics.models import Export
from analytics.rules.rights import rights_of
from analytics.types import ExportState

# The work tells of each thousand appeals: what says nothing for so long has died.
SILENT = timedelta(minutes=10)


def export_of(viewer: Viewer, token: str) -> Export | None:
    """The viewer's own export, while the rights are those with which it was asked for; anybody else's is not there.

    One that the public asked for belongs to whoever has its address.
    """
    export = None if "\x00" in token else Export.objects.filter(token=token).first()
    if export is None or (export.user_id is None and export.viewer["roles"]):
        return None
    if export.user_id is None:
        return export
    return export if export.viewer == rights_of(viewer) else None


def state_of(export: Export, *, now: datetime) -> ExportState:
    """The state, with one whose worker has died as failed."""
    state = ExportState(export.state)
    silent = state == ExportState.RUNNING and now - export.touched_at > SILENT
    return ExportState.FAILED if silent else state


def file_of(export: Export) -> Path:
    """Where its file is once it is done."""
    return Path(settings.MEDIA_ROOT) / "exports" / f"{export.pk}.gpkg"
