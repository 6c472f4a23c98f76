"""Sending an appeal: what is refused, where it is, who is proposed, and that one key makes one appeal."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal, Assignment, Event, Mark, Topic
from appeals.rules.privacy import coarsen
from appeals.services.submission import new_number, preview, submit
from appeals.types import Channel, Doubt, Draft, EventType, Kind, State, Visibility
from geo.types import LonLat
from tests.builders import (
    TOWN,
    box,
    make_area,
    make_authority,
    make_contract,
    make_house,
    make_organisation,
    make_settlement,
    moderator,
    resident,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAR = LonLat(50.0, 60.0)


def draft(**changes: Any) -> Draft:
    plain = Draft(Kind.PROBLEM, "pothole", "Глубокая яма у дома", uuid4(), location=TOWN)
    return replace(plain, **changes)


def test_it_waits_for_a_moderator_unseen(catalogue: dict[str, Topic]) -> None:
    appeal = submit(actor=PUBLIC, draft=draft(), now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.visibility) == (State.MODERATION, Visibility.PRIVATE)
    assert (appeal.submitted_at, appeal.changed_at, appeal.published_at) == (NOW, NOW, None)
    assert not Appeal.objects.visible_to(PUBLIC).exists()
    assert not Mark.objects.visible_to(PUBLIC).exists()


def test_number_and_token_tell_nothing(catalogue: dict[str, Topic]) -> None:
    one, other = (submit(actor=PUBLIC, draft=draft(), now=NOW) for _again in range(2))
    assert len(one.number) == 9
    assert one.number.isdigit()
    assert abs(int(one.number) - int(other.number)) != 1
    assert len(one.follow_token) == 43
    assert one.follow_token != other.follow_token


def test_numbers_begin_with_any_digit_but_zero() -> None:
    assert {new_number()[0] for _again in range(400)} == set("123456789")


def test_the_authority_of_the_area_is_proposed_and_the_reason_kept(catalogue: dict[str, Topic]) -> None:
    area, administration = make_area("Речной"), make_organisation("Администрация")
    make_authority(administration, area)
    appeal = submit(actor=PUBLIC, draft=draft(), now=NOW)
    assignment = Assignment.objects.get()
    assert appeal.executor == administration
    assert (appeal.area, appeal.area_ids) == (area, [area.pk])
    assert (assignment.organisation, assignment.rule, assignment.is_manual) == (
        administration,
        "authority",
        False,
    )
    assert assignment.version is not None
    assert "Речной" in assignment.explanation["translations"]["ru"]["sentence"]
    assert Mark.objects.get().executor_id == administration.pk


def test_a_house_topic_goes_to_the_company_of_the_nearest_house(catalogue: dict[str, Topic]) -> None:
    company, house = make_organisation("УК Заря"), make_house("13", at=LonLat(TOWN.lon + 0.0003, TOWN.lat))
    make_contract(house, company)
    appeal = submit(actor=PUBLIC, draft=draft(topic_code="entrance_light"), now=NOW)
    assert (appeal.executor, appeal.house) == (company, house)


def test_a_chosen_house_goes_before_the_nearest_one(catalogue: dict[str, Topic]) -> None:
    near, chosen = make_house("13", at=TOWN), make_house("15", at=LonLat(TOWN.lon + 0.002, TOWN.lat))
    make_contract(near, make_organisation("УК Заря"))
    company = make_organisation("УК Полдень")
    make_contract(chosen, company)
    appeal = submit(actor=PUBLIC, draft=draft(topic_code="entrance_light", house_id=chosen.pk), now=NOW)
    assert (appeal.executor, appeal.house, appeal.address) == (company, chosen, chosen.address)


def test_a_chosen_house_far_from_the_pin_is_left_aside(catalogue: dict[str, Topic]) -> None:
    near = make_house("13", at=TOWN)
    chosen = make_house("15", at=LonLat(TOWN.lon + 0.01, TOWN.lat))
    company = make_organisation("УК Заря")
    make_contract(near, company)
    make_contract(chosen, make_organisation("УК Полдень"))
    appeal = submit(actor=PUBLIC, draft=draft(topic_code="entrance_light", house_id=chosen.pk), now=NOW)
    assert (appeal.executor, appeal.house, appeal.address) == (company, near, near.address)


def test_nobody_fits_is_accepted_and_left_to_a_choice_by_hand(catalogue: dict[str, Topic]) -> None:
    make_area("Речной")
    appeal = submit(actor=PUBLIC, draft=draft(), now=NOW)
    assert appeal.executor is None
    assert Assignment.objects.get().explanation["manual_reason"] == "nobody"


def test_outside_every_area_is_accepted_and_left_to_a_choice_by_hand(catalogue: dict[str, Topic]) -> None:
    make_area("Речной")
    appeal = submit(actor=PUBLIC, draft=draft(location=FAR), now=NOW)
    assert (appeal.area, appeal.area_ids, appeal.executor) == (None, [], None)
    assert Assignment.objects.get().explanation["manual_reason"] == "outside"


def test_swapped_axes_are_noticed(catalogue: dict[str, Topic]) -> None:
    make_area("Речной")
    with pytest.raises(errors.AxesSwapped) as caught:
        submit(actor=PUBLIC, draft=draft(location=LonLat(TOWN.lat, TOWN.lon)), now=NOW)
    assert caught.value.field == "location"


@pytest.mark.parametrize("at", [LonLat(0, 0), LonLat(0, TOWN.lat), LonLat(TOWN.lon, 0)])
def test_zeros_for_coordinates_are_refused_where_areas_are_known(
    catalogue: dict[str, Topic], at: LonLat
) -> None:
    assert submit(actor=PUBLIC, draft=draft(location=at), now=NOW).executor is None
    make_area("Речной")
    with pytest.raises(errors.NoCoordinates) as caught:
        submit(actor=PUBLIC, draft=draft(location=at), now=NOW)
    assert caught.value.field == "location"


def test_a_zero_inside_an_area_is_a_place(catalogue: dict[str, Topic]) -> None:
    area = make_area("Гринвич", polygon=box(-0.1, 51, 0.1, 52))
    assert submit(actor=PUBLIC, draft=draft(location=LonLat(0, 51.48)), now=NOW).area == area


def test_an_address_alone_is_enough(catalogue: dict[str, Topic]) -> None:
    house = make_house("13", at=TOWN)
    appeal = submit(actor=PUBLIC, draft=draft(location=None, address=house.address), now=NOW)
    assert (appeal.location.x, appeal.location.y) == pytest.approx((TOWN.lon, TOWN.lat))
    assert (appeal.address, appeal.house) == (house.address, house)


def test_a_house_of_the_same_address_in_another_town_is_not_taken_for_it(catalogue: dict[str, Topic]) -> None:
    make_house("13", at=TOWN)
    elsewhere = draft(location=None, address="Атлантида, Садовая улица, 13")
    with pytest.raises(errors.UnknownAddress):
        submit(actor=PUBLIC, draft=elsewhere, now=NOW)
    assert not Appeal.objects.exists()


def test_a_settlement_is_enough_only_for_topics_of_an_area(catalogue: dict[str, Topic]) -> None:
    make_settlement("Метский")
    by_name = draft(location=None, address="Метский")
    with pytest.raises(errors.UnknownAddress):
        submit(actor=PUBLIC, draft=by_name, now=NOW)
    appeal = submit(actor=PUBLIC, draft=replace(by_name, topic_code="no_internet_village"), now=NOW)
    assert appeal.address.endswith("Метский")


def test_the_pin_s_house_gives_the_address(catalogue: dict[str, Topic]) -> None:
    house = make_house("13", at=LonLat(TOWN.lon + 0.0002, TOWN.lat))
    assert submit(actor=PUBLIC, draft=draft(), now=NOW).address == house.address
    further = draft(location=LonLat(TOWN.lon + 0.0018, TOWN.lat))
    assert submit(actor=PUBLIC, draft=further, now=NOW).address == "Метский, Садовая улица"
    assert submit(actor=PUBLIC, draft=draft(location=FAR), now=NOW).address == ""


def test_a_home_topic_shows_a_coarse_place_and_no_house(catalogue: dict[str, Topic]) -> None:
    house = make_house("13", at=TOWN)
    appeal = submit(actor=PUBLIC, draft=draft(topic_code="no_heating", house_id=house.pk), now=NOW)
    shown, mark = appeal.public_location, Mark.objects.get()
    assert (shown.x, shown.y) == (coarsen(TOWN).lon, coarsen(TOWN).lat)
    assert appeal.public_address == "Метский, Садовая улица"
    exact = LonLat(appeal.location.x, appeal.location.y)
    assert exact == TOWN
    degrees = cast("Point", mark.geom_3857.transform(4326, clone=True))
    assert (degrees.x, degrees.y) == pytest.approx((shown.x, shown.y), abs=1e-6)


def test_personal_data_never_reaches_the_public_text(catalogue: dict[str, Topic]) -> None:
    appeal = submit(actor=PUBLIC, draft=draft(text="Яма! Звоните: +7 921 123-45-67"), now=NOW)
    assert "921" in appeal.text
    assert "921" not in appeal.public_text


def test_the_deadline_follows_the_topic(catalogue: dict[str, Topic]) -> None:
    assert submit(actor=PUBLIC, draft=draft(), now=NOW).due_on == date(2026, 3, 17)
    slow = draft(topic_code="road_repair")
    assert submit(actor=PUBLIC, draft=slow, now=NOW).due_on == date(2026, 4, 1)


def test_the_local_day_counts(catalogue: dict[str, Topic]) -> None:
    late = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # already the 3rd in Moscow
    assert submit(actor=PUBLIC, draft=draft(topic_code="road_repair"), now=late).due_on == date(2026, 4, 2)


def test_events_tell_the_step_and_the_proposal(catalogue: dict[str, Topic]) -> None:
    submit(actor=PUBLIC, draft=draft(), now=NOW)
    sent, proposed = Event.objects.all()
    assert (sent.type, sent.actor, sent.actor_role, sent.new) == (
        EventType.SUBMITTED,
        None,
        "resident",
        {
            "state": "moderation",
            "track": "message",
            "due_on": "2026-03-17",
            "due_at": "2026-03-17T21:00:00+00:00",
        },
    )
    assert (proposed.type, proposed.new["proposed"]) == (EventType.ASSIGNED, True)


def test_the_author_is_the_one_who_signed_in_but_never_the_operator(catalogue: dict[str, Topic]) -> None:
    author, operator = resident(), moderator()
    assert submit(actor=author, draft=draft(), now=NOW).author_id == author.user_id
    called = draft(channel=Channel.OPERATOR, author_name="Иван")
    assert submit(actor=operator, draft=called, now=NOW).author_id is None


def test_the_same_key_gives_the_same_appeal(catalogue: dict[str, Topic]) -> None:
    sent = draft()
    first = submit(actor=PUBLIC, draft=sent, now=NOW)
    again = submit(actor=PUBLIC, draft=replace(sent, text=f"  {sent.text}\r\n"), now=NOW)
    assert first.pk == again.pk
    assert (Appeal.objects.count(), Mark.objects.count(), Assignment.objects.count()) == (1, 1, 1)


def test_the_same_key_for_other_words_is_refused(catalogue: dict[str, Topic]) -> None:
    sent = draft()
    submit(actor=PUBLIC, draft=sent, now=NOW)
    with pytest.raises(errors.KeyTaken) as caught:
        submit(actor=PUBLIC, draft=replace(sent, text="Совсем другое дело"), now=NOW)
    assert caught.value.field == "client_key"


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"topic_code": "no_such"}, errors.UnknownTopic, "topic"),
        ({"kind": Kind.GRATITUDE}, errors.WrongKind, "kind"),
        ({"text": ""}, errors.NoText, "text"),
        ({"text": " \u200b\x00 !!!!!! "}, errors.NoText, "text"),
        ({"text": "я" * 4001}, errors.TextTooLong, "text"),
        ({"location": None}, errors.NoPlace, "location"),
        ({"location": None, "address": "Нигде, 5"}, errors.UnknownAddress, "address"),
        ({"address": "я" * 301}, errors.AddressTooLong, "address"),
        ({"house_id": 10**9}, errors.UnknownHouse, "house_id"),
        ({"author_email": "not an address"}, errors.WrongEmail, "author_email"),
        ({"author_name": "я" * 201}, errors.NameTooLong, "author_name"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(
    catalogue: dict[str, Topic], changes: dict[str, Any], error: type[errors.Unacceptable], field: str
) -> None:
    with pytest.raises(error) as caught:
        submit(actor=PUBLIC, draft=draft(**changes), now=NOW)
    assert caught.value.field == field
    assert not Appeal.objects.exists()


def test_control_characters_and_halves_of_characters_do_not_survive(catalogue: dict[str, Topic]) -> None:
    sent = draft(text="Яма\x00 у\u202e дома \ud800 и\tлужа\n\n\n\nдалее", author_name="Анна\x07\nПетровна")
    appeal = submit(actor=PUBLIC, draft=sent, now=NOW)
    appeal.refresh_from_db()
    assert appeal.text == "Яма у дома и лужа\n\nдалее"
    assert appeal.author_name == "Анна Петровна"


def test_the_preview_tells_who_why_and_by_when_and_writes_nothing(catalogue: dict[str, Topic]) -> None:
    area, administration = make_area("Речной"), make_organisation("Администрация")
    make_authority(administration, area)
    told = preview(topic_code="pothole", location=TOWN, now=NOW)
    assert told.decision.organisation_id == administration.pk
    assert told.explanation["organisation"]["name"] == "Администрация"
    assert (told.due_on, told.doubts, told.advice) == (date(2026, 3, 17), (), "")
    assert not Appeal.objects.exists()


def test_the_preview_tells_its_doubts(catalogue: dict[str, Topic]) -> None:
    make_area("Речной")
    assert preview(topic_code="pothole", location=TOWN, now=NOW).doubts == (Doubt.MANUAL,)
    assert preview(topic_code="pothole", location=FAR, now=NOW).doubts == (Doubt.OUTSIDE, Doubt.MANUAL)


def test_an_emergency_says_112_first(catalogue: dict[str, Topic]) -> None:
    assert "112" in preview(topic_code="gas_smell", location=TOWN, now=NOW).advice
