"""The gallery of what was solved: before and after; not the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from appeals.errors import InvalidFilter
from appeals.queries.gallery import SolvedPage, solved_page

PAGE_SIZE = 24


@require_safe
def solved(request: HttpRequest) -> HttpResponse:
    """One page, the latest work first; a cursor that is none is said."""
    problem, page = "", SolvedPage([], None)
    try:
        page = solved_page(viewer_in(request), request.GET.get("cursor", ""), PAGE_SIZE)
    except InvalidFilter as wrong:
        problem = str(wrong)
    context = {"page": page, "problem": problem}
    return render(request, "web/solved.html", context, status=400 if problem else 200)
