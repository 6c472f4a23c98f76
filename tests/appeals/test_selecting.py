"""The filter of appeals: what parameters mean, and which of them are refused by name."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from accounts.types import PUBLIC
from appeals.errors import InvalidFilter
from appeals.models import Appeal, Mark
from appeals.selecting import canonical, selection_from_params
from appeals.types import OPEN_STATES, STATE_GROUPS, Kind, Selection, State, StateGroup
from geo.types import BBox, LonLat
from tests.builders import TOWN, make_appeal, make_area, make_organisation, make_topic

pytestmark = pytest.mark.django_db


def read(query: str) -> Selection:
    return selection_from_params(QueryDict(query))


def numbers(selection: Selection) -> set[str]:
    """Numbers that Mark and Appeal select; they must agree."""
    marks = set(Mark.objects.visible_to(PUBLIC).matching(selection).values_list("number", flat=True))
    appeals = set(Appeal.objects.visible_to(PUBLIC).matching(selection).values_list("number", flat=True))
    assert marks == appeals
    return marks


def test_nothing_means_no_condition() -> None:
    assert read("") == Selection()
    assert read("bbox=&area=&state=&text=&lang=ru") == Selection()


def test_values_are_comma_separated_or_repeated() -> None:
    assert read("kind=problem,gratitude") == read("kind=gratitude&kind=problem&kind=problem")
    assert read("kind=problem").kinds == (Kind.PROBLEM,)


def test_states_come_singly_and_in_groups() -> None:
    assert set(read("state=open").states) == OPEN_STATES
    solved = {state for state, group in STATE_GROUPS.items() if group == StateGroup.SOLVED}
    assert set(read("state=solved,assigned").states) == solved | {State.ASSIGNED}


def test_days_are_local_and_until_ends_with_its_day() -> None:
    selection = read("since=2026-03-01&until=2026-03-31")
    assert selection.since == datetime(2026, 2, 28, 21, tzinfo=UTC)
    assert selection.until == datetime(2026, 3, 31, 21, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-03-01T10:00%2B05:00", "2026-03-01T10:00+05:00", "2026-03-01T05:00Z"])
def test_times_keep_their_offset(text: str) -> None:
    assert read(f"since={text}").since == datetime(2026, 3, 1, 5, tzinfo=UTC)


def test_nobody_stands_among_the_executors() -> None:
    company = make_organisation()
    nobody, somebody = make_appeal(), make_appeal(executor=company)
    make_appeal(executor=make_organisation())
    assert read("executor=none") == Selection(unassigned=True)
    assert numbers(read("executor=none")) == {nobody.number}
    assert numbers(read(f"executor=none,{company.pk}")) == {nobody.number, somebody.number}
    assert canonical(read(f"executor={company.pk}&executor=none")) == f"executor={company.pk},none"


def test_areas_are_named_by_number_or_code() -> None:
    area = make_area("Центр", code="40-1")
    assert read(f"area={area.pk}").area_ids == (area.pk,)
    assert read("area=40-1").area_ids == (area.pk,)


def test_a_code_of_several_collections_names_all_of_them() -> None:
    one = make_area("Первый", code="north", collection="a")
    other = make_area("Второй", code="north", collection="b")
    assert read("area=north").area_ids == (one.pk, other.pk)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("bbox=1,2,3", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("bbox=31,60,30,61", "bbox"),
        ("bbox=30,61,31,60", "bbox"),
        ("bbox=nan,60,31,61", "bbox"),
        ("bbox=30,60,31,91", "bbox"),
        ("area=999999999", "area"),
        ("area=nowhere", "area"),
        ("category=nothing", "category"),
        ("topic=nothing", "topic"),
        ("kind=complaint", "kind"),
        ("state=done", "state"),
        ("executor=me", "executor"),
        ("executor=99999999999999999999", "executor"),
        ("since=yesterday", "since"),
        ("until=2026-02-30", "until"),
        ("until=9999-12-31", "until"),
        ("since=0001-01-01T00:00%2B14:00", "since"),
        ("topic=a%00b", "topic"),
        ("text=%00", "text"),
        ("text=" + "a" * 201, "text"),
        ("executor=" + ",".join(["1"] * 201), "executor"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(query: str, parameter: str) -> None:
    with pytest.raises(InvalidFilter) as refused:
        read(query)
    assert refused.value.parameter == parameter
    assert refused.value.field == parameter


def test_canonical_does_not_depend_on_order() -> None:
    make_topic("pothole")
    make_topic("lamp")
    one, other = (
        read("topic=pothole,lamp&state=solved"),
        read("state=rated,closed,answered&topic=lamp,pothole"),
    )
    assert canonical(one) == canonical(other) != canonical(Selection())


def test_each_condition_selects() -> None:
    executor, area = make_organisation(), make_area()
    mine = make_appeal(
        topic=make_topic("lamp", category="light"),
        executor=executor,
        areas=[area],
        kind=Kind.SUGGESTION,
        state=State.CLOSED,
        text="Фонари не горят",
        submitted_at=datetime(2026, 5, 1, tzinfo=UTC),
        at=LonLat(30.5, 60.5),
    )
    make_appeal(at=TOWN, text="Яма")
    for query in (
        "bbox=30.4,60.4,30.6,60.6",
        f"area={area.pk}",
        "category=light",
        "topic=lamp",
        "kind=suggestion",
        "state=solved",
        f"executor={executor.pk}",
        "since=2026-04-01",
        "until=2026-06-01&since=2026-04-01",
        "text=фонарь",
        f"text={mine.number}",
    ):
        assert numbers(read(query)) == {mine.number}, query


def test_words_hidden_from_the_public_are_not_searched() -> None:
    shown = make_appeal(text="Яма", address="ул. Мира, 5")
    Appeal.objects.filter(pk=shown.pk).update(text="Звоните Ивану Петрову", public_text="Звоните")
    assert numbers(read("text=Петров")) == set()
    assert numbers(read("text=звонить")) == {shown.number}


def test_a_selection_of_unknown_codes_selects_nothing() -> None:
    make_appeal()
    assert numbers(Selection(topics=("gone",))) == set()


def test_a_box_holds_its_edges() -> None:
    appeal = make_appeal(at=LonLat(30.25, 60.25))
    assert numbers(Selection(bbox=BBox(30.25, 60.25, 30.25, 60.25))) == {appeal.number}
