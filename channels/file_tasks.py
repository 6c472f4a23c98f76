"""Jobs that load large tools; not those of `tasks`, which each web process imports with its app.

GeoPandas takes 70 MB and half a second of each process that loads it. These jobs are deferred by their names; the
setting PROCRASTINATE_IMPORT_PATHS leads the worker alone here.
"""

from procrastinate.contrib.django import app

from analytics.exporting import making
from analytics.services import exports
from channels.tasks import Again


@app.task(name=exports.MAKING, retry=Again())
def make_export(export_id: int) -> None:
    making.make(export_id)
