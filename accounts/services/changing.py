"""Changes of reference data by an administrator: one transaction, and pghistory knows who it was; not what changes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from accounts.errors import NotAdministrator
from accounts.rules import may_administer
from accounts.types import Viewer


@contextmanager
def changing(actor: Viewer) -> Iterator[None]:
    """All that is written inside is one change of this person: whole or not at all. Raises NotAdministrator."""
    if not may_administer(actor):
        raise NotAdministrator
    with transaction.atomic(), pghistory.context(user=actor.user_id):
        yield
