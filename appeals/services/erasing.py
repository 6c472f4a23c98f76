"""Takes a person who leaves out of everything that is kept, and leaves an act; joining appeals is `belonging`'s."""

from collections.abc import Collection
from datetime import datetime
from secrets import randbelow, token_hex
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Lower

from accounts.models import Consent, Erasure, Invitation, Membership, User
from accounts.types import Role
from appeals.models import Appeal, Comment, Event, Photo, Reply, Support
from appeals.rules.privacy import mask
from appeals.services.belonging import claimable, confirmed_addresses
from appeals.services.submission import new_token
from appeals.types import AUTHORS_STAGES, CommentState

# What goes with an account in the database and stays here: rights and consents as histories without a name, and what
# administrators did to others.
_HISTORIES = frozenset({Membership, Consent, LogEntry})
# Keys of events that quote what somebody wrote.
_QUOTING = ("public_text",)


def erase(*, user: User, now: datetime) -> Erasure:
    """Take the person out of everything and leave an act.

    Appeals stay with place, topic, times and the text that the public reads, those sent without an account under a
    confirmed address too; name, address of the letterbox, exact text, photos that nobody passed and originals of
    blurred ones go. What the person followed or asked to be told of goes. The account becomes an empty shell, so that
    the histories stay whole.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        emails = confirmed_addresses(user)
        files: list[FieldFile] = [user.photo] if user.photo else []
        found = Appeal.objects.filter(author=user) | Appeal.objects.filter(
            pk__in=claimable(user).order_by().values("pk")
        )
        appeals = list(found.select_for_update(of=("self",)))
        for appeal in appeals:
            _part(appeal)
        _forget_words(user, appeals)
        photos = _remove_photos(appeals, files)
        _leave(user, emails)
        names = [(file.storage, file.name) for file in files]
        _empty(user, emails, now=now)
        act = Erasure.objects.create(
            number=str(10**11 + randbelow(9 * 10**11)), user=user, at=now, appeals=len(appeals), photos=photos
        )
        # Files go when the rows are gone for good.
        transaction.on_commit(lambda: _delete(names))
    return act


def _delete(names: Collection[tuple[Storage, str | None]]) -> None:
    for storage, name in names:
        if name:
            storage.delete(name)


def _part(appeal: Appeal) -> None:
    appeal.author, appeal.author_name, appeal.author_email, appeal.author_phone = None, "", "", ""
    appeal.text, appeal.address = appeal.public_text, appeal.public_address
    appeal.rating_reason = mask(appeal.rating_reason)
    # The old private link shows nothing any more.
    appeal.follow_token = new_token()
    appeal.save()


def _forget_words(user: User, appeals: Collection[Appeal]) -> None:
    """What the person wrote stays as everybody reads it; in histories a digest takes the place of what goes."""
    for reply in Reply.objects.filter(appeal__in=appeals).exclude(rating_reason=""):
        Reply.objects.filter(pk=reply.pk).update(rating_reason=mask(reply.rating_reason))
    for event in Event.objects.filter(appeal__in=appeals):
        _forget_event(event)
    # The shell would still tie the appeals of one person together.
    Event.objects.filter(actor=user, actor_role=Role.RESIDENT).update(actor=None)
    comments = Comment.objects.filter(author=user)
    comments.exclude(state=CommentState.PUBLISHED).delete()
    comments.update(author=None, text=models.F("public_text"))


def _forget_event(event: Event) -> None:
    own = event.actor_role == Role.RESIDENT and not event.is_public
    comment = "" if own else mask(event.comment)
    old, new = (_unquoted(told) for told in (event.old, event.new))
    if (comment, old, new) != (event.comment, event.old, event.new):
        # A trigger puts the true digest in the place of this one.
        Event.objects.filter(pk=event.pk).update(comment=comment, old=old, new=new, digest=b"erased")


def _unquoted(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key not in _QUOTING}


def _remove_photos(appeals: Collection[Appeal], files: list[FieldFile]) -> int:
    """Take away what the author sent and nobody passed, and what there was before blurring; adds to the files."""
    sent = Photo.objects.filter(appeal__in=appeals, stage__in=AUTHORS_STAGES)
    hidden = list(sent.filter(is_public=False))
    for photo in sent:
        files += [photo.original] if photo.original else []
        files += [] if photo.is_public else [photo.image, photo.thumbnail]
    sent.update(original="")
    Photo.objects.filter(pk__in=[photo.pk for photo in hidden]).delete()
    return len(hidden)


def _leave(user: User, emails: Collection[str]) -> None:
    """Delete what would go with the account, on every floor, also what was asked for under a confirmed address."""
    for row in Support.objects.filter(user=user):
        # The count stays true: somebody supported this.
        Support.objects.filter(pk=row.pk).update(user=None, visitor_hash=f"erased:{token_hex(16)}")
    for relation in User._meta.related_objects:
        table = relation.related_model
        if relation.on_delete is not models.CASCADE or table in _HISTORIES or isinstance(table, str):
            continue
        table._base_manager.filter(**{relation.field.name: user}).delete()
        if any(field.name == "email" for field in table._meta.fields) and table is not EmailAddress:
            lower = table._base_manager.alias(address_lower=Lower("email"))
            lower.filter(address_lower__in=emails).delete()


def _empty(user: User, emails: Collection[str], *, now: datetime) -> None:
    name = f"erased-{user.pk}@erased.invalid"
    user.memberships.in_force().update(until=now)
    user.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    Invitation.objects.filter(email__in=emails, taken_at=None).delete()
    Invitation.objects.filter(email__in=emails).update(email=name)
    _rename_in_log(user, name)
    user.email, user.full_name, user.phone, user.photo = name, "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def _rename_in_log(user: User, name: str) -> None:
    """The administration's log repeats what a row was called."""
    called = {User: [user.pk], Membership: list(user.memberships.values_list("pk", flat=True))}
    for table, keys in called.items():
        kind = ContentType.objects.get_for_model(table)
        entries = LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])
        entries.update(object_repr=name)
