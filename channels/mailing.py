"""The door to the mail server: hands one letter over and says in our words what became of it."""

from contextlib import suppress
from smtplib import SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives, get_connection

from channels.rules.pacing import is_permanent


class Refused(Exception):  # what the server said
    """Never: the server refuses this recipient or this letter. code: its reply, 0 when it was not even asked."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"refused with {code}")


class Unavailable(Exception):  # what the server is
    """Not now. reason: a word for the watchdog; the server's own words may name a person."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def hand_over(message: EmailMultiAlternatives) -> None:
    """Returns once the server has accepted the letter. Raises Refused, Unavailable.

    The connection is closed after the answer: an error in saying good-bye must not send the letter once more.
    """
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([message])
    except (SMTPRecipientsRefused, SMTPDataError) as problem:
        code = _code_of(problem)
        if is_permanent(code, of_recipient=True):
            raise Refused(code) from problem
        raise Unavailable(f"reply {code}") from problem
    except (SMTPNotSupportedError, ValueError) as problem:
        raise Refused(0) from problem
    except (SMTPException, OSError) as problem:
        code = getattr(problem, "smtp_code", 0)
        raise Unavailable(f"reply {code}" if code else type(problem).__name__) from problem
    finally:
        with suppress(SMTPException, OSError):
            connection.close()


def _code_of(problem: SMTPRecipientsRefused | SMTPDataError) -> int:
    if isinstance(problem, SMTPDataError):
        return int(problem.smtp_code)
    return min((int(code) for code, _words in problem.recipients.values()), default=0)
