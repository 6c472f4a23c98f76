"""The makers of rows: what they save is what a service would have saved."""

import pytest
from django.db import IntegrityError

from appeals.models import Appeal, Mark
from appeals.rules.privacy import coarsen
from appeals.types import Privacy, State, Visibility
from geo.types import LonLat
from tests.builders import TOWN, make_appeal, make_area, make_topic

pytestmark = pytest.mark.django_db


def test_an_appeal_comes_with_its_mark() -> None:
    area = make_area()
    appeal = make_appeal(areas=[area])
    mark = Mark.objects.get()
    assert (mark.pk, mark.number, mark.area_ids) == (appeal.pk, appeal.number, [area.pk])


def test_a_home_topic_is_coarsened() -> None:
    appeal = make_appeal(topic=make_topic("no_heating", category="housing", privacy=Privacy.HOME))
    shown = LonLat(appeal.public_location.x, appeal.public_location.y)
    assert shown == coarsen(TOWN) != TOWN


def test_the_table_refuses_a_public_appeal_that_nobody_passed() -> None:
    appeal = make_appeal(state=State.MODERATION)
    assert appeal.visibility == Visibility.PRIVATE
    with pytest.raises(IntegrityError, match="appeal_public_after_moderation"):
        Appeal.objects.filter(pk=appeal.pk).update(visibility=Visibility.PUBLIC)
