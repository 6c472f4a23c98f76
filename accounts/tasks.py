"""Jobs of this floor: each loads by id and calls one service; the worker that does them is `channels`'."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts.services import letters
from accounts.services.staff import INVITING

# Tried for a day and a half, later and later; then it waits for a person, who sees it in the watchdog.
_AGAIN = RetryStrategy(max_attempts=30, wait=60, linear_wait=300)


@app.task(name=INVITING, retry=_AGAIN)
def send_invitation(invitation_id: int, language: str) -> None:
    letters.send_invitation(invitation_id, language=language, now=timezone.now())
