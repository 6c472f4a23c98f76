"""Sends the reports by e-mail: made when they are sent, with the rights of that moment; at least once each."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.queries import viewer_of
from accounts.types import PUBLIC
from analytics.errors import NoSubject, NotOwn
from analytics.exporting.report_book import report_xlsx
from analytics.exporting.reports import period_words, report_pdf, title_of, told
from analytics.models import ReportLetter
from analytics.queries.reports import Report, report_of
from analytics.services.reporting import end
from analytics.types import LetterState, ReportKind
from channels.errors import NotDelivered
from channels.letters.composing import build
from channels.letters.links import stop_link, whole
from channels.letters.parts import Part
from channels.mailing import Refused, Unavailable, hand_over
from channels.queries.reaching import usable
from channels.rules.pacing import is_given_up, wait_s
from channels.tokens import Purpose, Token

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_report(letter_id: int, *, now: datetime) -> None:
    """Send a letter that waits, twice only when we die between the server's word and our commit. Raises NotDelivered.

    Whoever may no longer know the report, or is gone, gets nothing, and the subscription ends.
    """
    waiting = ReportLetter.objects.filter(pk=letter_id, state=LetterState.WAITING)
    # Kept whatever follows: more attempts than letters is how a doubled letter explains itself.
    if not waiting.update(attempts=F("attempts") + 1):
        return
    problem: Refused | Unavailable | None = None
    with transaction.atomic():
        # Locked until the server has answered, so that two workers never send the same letter at once.
        letter = waiting.select_for_update(of=("self",)).select_related("subscription__user").first()
        if letter is None:
            return
        message = _message(letter, now)
        if message is None:
            _settle(letter, LetterState.DROPPED)
            end(subscription_id=letter.subscription_id, now=now)
            return
        try:
            hand_over(message)
        except (Refused, Unavailable) as caught:
            problem = caught
        _note(letter, problem, now)
    if isinstance(problem, Unavailable) and not is_given_up(letter.created_at, now):
        raise NotDelivered(wait_s(letter.attempts)) from problem


def _message(letter: ReportLetter, now: datetime) -> EmailMultiAlternatives | None:
    """None: there is nobody to write to, or nothing that they may know any more."""
    wanted = letter.subscription
    viewer = viewer_of(wanted.user)
    if wanted.ended_at is not None or viewer == PUBLIC:
        return None
    language = usable(wanted.language)
    with override(language):
        try:
            report = report_of(
                viewer,
                ReportKind(wanted.kind),
                wanted.subject_id,
                (letter.first_on, letter.end_on),
                now=now,
                language=language,
            )
        except (NotOwn, NoSubject):
            return None
        return _letter(letter, report)


def _letter(letter: ReportLetter, report: Report) -> EmailMultiAlternatives:
    title = title_of(report.kind)
    period = period_words(report)
    part = Part(
        title="",
        number="",
        topic=report.name,
        address=period,
        sentence=told(report),
        quote="",
        due="",
        link=whole(reverse("web:reports")),
        press=_("My reports"),
    )
    reason = _("You receive this report because you asked for it.")
    context = {"parts": [part], "heading": f"{title}: {report.name}", "reason": reason, "single": True}
    stop = stop_link(Token(Purpose.END_REPORT, letter.subscription_id))
    subject = f"{title}: {report.name}, {period}"
    message = build(subject, context, letter.subscription.user.email, letter.message_id, stop, {})
    name = f"metka-{report.kind}-{report.last_on.isoformat()}"
    message.attach(f"{name}.pdf", report_pdf(report), "application/pdf")
    message.attach(f"{name}.xlsx", report_xlsx(report), XLSX)
    return message


def _note(letter: ReportLetter, problem: Refused | Unavailable | None, now: datetime) -> None:
    if problem is None:
        letter.sent_at = now
        _settle(letter, LetterState.SENT)
    elif isinstance(problem, Refused):
        _settle(letter, LetterState.FAILED, f"refused {problem.code}")
    elif is_given_up(letter.created_at, now):
        _settle(letter, LetterState.FAILED, problem.reason)
    else:
        _settle(letter, LetterState.WAITING, problem.reason)


def _settle(letter: ReportLetter, state: LetterState, problem: str = "") -> None:
    letter.state, letter.problem = state, problem
    letter.save(update_fields=["state", "problem", "sent_at"])
