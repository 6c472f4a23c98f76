"""Forms of topics, deadlines and the calendar."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.labels import KINDS
from appeals.models import Category, Topic
from appeals.rules.deadlines import Span, Stage, Unit
from appeals.services.catalogue import TopicValues
from appeals.services.timetable import NewDeadline
from appeals.types import Kind, Privacy, Track
from territories.models import Area
from web.admin_forms.duties import DayInput
from web.admin_words import PRIVACY, STAGES, TRACKS, UNITS, whole_category


class TopicForm(forms.Form):
    """Code and scope are not asked: other data and programs rest on them."""

    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Category"), empty_label=None)
    keywords = forms.CharField(
        label=_("Other words people use"),
        required=False,
        widget=forms.Textarea,
        help_text=_("By these the topic is found too."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of appeals"),
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    privacy = forms.ChoiceField(
        label=_("Place on the map"),
        choices=[(privacy.value, name) for privacy, name in PRIVACY.items()],
        help_text=_("Another choice moves the public place of all appeals of this topic, old ones too."),
    )
    is_private = forms.BooleanField(
        label=_("Not published unless a moderator decides so"),
        required=False,
        help_text=_("For what concerns a person. Several at once cannot be published then."),
    )
    duplicate_radius_m = forms.IntegerField(label=_("Duplicates within, m"), min_value=0, max_value=5_000)
    duplicate_age_days = forms.IntegerField(
        label=_("Duplicates not older than, days"), min_value=0, max_value=3_650
    )
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=32_000)
    is_active = forms.BooleanField(label=_("Offered for new appeals"), required=False)
    is_common = forms.BooleanField(label=_("Shown first, among the common ones"), required=False)
    is_emergency = forms.BooleanField(label=_("An emergency: tell to call the dispatcher"), required=False)
    allows_comments = forms.BooleanField(label=_("Others may comment"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self) -> TopicValues:
        """What was typed, as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "category"}}
        given["kinds"] = [Kind(kind) for kind in given["kinds"]]
        given["privacy"] = Privacy(given["privacy"])
        return TopicValues(category_id=self.cleaned_data["category"].pk, **given)


def of_topic(topic: Topic) -> dict[str, Any]:
    """Values of the form for one that is there."""
    names = [name for name in TopicForm.base_fields if name not in {"seen", "category"}]
    return {"category": topic.category_id, **{name: getattr(topic, name) for name in names}}


class CategoryForm(forms.Form):
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=32_000)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class DeadlineForm(forms.Form):
    """A row that holds from a day on. subject: `topic:<id>`, `category:<id>` or empty for all."""

    track = forms.ChoiceField(label=_("Track"), choices=[(one.value, name) for one, name in TRACKS.items()])
    stage = forms.ChoiceField(
        label=_("What is due"),
        choices=[(one.value, name) for one, name in STAGES.items()],
        initial=Stage.ANSWER,
    )
    subject = forms.ChoiceField(label=_("For"), required=False)
    area = forms.ModelChoiceField(
        Area.objects.order_by("name"), label=_("Where"), required=False, empty_label=_("Everywhere")
    )
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=3_000)
    unit = forms.ChoiceField(
        label=_("Of what"),
        choices=[(one.value, name) for one, name in UNITS.items()],
        initial=Unit.WORKING_DAYS,
    )
    source = forms.CharField(
        label=_("By what act"), max_length=300, help_text=_("Such as «Постановление № 12 от 1 марта 2026 г.»")
    )
    valid_from = forms.DateField(label=_("In force from"), widget=DayInput())
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["subject"].choices = _subjects()
        fields["area"].queryset = Area.objects.in_force(timezone.localdate()).order_by("name")

    def row(self) -> NewDeadline:
        """What was typed, as the service takes it."""
        given = self.cleaned_data
        what, _sep, key = given["subject"].partition(":")
        day: date = given["valid_from"]
        return NewDeadline(
            stage=Stage(given["stage"]),
            track=Track(given["track"]),
            span=Span(given["number"], Unit(given["unit"])),
            source=given["source"],
            valid_from=day,
            topic_id=int(key) if what == "topic" else None,
            category_id=int(key) if what == "category" else None,
            area_id=given["area"].pk if given["area"] else None,
        )


def _subjects() -> list[Any]:
    """Everything, then each category as a whole and its topics."""
    groups: list[Any] = [("", _("All topics"))]
    for category in Category.objects.prefetch_related("topics"):
        whole = (f"category:{category.pk}", whole_category(category))
        topics = [(f"topic:{topic.pk}", topic.name) for topic in category.topics.all()]
        groups.append((category.name, [whole, *topics]))
    return groups


class DayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput())
    area = forms.ModelChoiceField(
        Area.objects.order_by("name"), label=_("Where"), required=False, empty_label=_("Everywhere")
    )
    is_working = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("A day off")), ("on", _("A working day"))], required=False
    )
    why = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["area"].queryset = Area.objects.in_force(timezone.localdate()).order_by("name")
