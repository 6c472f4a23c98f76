"""Management contracts of houses: search, a new one by address, the end of one, a file with a report of its rows."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.services.changing import changing
from geo.addresses.geocoding import geocode
from geo.addresses.types import MatchLevel
from geo.importing.report import Report, refused_table
from geo.models import House
from territories.errors import AddressNotFound, TerritoriesError
from territories.importing.contracts import SURE
from territories.models import HouseContract, not_over
from territories.services.houses import begin_contract, end_contract
from web.admin_forms.duties import ContractFileForm, ContractForm, EndForm
from web.views.administration.frame import done, shown

# By its name: pandas takes 70 MB of each process that loads it, and this one page needs it.
IMPORTER = "territories.importing.contract_table.import_contracts"
PAGE_SIZE = 50
# Refused rows that are shown, and letters of theirs that the page carries for the download: a form is no larger.
SHOWN, MOST_LETTERS = 20, 1_000_000


@never_cache
def contracts(request: HttpRequest) -> HttpResponse:
    """Those in force by address or company; of one house all there ever were. A new one is typed beside them."""
    form = ContractForm(
        request.POST if request.method == "POST" else None, initial={"since": timezone.localdate()}
    )
    if form.is_valid() and done(request, form, lambda: _begin(form)):
        messages.success(request, _("The contract is noted."))
        return HttpResponseRedirect(reverse("web:admin_contracts"))
    words, house = request.GET.get("words", "").strip()[:100], request.GET.get("house", "")
    organisation = request.GET.get("organisation", "")
    rows = _found(words, house, organisation, timezone.localdate())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "words": words,
        "organisation": organisation,
        "house": House.objects.filter(pk=int(house)).first() if house.isdecimal() else None,
        "ending": EndForm(),
        "today": timezone.localdate(),
    }
    return shown(request, "contracts", context, status=422 if form.is_bound else 200)


def _found(words: str, house: str, organisation: str, today: date) -> QuerySet[HouseContract]:
    rows = HouseContract.objects.select_related("house", "organisation")
    if house.isdecimal():
        return rows.filter(house_id=int(house)).order_by(F("valid_from").desc(nulls_last=True), "-pk")
    rows = rows.filter(not_over(today))
    if organisation.isdecimal():
        rows = rows.filter(organisation_id=int(organisation))
    for word in words.split():
        rows = rows.filter(Q(house__address__icontains=word) | Q(organisation__name__icontains=word))
    return rows.order_by("house__address", "pk")


def _begin(form: ContractForm) -> HouseContract:
    """Raises AddressNotFound and what the service raises."""
    given = form.cleaned_data
    house_id = given["house_id"]
    if not house_id or not House.objects.filter(pk=house_id).exists():
        match = geocode(given["address"])
        if match is None or match.level != MatchLevel.HOUSE or match.confidence < SURE:
            raise AddressNotFound(field="address")
        house_id = match.house_id
    company = given["organisation"]
    return begin_contract(house_id=house_id or 0, organisation_id=company.pk, since=given["since"])


@require_POST
def contract_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one with a last day."""
    get_object_or_404(HouseContract, pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name the last day."))
        return HttpResponseRedirect(reverse("web:admin_contracts"))
    try:
        with changing(viewer_in(request)):
            contract = end_contract(contract_id=pk, on=form.on())
    except TerritoriesError as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(reverse("web:admin_contracts"))
    messages.success(request, _("Its end is noted."))
    return HttpResponseRedirect(f"{reverse('web:admin_contracts')}?house={contract.house_id}")


@never_cache
def contracts_file(request: HttpRequest) -> HttpResponse:
    """Takes a table; tells what was written and which rows were refused, with these as a file."""
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ContractFileForm(*given)
    report = Report()
    if form.is_valid() and done(request, form, lambda: _import(form, report)):
        refused, kept = _refused(report)
        context = {"report": report, "some": report.refusals[:SHOWN], "refused": refused, "kept": kept}
        return shown(request, "contracts_done", context)
    return shown(request, "contracts_file", {"form": form}, status=422 if form.is_bound else 200)


def _import(form: ContractFileForm, report: Report) -> None:
    upload: UploadedFile[Any] = form.cleaned_data["table"]
    with TemporaryDirectory() as folder:
        # Only the ending of the name is believed: it says which reader takes the file.
        ending = ".xlsx" if str(upload.name).lower().endswith(".xlsx") else ".csv"
        path = Path(folder) / f"contracts{ending}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        import_string(IMPORTER)(path, since=form.cleaned_data["since"] or timezone.localdate(), report=report)


def _refused(report: Report) -> tuple[str, int]:
    """The refused rows as CSV, and how many; kept in the page itself: no file of somebody's houses stays here."""
    text, count = StringIO(), 0
    lines = csv.writer(text, delimiter=";")
    head, *rows = refused_table(report) if report.refusals else [[]]
    lines.writerow(head)
    for row in rows:
        before = text.tell()
        lines.writerow(row)
        if text.tell() > MOST_LETTERS:
            text.seek(before)
            text.truncate()
            break
        count += 1
    return text.getvalue() if count else "", count


@require_POST
def contracts_refused(request: HttpRequest) -> HttpResponse:
    """Gives the page's refused rows back as a download."""
    body = request.POST.get("rows", "").encode("utf-8-sig")
    headers = {
        "Content-Disposition": 'attachment; filename="refused.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, "text/csv; charset=utf-8", headers=headers)
