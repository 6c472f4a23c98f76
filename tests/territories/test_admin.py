"""The admin opens every list and form without a map widget or a foreign host."""

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from territories.models import (
    Area,
    BoundaryVersion,
    Collection,
    HouseContract,
    Organisation,
    ServiceZone,
    ServiceZoneEvent,
)
from territories.services.boundaries import publish, stage
from tests.builders import make_authority, make_contract, make_house, make_organisation, make_zone
from tests.grid import Grid

MODELS = [Area, BoundaryVersion, Collection, HouseContract, Organisation, ServiceZone]
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@example.org", "correct horse battery"))
    return client


@pytest.fixture(autouse=True)
def town() -> None:
    publish(version=stage(collection="town", rows=[Grid("A").area("A")]))
    organisation = make_organisation()
    make_authority(organisation, Area.objects.get())
    make_contract(make_house(), organisation)
    make_zone(organisation)


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_forms_open(admin: Client, model: type[Model]) -> None:
    meta = model._meta
    answer = admin.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
    assert answer.status_code == 200
    row = apps.get_model(meta.label).objects.first()
    page = admin.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert "openlayers" not in text.lower()
    assert "http://" not in text.replace("http://www.w3.org", "").replace("http://testserver", "")


def test_versions_are_not_edited_by_hand(admin: Client) -> None:
    assert admin.get(reverse("admin:territories_boundaryversion_add")).status_code == 403


def test_history_knows_who_changed_a_row(admin: Client) -> None:
    zone = ServiceZone.objects.get()
    form = (
        admin.get(reverse("admin:territories_servicezone_change", args=[zone.pk])).context["adminform"].form
    )
    values = {
        name: "" if value is None else value for name, value in form.initial.items() if name in form.fields
    }
    values |= {"name": "Другое имя", "areas": [], "topics": "", "categories": ""}
    assert (
        admin.post(reverse("admin:territories_servicezone_change", args=[zone.pk]), values).status_code == 302
    )
    event = ServiceZoneEvent.objects.filter(pgh_obj=zone.pk).latest("pgh_id")
    assert (event.pgh_label, event.name) == ("update", "Другое имя")
    assert event.pgh_context.metadata == {"user": User.objects.get().pk}
