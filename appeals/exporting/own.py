"""Everything that is kept about one person as a ZIP: one JSON document and their photos; nobody else's data."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import orjson
from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import User
from appeals.models import Appeal, Comment, Support
from appeals.queries.history import told_events
from appeals.types import Part


def own_data(user: User) -> dict[str, Any]:
    """Account, consents, memberships, appeals, words and choices of the person, JSON-ready; times in ISO 8601."""
    history = Prefetch("events", told_events({Part.AUTHOR}))
    appeals = Appeal.objects.filter(author=user).select_related("topic", "executor").order_by("submitted_at")
    return {
        "exported_at": timezone.now().isoformat(),
        "account": {
            "email": user.email,
            "full_name": user.full_name,
            "phone": user.phone,
            "language": user.language,
            "joined_at": user.joined_at.isoformat(),
            "photo": "photo.jpg" if user.photo else None,
        },
        "consents": list(user.consents.values("kind", "version", "text", "given_at", "withdrawn_at")),
        "memberships": list(
            user.memberships.values("role", "organisation__name", "area__name", "since", "until")
        ),
        "appeals": [_appeal(appeal) for appeal in appeals.prefetch_related("photos", history)],
        "supports": list(Support.objects.filter(user=user).values("appeal__number", "at")),
        "comments": list(Comment.objects.filter(author=user).values("appeal__number", "at", "text", "state")),
        "follows": list(user.follows.values("appeal__number", "asked_at", "confirmed_at")),
        "drafts": list(user.drafts.values("kind", "topic_code", "text", "address", "lon", "lat", "saved_at")),
        "desk_filters": list(user.saved_filters.values("name", "query", "saved_at")),
        **_notices(user),
        **_studies(user),
    }


def _notices(user: User) -> dict[str, Any]:
    """What the person asked to be told of; kept by a floor above, and reached from the user."""
    alerts = user.subscriptions.values(
        "name", "radius_m", "topics", "categories", "pace", "asked_at", "ended_at"
    )
    preference = getattr(user, "preference", None)
    chosen = (
        {name: getattr(preference, name) for name in ("email", "work_email", "bell")} if preference else None
    )
    return {"alerts": list(alerts), "notice_choices": chosen}


def _studies(user: User) -> dict[str, Any]:
    """Reports that come by e-mail, and a councillor's questions; kept by the floor of analytics."""
    reports = user.report_subscriptions.values(
        "kind", "organisation__name", "area__name", "rhythm", "asked_at", "ended_at"
    )
    questions = user.agendas.order_by("pk", "questions__position").values(
        "name", "questions__appeal__number", "questions__wording"
    )
    return {"reports": list(reports), "agenda_questions": list(questions)}


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        "number": appeal.number,
        "kind": appeal.kind,
        "topic": appeal.topic.code,
        "text": appeal.text,
        "address": appeal.address,
        "lon": appeal.location.x,
        "lat": appeal.location.y,
        "author_name": appeal.author_name,
        "author_email": appeal.author_email,
        "author_phone": appeal.author_phone,
        "state": appeal.state,
        "visibility": appeal.visibility,
        "executor": appeal.executor.name if appeal.executor else None,
        "answer": appeal.answer,
        "rating": appeal.rating,
        "submitted_at": appeal.submitted_at,
        "answered_at": appeal.answered_at,
        "photos": [_name(appeal, position) for position, _photo in enumerate(appeal.photos.all(), 1)],
        "history": [
            {"at": event.at, "type": event.type, "comment": event.comment} for event in appeal.events.all()
        ],
    }


def _name(appeal: Appeal, position: int) -> str:
    return f"photos/{appeal.number}-{position}.jpg"


def own_archive(user: User) -> bytes:
    """The ZIP file. A photo whose file is missing is left out."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        archive.writestr("data.json", orjson.dumps(own_data(user), option=orjson.OPT_INDENT_2))
        if user.photo:
            _add(archive, "photo.jpg", user.photo)
        for appeal in Appeal.objects.filter(author=user).prefetch_related("photos"):
            for position, photo in enumerate(appeal.photos.all(), 1):
                _add(archive, _name(appeal, position), photo.image)
    return target.getvalue()


def _add(archive: ZipFile, name: str, file: Any) -> None:
    try:
        with file.open("rb") as source:
            archive.writestr(name, source.read())
    except OSError:
        return
