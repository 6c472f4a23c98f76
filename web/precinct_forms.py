"""What a councillor types: which appeals for which draft, the wording and order of questions; not their keeping."""

from collections.abc import Sequence

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from analytics.models import AgendaQuestion
from analytics.services.agendas import Worded
from territories.models import Area

LONGEST_WORDING = 2000


class ChosenForm(forms.Form):
    """agenda: one of the own drafts; none: a new one of this name."""

    agenda = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    name = forms.CharField(required=False, max_length=200)


class AgendaForm(forms.Form):
    """The draft's own field; those of its questions are read by `worded`."""

    name = forms.CharField(label=_("Name of the draft"), max_length=200)


def asked_precinct(params: QueryDict, areas: Sequence[Area]) -> int | None:
    """The one precinct asked for, None for all of them. Raises Http404 for one that is not the viewer's."""
    asked = params.get("precinct", "")
    if not asked:
        return None
    found = next((area.pk for area in areas if str(area.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def worded(params: QueryDict, questions: Sequence[AgendaQuestion]) -> list[Worded]:
    """What was typed of each question; a place that is no number keeps the question where it is."""
    rows = []
    for question in questions:
        place = params.get(f"position-{question.pk}", "")
        usable = place.isascii() and place.isdigit() and len(place) < 6
        wording = params.get(f"wording-{question.pk}", question.wording)
        rows.append(
            Worded(
                question.pk,
                int(place) if usable else question.position,
                wording.replace("\x00", "").strip()[:LONGEST_WORDING],
                dropped=f"drop-{question.pk}" in params,
            )
        )
    return rows
