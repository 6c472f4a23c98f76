"""By what two sendings of one form are known to be the same; not what a form does."""

from django.http import HttpRequest

from appeals.services.desk import form_digest

# Another in each page, for the same form as well.
_OF_THE_PAGE = frozenset({"csrfmiddlewaretoken"})


def digest_of(request: HttpRequest, step: str) -> str:
    """By what two sendings of one form are the same: the page's key and all that was typed, files by name and size."""
    typed = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in _OF_THE_PAGE)
    files = sorted((name, [(f.name, f.size) for f in request.FILES.getlist(name)]) for name in request.FILES)
    return form_digest(step, typed, files)
