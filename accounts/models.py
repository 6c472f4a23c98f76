"""Tables of people: the user (e-mail is the name) and membership in organisations and areas; not what they may do."""

from typing import TYPE_CHECKING, Any, ClassVar

import pghistory
import pgtrigger
from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.types import AREA_ROLES, ORGANISATION_ROLES, ConsentKind, Looked, Role
from territories.models import Area, Organisation

if TYPE_CHECKING:
    # `pghistory.track` puts it into this module.
    MembershipEvent: Any


def confirm_address(user: "User") -> None:
    """Take the user's address as confirmed, for one that was not typed by an unknown visitor."""
    addresses = apps.get_model("account", "EmailAddress")._default_manager
    addresses.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail, case-insensitively."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        confirm_address(user)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    photo = models.ImageField(_("photo"), upload_to="people/", blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    # Part of what a session is checked against: another value ends all sessions but the one that is renewed.
    session_salt = models.CharField(max_length=22, blank=True, editable=False)
    is_staff = models.BooleanField(_("may open the administration site"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        # allauth looks addresses up in lower case only: with capitals nobody could sign in.
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own with the salt in it, under the present key and those it stands in for."""
        known = f"{self.password}{self.session_salt}"
        return salted_hmac("accounts.User.session", known, secret=secret, algorithm="sha256").hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by their time."""

    def in_force(self) -> "MembershipQuerySet":
        """Those that have begun and not ended, by the database's clock."""
        return self.filter(Q(until=None) | Q(until__gt=Now()), since__lte=Now())


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True)
class Membership(models.Model):
    """A person's role: in an organisation, in an area, or in general; from `since` until `until` (exclusive).

    Rows end rather than disappear; every change is kept by triggers in `MembershipEvent`.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=[(r.value, r.value) for r in Role])
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "area", "role"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[role.value for role in sorted(ORGANISATION_ROLES)])
                | Q(organisation__isnull=False),
                name="membership_names_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[role.value for role in sorted(AREA_ROLES)]) | Q(area__isnull=False),
                name="membership_names_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Consent(models.Model):
    """A person agreed to one text on one day; withdrawing it closes the row. A new text asks for a new consent."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    kind = models.CharField(_("kind"), max_length=20, choices=[(k.value, k.value) for k in ConsentKind])
    version = models.CharField(_("version"), max_length=12)
    text = models.TextField(_("text"))
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("given_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(withdrawn_at=None), name="consent_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"


class Invitation(models.Model):
    """A place offered by letter; whoever opens its secret link takes it once. Only the secret's hash is kept."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=[(r.value, r.value) for r in Role])
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(_("sent"))
    ends_at = models.DateTimeField(_("ends"))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"


class Look(models.Model):
    """Who looked at the personal data of which appeal; rows are only added, by a trigger's watch."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20)
    appeal_number = models.CharField(_("appeal"), max_length=12, db_index=True)
    what = models.CharField(_("what"), max_length=20, choices=[(w.value, w.value) for w in Looked])
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        triggers = [
            pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.appeal_number}"


class Erasure(models.Model):
    """The act of an erasure: what was taken away when, without the person. user: the empty shell that stays."""

    number = models.CharField(_("number"), max_length=12, unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    appeals = models.PositiveIntegerField(_("appeals left without the person"))
    photos = models.PositiveIntegerField(_("photos removed"))

    class Meta:
        verbose_name = _("act of erasure")
        verbose_name_plural = _("acts of erasure")
        triggers = [
            pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number
