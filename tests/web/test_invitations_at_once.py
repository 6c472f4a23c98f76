"""An invitation that ends while somebody takes it: the last word is had with its row locked, and told on a page."""

from queue import Queue
from threading import Thread
from time import sleep

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.queries import viewer_of
from accounts.services.staff import call_back, invite, secret_of, take
from accounts.types import Role
from tests.builders import make_user

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL, PASSWORD = "new@example.org", "another horse battery"


def wait_for_a_lock() -> None:
    """Until another connection stands before a row that this one has locked."""
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    with connection.cursor() as cursor:
        for _again in range(400):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            sleep(0.05)
    raise AssertionError("Nobody waits for a lock.")


@pytest.mark.parametrize("ending", ["called back", "taken"])
def test_what_ended_meanwhile_is_told_and_not_taken(ending: str) -> None:
    boss = viewer_of(make_user(role=Role.ADMINISTRATOR))
    now = timezone.now()
    invitation = invite(
        actor=boss,
        email=EMAIL,
        role=Role.MODERATOR,
        organisation_id=None,
        area_id=None,
        language="en",
        now=now,
    )
    token = secret_of(invitation)
    told: Queue[HttpResponse] = Queue()

    def press() -> None:
        browser = Client(headers={"Accept-Language": "en"})
        told.put(browser.post(f"/invitation/{token}/", {"full_name": "Late", "password": PASSWORD}))
        connection.close()

    second = Thread(target=press)
    with transaction.atomic():
        if ending == "taken":
            take(token=token, full_name="Nina", password=PASSWORD, language="ru", now=now)
        else:
            call_back(actor=boss, invitation_id=invitation.pk, now=now)
        second.start()
        wait_for_a_lock()
    page = told.get(timeout=30)
    second.join(timeout=30)
    assert page.status_code == 404
    assert "Ask the administrator for a new one" in page.content.decode()
    people = User.objects.filter(email=EMAIL)
    assert [user.full_name for user in people] == (["Nina"] if ending == "taken" else [])
    assert Membership.objects.filter(role=Role.MODERATOR).count() == len(people)
