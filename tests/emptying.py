"""Takes away what a committing test has left, at a twentieth of the price of Django's flush.

Django truncates every table, held or empty, and writes all permissions anew: a fifth of a second of work and hundreds
of files to remove after each test in a browser. Here rows are deleted from the tables that hold some.
"""

from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

# Of PostGIS, Django's own record, and two that are of the code: written after migrations, changed by no test.
_KEPT = ["spatial_ref_sys", "django_migrations", "django_content_type", "auth_permission"]

_HELD = """
SELECT string_agg(format('(SELECT %%L FROM %%I LIMIT 1)', relname, relname), ' UNION ALL ')
  FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s)
"""


def empty_tables(case: TransactionTestCase) -> None:
    """Stands in for the step of the same purpose in Django, which a role takes that is no superuser.

    Triggers are passed over: some tables refuse to lose a row, and keys need not be looked after where nothing stays.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
            # They are no models of Django, whose flush spares them.
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
            return
        cursor.execute(_HELD, [_KEPT])
        cursor.execute(cursor.fetchone()[0])
        deletions = [f"DELETE FROM {connection.ops.quote_name(name)}" for (name,) in cursor.fetchall()]
        steps = ["BEGIN", "SET LOCAL session_replication_role = replica", *deletions, "COMMIT"]
        cursor.execute("; ".join(steps))
