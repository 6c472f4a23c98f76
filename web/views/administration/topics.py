"""Topics and categories of the administrator's desk: the catalogue, the form of one, told apart from the file."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from appeals.models import Category, Topic
from appeals.services.catalogue import change_category, change_topic
from geo.stamps import stamp
from web.admin_forms.catalogue import CategoryForm, TopicForm, of_topic
from web.views.administration.frame import again, done, shown


@require_safe
@never_cache
def topics(request: HttpRequest) -> HttpResponse:
    """The catalogue by category, searched by words."""
    words = request.GET.get("words", "").strip()[:100]
    rows = Topic.objects.annotate(sent=Count("appeals")).order_by("position", "pk")
    if words:
        rows = rows.filter(
            Q(name_ru__icontains=words) | Q(name_en__icontains=words) | Q(keywords__icontains=words)
        )
    groups = Category.objects.prefetch_related(Prefetch("topics", rows, to_attr="found"))
    return shown(request, "topics", {"groups": groups, "words": words})


@never_cache
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """Changes a topic."""
    row = get_object_or_404(Topic.objects.select_related("category"), code=code)
    start: dict[str, Any] = {**of_topic(row), "seen": stamp(row)}
    form = TopicForm(request.POST if request.method == "POST" else None, initial=start)
    moved: list[int] = []

    def change() -> None:
        values, seen = form.values(), form.cleaned_data["seen"]
        moved.append(change_topic(actor=viewer_in(request), topic_id=row.pk, seen=seen, values=values))

    if form.is_valid() and done(request, form, change):
        told = _("Saved.")
        if moved[0]:
            count = ngettext(
                "The public place of %(count)d appeal was set anew.",
                "The public places of %(count)d appeals were set anew.",
                moved[0],
            )
            told = f"{told} {count % {'count': moved[0]}}"
        messages.success(request, told)
        return HttpResponseRedirect(reverse("web:admin_topics"))
    context = {"form": form, "heading": row.name, "code": row.code, "stored": again(form, start), "row": row}
    return shown(request, "topic_form", context, status=422 if form.is_bound else 200)


@never_cache
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Renames a category or moves it in the list."""
    row = get_object_or_404(Category, code=code)
    names = ("name_ru", "name_en", "position")
    start: dict[str, Any] = {**{name: getattr(row, name) for name in names}, "seen": stamp(row)}
    form = CategoryForm(request.POST if request.method == "POST" else None, initial=start)

    def change() -> None:
        change_category(actor=viewer_in(request), category_id=row.pk, **form.cleaned_data)

    if form.is_valid() and done(request, form, change):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:admin_topics"))
    context = {"form": form, "heading": row.name, "code": row.code, "stored": again(form, start), "row": row}
    return shown(request, "topic_form", context, status=422 if form.is_bound else 200)
