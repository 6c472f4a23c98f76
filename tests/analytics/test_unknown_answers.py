"""What was imported as closed without the moment of its answer is no answer to any measure, however it is counted."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.types import PUBLIC, Role, Viewer
from analytics.measures import MEASURES
from analytics.queries import rollup
from analytics.queries.efficiency import efficiency
from analytics.queries.figures import figures
from analytics.queries.heatmap import heatmap
from analytics.rules.peers import Efficiency
from analytics.types import Asked, MeasureCode, Need
from appeals.models import Topic
from appeals.queries.statistics import statistics
from appeals.services import assigning
from appeals.services.bulk import BulkAppeal, write_appeals
from appeals.types import Kind, Selection, State, Visibility
from tests.builders import NOON, TOWN, make_area, make_authority, make_organisation

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(days=30)
OF_ANSWERS = (MeasureCode.IN_TIME, MeasureCode.MEDIAN_DAYS, MeasureCode.P90_DAYS)
EVERYWHERE = Viewer(roles=frozenset({Role.ADMINISTRATOR}))


@pytest.fixture(autouse=True)
def history(catalogue: dict[str, Topic]) -> None:
    """Twelve that are closed, as a history is imported: nothing tells when they were answered."""
    make_authority(make_organisation("Администрация"), make_area("Речной"))
    topic = catalogue["pothole"]
    decision = assigning.decide(TOWN, topic, now=NOON, house_id=None)
    plain = {
        "text": "Яма",
        "submitted_at": NOON,
        "kind": Kind.PROBLEM,
        "state": State.CLOSED,
        "visibility": Visibility.PUBLIC,
    }
    write_appeals(
        [BulkAppeal(topic=topic, lon=TOWN.lon, lat=TOWN.lat, decision=decision, **plain) for _ in range(12)]
    )


def test_neither_cells_nor_a_place_tell_of_answers() -> None:
    asked = Asked(needs=frozenset({Need.DAYS}), now=NOW)
    (cell,) = heatmap(PUBLIC, Selection(), 8, asked)
    for facts in (cell.facts, figures(PUBLIC, Selection(), now=NOW).facts):
        assert (facts.tally.appeals, facts.tally.waiting, facts.tally.answered) == (12, 0, 0)
        for code in OF_ANSWERS:
            measured = MEASURES[code].of_facts(facts)
            assert (measured.value, measured.n) == (None, 0)


def test_the_roll_up_says_the_same_and_is_found_sound() -> None:
    assert rollup.answerable(PUBLIC, Selection(), 8)
    (tally,) = rollup.tallies(PUBLIC, Selection(), 8, None).values()
    assert (tally.appeals, tally.answered, tally.in_time) == (12, 0, 0)
    call_command("verify_rollups")


def test_statistics_and_efficiency_say_the_same() -> None:
    total = statistics(PUBLIC, Selection(), now=NOW).total
    assert (total.appeals, total.answered, total.share_in_time) == (12, 0, None)
    (row,) = efficiency(EVERYWHERE, Selection(), now=NOW)
    assert row.worker.facts.tally.answered == 0
    assert row.worker.facts.value(Efficiency.IN_TIME) is None
    assert row.worker.facts.value(Efficiency.REACTION) is None
