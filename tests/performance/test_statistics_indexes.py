"""Statistics, an executor's answers and the gallery use the index made for them, by name; not what they cost."""

from typing import Any

import pytest

from accounts.types import PUBLIC, Viewer
from appeals.models import Appeal
from appeals.queries.executors import latest_answers
from appeals.queries.gallery import after_photos
from appeals.queries.statistics import counted_marks, statement_params
from appeals.queries.stretches import marks
from appeals.types import Selection, State
from geo import sql
from geo.types import BBox
from tests.builders import NOON, TOWN, box, make_appeal, make_area, make_organisation
from tests.performance.large import many_closed, without_seqscan
from tests.performance.test_map_indexes import many_marks, plan

__all__ = ["many_marks"]
pytestmark = pytest.mark.django_db
BOX = BBox(TOWN.lon, TOWN.lat - 0.01, TOWN.lon + 0.02, TOWN.lat)


def statement(viewer: Viewer, selection: Selection) -> str:
    marks: Any = counted_marks(viewer, selection)
    return sql.compose("appeals", "statistics", statement_params(NOON), {"marks": marks})


def test_figures_of_a_box_are_read_index_only() -> None:
    text = plan(statement(PUBLIC, Selection(bbox=BOX)))
    assert "Index Only Scan using mark_mk" in text


def test_figures_of_an_area_are_read_where_its_polygons_are() -> None:
    area = make_area(polygon=box(BOX.west, BOX.south, BOX.east, BOX.north))
    text = plan(statement(PUBLIC, Selection(area_ids=(area.pk,))))
    assert "Index Only Scan using mark_mk" in text
    assert "Index Cond: ((mk >= stretch.low) AND (mk <= stretch.high))" in text


def test_figures_of_an_executor_are_read_by_the_appeals_index() -> None:
    company = make_organisation()
    make_appeal(executor=company)
    many_closed(executor=make_organisation())
    without_seqscan()
    text = plan(statement(PUBLIC, Selection(executor_ids=(company.pk,))))
    assert "appeal_executor" in text
    assert "Index Cond: (appeal_id = " in text


def test_the_first_numbers_are_a_walk_of_the_index_that_keeps_them_unique() -> None:
    many_closed()
    found = marks(PUBLIC, Selection())
    text = plan(sql.compose("appeals", "page_by_number", {"limit": 26, "after": ""}, {"marks": found}))
    assert "using appeal_number_once" in text
    assert "Index Cond: (appeal_id = " in text


def test_figures_are_counted_in_one_pass_without_a_sort() -> None:
    text = plan(statement(PUBLIC, Selection()))
    assert text.count(" on appeals_mark") == 1
    assert "Sort Key" not in text


def explained(rows: Any) -> str:
    without_seqscan()
    return str(rows.explain())


def test_latest_answers_are_a_walk_of_the_executors_index() -> None:
    company = make_organisation()
    make_appeal(executor=company, state=State.CLOSED, answered_at=NOON)
    assert len(latest_answers(PUBLIC, company.pk, 5)) == 1
    many_closed(executor=company, answered_at=NOON)
    answered = Appeal.objects.visible_to(PUBLIC).filter(executor_id=company.pk, answered_at__isnull=False)
    text = explained(answered.order_by("-answered_at", "-pk")[:5])
    assert "Index Scan Backward using appeal_executor" in text


def test_the_gallery_walks_its_own_index() -> None:
    text = explained(after_photos(PUBLIC)[:24])
    assert "Index Scan Backward using photo_after" in text
