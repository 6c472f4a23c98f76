"""Who changed which reference data; what is kept says the database."""

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.queries.changes import changes, tracked
from web.change_words import in_words, said
from web.views.administration.frame import shown

LABELS = {"insert": _("added"), "update": _("changed"), "delete": _("removed")}


@require_safe
@never_cache
def changes_page(request: HttpRequest) -> HttpResponse:
    """The latest ones, of one kind of data where it is chosen."""
    only = request.GET.get("of", "")
    kinds = [
        (name, capfirst(str(model.pgh_tracked_model._meta.verbose_name_plural)))
        for name, model in tracked().items()
    ]
    kept = changes(only=only)
    told = [
        (one, said(one.row, {}), LABELS.get(one.label, one.label), lines)
        for one, lines in zip(kept, in_words(kept), strict=True)
    ]
    return shown(request, "changes", {"kept": told, "kinds": kinds, "only": only})
