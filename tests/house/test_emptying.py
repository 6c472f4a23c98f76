"""What a committing test leaves is gone before the next one, and nothing else is."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.db import ProgrammingError, connection
from django.test import TransactionTestCase

from accounts.models import User
from accounts.types import Role
from channels.tasks import deliver
from tests.builders import make_appeal, make_user
from tests.emptying import empty_tables


def held() -> set[str]:
    """Names of all tables with rows, but of PostGIS's own."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in tables))
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_all_rows_go_and_what_is_of_the_code_stays() -> None:
    make_appeal(author=make_user(role=Role.MODERATOR))
    deliver.defer(event_id=1)
    permissions = Permission.objects.count()
    assert {"appeals_appeal", "accounts_membershipevent", "procrastinate_jobs"} <= held()
    empty_tables(TransactionTestCase())
    assert held() == {"django_migrations", "django_content_type", "auth_permission"}
    assert Permission.objects.count() == permissions > 100


@pytest.mark.django_db(transaction=True)
def test_tables_that_lose_no_row_refuse_again_afterwards() -> None:
    make_user(role=Role.MODERATOR)
    empty_tables(TransactionTestCase())
    assert not User.objects.exists()
    make_user(role=Role.MODERATOR)
    with pytest.raises(ProgrammingError, match="delete rows"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_membershipevent")


@pytest.fixture
def plain_role(transactional_db: None) -> Iterator[None]:
    """The connection acts for a role that may write everything and is no superuser."""
    with connection.cursor() as cursor:
        for what in ("TABLES", "SEQUENCES"):
            cursor.execute(f"GRANT ALL ON ALL {what} IN SCHEMA public TO pg_monitor")
        cursor.execute("SET ROLE pg_monitor")
        yield
        cursor.execute("RESET ROLE")
        for what in ("TABLES", "SEQUENCES"):
            cursor.execute(f"REVOKE ALL ON ALL {what} IN SCHEMA public FROM pg_monitor")


def test_a_role_that_may_not_pass_over_triggers_does_as_django_does(plain_role: None) -> None:
    make_user(role=Role.MODERATOR)
    deliver.defer(event_id=1)
    empty_tables(TransactionTestCase())
    assert not held() & {"accounts_user", "accounts_membershipevent", "procrastinate_jobs"}
    assert Permission.objects.exists()
