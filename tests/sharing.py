"""Rows that all tests of a module read: written once, around the transaction of each test, taken back at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def written_once(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a module that asks for `django_db_setup` as well; what a test changes is taken back after it."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
