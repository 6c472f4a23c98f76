"""Lists of the drawing desk: zones, areas by collection and version, own drawings; what begins a drawing."""

from typing import Any

from django.contrib.gis.db.models import Extent
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from appeals.models import Category
from territories import surroundings
from territories.models import Area, Boundary, Collection, Drawing, Organisation, ServiceZone, not_over
from territories.services import drawing as drafts
from territories.types import ZoneBasis
from web.admin_words import BASES
from web.views.administration.frame import sections
from web.views.map import map_data

PAGE_SIZE = 50


@never_cache
def zones(request: HttpRequest) -> HttpResponse:
    """Zones in force and to come, with `ended=1` those that are over too; `organisation` and `text` narrow."""
    today = timezone.localdate()
    rows = ServiceZone.objects.select_related("organisation").defer("geom")
    if not request.GET.get("ended"):
        rows = rows.filter(not_over(today))
    text = request.GET.get("text", "").strip()
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(organisation__name__icontains=text))
    rows = rows.annotate(area_count=Count("areas", distinct=True), house_count=Count("houses", distinct=True))
    page = Paginator(rows.order_by("organisation__name", "name", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    names = _names()
    context = {
        "page": page,
        "rows": [_zone(zone, names) for zone in page],
        "text": text,
        "ended": bool(request.GET.get("ended")),
        "drawings": _drawings(request).filter(collection=None),
        "organisations": Organisation.objects.filter(is_active=True)
        .order_by("name")
        .values_list("pk", "name"),
        "page_data": {
            "map": map_data(_bounds(page)),
            "zones": [zone.pk for zone in page],
        },
    }
    return render(request, "web/zones.html", {**context, "sections": sections(request.path)})


def _bounds(zones: Any) -> Any:
    """West, south, east, north of the polygons among zones; None without any."""
    drawn = ServiceZone.objects.filter(pk__in=[zone.pk for zone in zones], geom__isnull=False)
    return drawn.aggregate(box=Extent("geom"))["box"]


def _names() -> dict[str, str]:
    """Names of topics and categories by code."""
    found = {}
    for group in Category.objects.prefetch_related("topics"):
        found[f"c:{group.code}"] = group.name
        found |= {f"t:{topic.code}": topic.name for topic in group.topics.all()}
    return found


def _zone(zone: Any, names: dict[str, str]) -> dict[str, Any]:
    about = [names.get(f"c:{code}", code) for code in zone.categories]
    about += [names.get(f"t:{code}", code) for code in zone.topics]
    return {
        "zone": zone,
        "about": about,
        "basis": BASES[ZoneBasis(zone.basis)],
        "is_drawn": zone.basis == ZoneBasis.POLYGON,
        "can_draw": zone.basis == ZoneBasis.POLYGON and zone.organisation.is_active,
        "km2": zone.area_m2 / 1_000_000,
        "areas": zone.area_count,
        "houses": zone.house_count,
    }


def _drawings(request: HttpRequest) -> Any:
    rows = Drawing.objects.filter(drawn_by=_by(request))
    return rows.select_related("organisation", "collection").order_by("-changed_at")


@require_POST
def zone_draw(request: HttpRequest) -> HttpResponse:
    """Begins the drawing of `zone`, or of a new one for `organisation`; one begun before goes on."""
    by, now = _by(request), timezone.now()
    drawable = ServiceZone.objects.filter(basis=ZoneBasis.POLYGON, organisation__is_active=True)
    zone = _one(drawable, request.POST.get("zone"))
    if zone is not None:
        row = drafts.draw_zone(by=by, zone=zone, now=now)
    else:
        organisation = _one(Organisation.objects.filter(is_active=True), request.POST.get("organisation"))
        if organisation is None:
            raise Http404
        row = drafts.draw_new_zone(by=by, organisation=organisation, now=now)
    return HttpResponseRedirect(reverse("web:drawing", args=[row.pk]))


@never_cache
def area_versions(request: HttpRequest) -> HttpResponse:
    """Areas of one collection in one version: `collection` by code, `version` by number."""
    homes = list(Collection.objects.order_by("name"))
    home = next(
        (one for one in homes if one.slug == request.GET.get("collection")), homes[0] if homes else None
    )
    versions = list(home.versions.exclude(state="discarded").order_by("-number")) if home else []
    number = request.GET.get("version", "")
    newest = surroundings.newest_version(home.pk) if home else None
    version = next((one for one in versions if str(one.number) == number), newest)
    rows = Boundary.objects.filter(version=version).select_related("area", "parent").defer("geom")
    page = Paginator(rows.order_by("area__kind", "name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "homes": homes,
        "home": home,
        "versions": versions,
        "version": version,
        "is_newest": version is not None and version == newest,
        "page": page,
        "rows": [{"boundary": one, "km2": one.area_m2 / 1_000_000} for one in page],
        "drawings": _drawings(request).exclude(collection=None),
    }
    return render(request, "web/zones_areas.html", {**context, "sections": sections(request.path)})


@require_POST
def area_draw(request: HttpRequest) -> HttpResponse:
    """Begins the drawing of `area`, or of a new one in `collection`; one begun before goes on."""
    by, now = _by(request), timezone.now()
    area = _one(Area.objects.select_related("collection"), request.POST.get("area"))
    if area is not None:
        row = drafts.draw_area(by=by, area=area, now=now)
    else:
        home = _one(Collection.objects.all(), request.POST.get("collection"))
        if home is None:
            raise Http404
        row = drafts.draw_new_area(by=by, collection=home, now=now)
    return HttpResponseRedirect(reverse("web:drawing", args=[row.pk]))


def _by(request: HttpRequest) -> int:
    user_id = viewer_in(request).user_id
    assert user_id is not None
    return user_id


def _one(rows: Any, key: str | None) -> Any:
    """The row of a number that was sent; None when it names none."""
    known = key is not None and key.isdecimal() and len(key) < 19
    return rows.filter(pk=key).first() if known else None
