"""URLs of the administrator's desk, all for administrators; mounted among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.administration.authorities import (
    authorities,
    authority_edit,
    authority_end,
    authority_new,
)
from web.views.administration.calendar import calendar, day_forgotten
from web.views.administration.changes import changes_page
from web.views.administration.contracts import (
    contract_end,
    contracts,
    contracts_file,
    contracts_refused,
)
from web.views.administration.deadlines import deadline_new, deadlines
from web.views.administration.matrix import duty_export, duty_matrix
from web.views.administration.organisations import (
    organisation_again,
    organisation_card,
    organisation_edit,
    organisation_end,
    organisation_new,
    organisations,
)
from web.views.administration.sites import site_close, site_edit, site_new, sites
from web.views.administration.start import start
from web.views.administration.topics import category, topic, topics

_admin = needs(Permission.ADMINISTER)

urlpatterns: list[URLPattern] = [
    path("administration/", _admin(start), name="administration"),
    path("administration/matrix/", _admin(duty_matrix), name="duty_matrix"),
    path("administration/matrix.csv", _admin(duty_export), {"shape": "csv"}, name="duty_csv"),
    path("administration/matrix.xlsx", _admin(duty_export), {"shape": "xlsx"}, name="duty_xlsx"),
    path("administration/organisations/", _admin(organisations), name="admin_organisations"),
    path("administration/organisations/new/", _admin(organisation_new), name="admin_organisation_new"),
    path("administration/organisations/<int:pk>/", _admin(organisation_card), name="admin_organisation"),
    path(
        "administration/organisations/<int:pk>/edit/",
        _admin(organisation_edit),
        name="admin_organisation_edit",
    ),
    path(
        "administration/organisations/<int:pk>/end/", _admin(organisation_end), name="admin_organisation_end"
    ),
    path(
        "administration/organisations/<int:pk>/again/",
        _admin(organisation_again),
        name="admin_organisation_again",
    ),
    path("administration/authorities/", _admin(authorities), name="admin_authorities"),
    path("administration/authorities/new/", _admin(authority_new), name="admin_authority_new"),
    path("administration/authorities/<int:pk>/", _admin(authority_edit), name="admin_authority"),
    path("administration/authorities/<int:pk>/end/", _admin(authority_end), name="admin_authority_end"),
    path("administration/contracts/", _admin(contracts), name="admin_contracts"),
    path("administration/contracts/<int:pk>/end/", _admin(contract_end), name="admin_contract_end"),
    path("administration/contracts/file/", _admin(contracts_file), name="admin_contracts_file"),
    path("administration/contracts/refused/", _admin(contracts_refused), name="admin_contracts_refused"),
    path("administration/topics/", _admin(topics), name="admin_topics"),
    path("administration/topics/<str:code>/", _admin(topic), name="admin_topic"),
    path("administration/categories/<str:code>/", _admin(category), name="admin_category"),
    path("administration/deadlines/", _admin(deadlines), name="admin_deadlines"),
    path("administration/deadlines/new/", _admin(deadline_new), name="admin_deadline_new"),
    path("administration/calendar/", _admin(calendar), name="admin_calendar"),
    path("administration/calendar/<int:pk>/forget/", _admin(day_forgotten), name="admin_day_forget"),
    path("administration/sites/", _admin(sites), name="admin_sites"),
    path("administration/sites/new/", _admin(site_new), name="admin_site_new"),
    path("administration/sites/<int:pk>/", _admin(site_edit), name="admin_site"),
    path("administration/sites/<int:pk>/close/", _admin(site_close), name="admin_site_close"),
    path("administration/changes/", _admin(changes_page), name="admin_changes"),
]
