"""Writes the file of an export in the worker, with the rights of whoever asked; not the format (geopackage)."""

from pathlib import Path
from secrets import token_hex

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from analytics.asking import cells_asked
from analytics.exporting.geopackage import write_cells, write_geopackage
from analytics.models import Export
from analytics.rules.rights import viewer_with
from analytics.services import exports
from analytics.types import ExportState
from appeals.errors import InvalidFilter
from appeals.queries.counting import number_matched
from appeals.selecting import selection_from_params


def make(export_id: int) -> None:
    """Write the file; nothing when it is done, given up or gone. Call it outside a transaction.

    What can be told to the requester ends as its reason; any other error is raised as well. Raises AtWork.
    """
    export = exports.begin(export_id)
    if export is None:
        return
    # A worker that was killed left half a file; another one at work writes a file of its own.
    part = exports.folder() / f"{token_hex(8)}.part.gpkg"
    with translation.override(export.language):
        try:
            _write(export, part)
        except InvalidFilter as problem:
            exports.fail(export, str(problem))
        except Exception:
            exports.fail(export, _("Something went wrong. Please ask for it again."))
            raise
        finally:
            part.unlink(missing_ok=True)


def _write(export: Export, part: Path) -> None:
    viewer = viewer_with(export.viewer)
    # Since when it was asked: a period that ends today is that of the page, however late the file is made.
    cells = cells_asked(export.params, export.asked_at)
    selection = cells.question.selection if cells else selection_from_params(export.params)
    exports.tell(export, 0, rows_in_all=number_matched(viewer, selection), state=ExportState.RUNNING)

    def told(done: int) -> None:
        exports.tell(export, done)

    write_geopackage(part, viewer, selection, on=timezone.localdate(), told=told)
    if cells:
        write_cells(part, viewer, cells)
    exports.finish(export, part)
