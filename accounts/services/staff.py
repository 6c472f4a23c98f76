"""Brings people into the staff and out of it: invitations by letter, the end of a membership."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

import pghistory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app as jobs

from accounts.errors import InvitationOver, MembershipOver, NotAdministrator, PlaceMissing
from accounts.models import Invitation, Membership, User, confirm_address
from accounts.queries import viewer_of
from accounts.rules import may
from accounts.services.profile import forget_photo
from accounts.types import AREA_ROLES, ORGANISATION_ROLES, Permission, Role, Viewer

INVITING = "accounts.send_invitation"
KEPT = timedelta(days=7)


def invite(
    *,
    actor: Viewer,
    email: str,
    role: Role,
    organisation_id: int | None,
    area_id: int | None,
    language: str,
    now: datetime,
) -> Invitation:
    """Offer a place; a job of the same transaction sends the letter. Raises NotAdministrator, PlaceMissing."""
    _require(actor)
    if role in ORGANISATION_ROLES and organisation_id is None:
        raise PlaceMissing(field="organisation")
    if role in AREA_ROLES and area_id is None:
        raise PlaceMissing(field="area")
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=email.strip().lower(),
            role=role,
            organisation_id=organisation_id,
            area_id=area_id,
            invited_by=User.objects.get(pk=actor.user_id or 0),
            # Its number belongs to the secret, so that the secret's hash comes after it.
            token_hash=token_urlsafe(32),
            sent_at=now,
            ends_at=now + KEPT,
        )
        invitation.token_hash = _hash(secret_of(invitation))
        invitation.save(update_fields=["token_hash"])
        jobs.configure_task(INVITING).defer(invitation_id=invitation.pk, language=language)
    return invitation


def secret_of(invitation: Invitation) -> str:
    """The secret of its link, made anew when the letter is written: neither the database nor a job holds it."""
    known = f"{invitation.pk} {invitation.email} {invitation.sent_at.timestamp()}"
    return salted_hmac("accounts.Invitation", known, algorithm="sha256").hexdigest()


def open_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation of a link.

    Raises InvitationOver for one that is unknown, taken, too old or called back, and when whoever sent it invites no
    more: a place must not come from somebody who has left.
    """
    return _offered(Invitation.objects.select_related("organisation", "area", "invited_by"), token, now=now)


def _offered(rows: QuerySet[Invitation], token: str, *, now: datetime) -> Invitation:
    invitation = rows.filter(token_hash=_hash(token), taken_at=None, ends_at__gt=now).first()
    if invitation is None or not may(viewer_of(invitation.invited_by), Permission.MANAGE_STAFF):
        raise InvitationOver
    return invitation


def call_back(*, actor: Viewer, invitation_id: int, now: datetime) -> Invitation:
    """End an invitation that waits. Raises NotAdministrator, InvitationOver."""
    _require(actor)
    with transaction.atomic():
        waiting = Invitation.objects.select_for_update().filter(taken_at=None, ends_at__gt=now)
        invitation = waiting.filter(pk=invitation_id).first()
        if invitation is None:
            raise InvitationOver
        invitation.ends_at = now
        invitation.save(update_fields=["ends_at"])
    return invitation


def has_account(invitation: Invitation) -> bool:
    """Whether the address belongs to somebody who has confirmed it, and so has a password of their own."""
    user = User.objects.filter(email__iexact=invitation.email).first()
    return user is not None and _confirmed(user)


def take(*, token: str, full_name: str, password: str, language: str, now: datetime) -> User:
    """Take the place: the account of the address, made with the password when there is none, gets the membership.

    An account that exists keeps its password: whoever has the letter must still sign in. One whose address was never
    confirmed may be anybody's, made beforehand: nothing of it stays. Raises InvitationOver.
    """
    with transaction.atomic():
        # Asked with the lock held: meanwhile another may have taken it, or an administrator called it back.
        invitation = _offered(Invitation.objects.select_for_update(), token, now=now)
        people = User.objects.select_for_update()
        user, _new = people.get_or_create(email=invitation.email)
        if not _confirmed(user):
            _hand_over(user, full_name, password, language)
        # Who offered the place stands in the membership.
        with pghistory.context(user=user.pk):
            _join(user, invitation, now=now)
        invitation.taken_at = now
        invitation.save(update_fields=["taken_at"])
    return user


def _confirmed(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())


def _hand_over(user: User, full_name: str, password: str, language: str) -> None:
    """Make the account that of whoever opened the letter, which they could only at its address."""
    forget_photo(user)
    user.full_name, user.phone, user.language = full_name.strip(), "", language
    user.set_password(password)
    user.save()
    # Whoever made it before agreed for themselves only.
    user.consents.all().delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    confirm_address(user)


def end_membership(*, actor: Viewer, membership_id: int, now: datetime) -> Membership:
    """End a membership from now on, in running sessions too. Raises NotAdministrator, MembershipOver (ended before)."""
    _require(actor)
    with transaction.atomic(), pghistory.context(user=actor.user_id):
        running = Membership.objects.select_for_update().filter(
            Q(until=None) | Q(until__gt=now), pk=membership_id
        )
        membership = running.first()
        if membership is None:
            raise MembershipOver
        membership.until = max(now, membership.since)
        membership.save(update_fields=["until"])
    return membership


def _join(user: User, invitation: Invitation, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            Membership.objects.create(
                user=user,
                role=invitation.role,
                organisation=invitation.organisation,
                area=invitation.area,
                since=now,
                invited_by=invitation.invited_by,
            )
    except IntegrityError as problem:
        if "membership_once" not in str(problem):
            raise


def _require(actor: Viewer) -> None:
    if not may(actor, Permission.MANAGE_STAFF):
        raise NotAdministrator


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
