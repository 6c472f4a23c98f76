"""Who gets in where, written out by hand: what the code decides is compared with this, never with itself.

A new address, permission or role is written down here as well; people are `everybody.PEOPLE`.
"""

from collections.abc import Mapping

from accounts.types import Permission, Role

# Named as in everybody.PEOPLE.
ALL = frozenset(
    {
        *("public", "resident", "moderator", "moderator here", "moderator there", "operator", "worker"),
        *("worker there", "head", "head there", "district head", "councillor", "analyst", "administrator"),
        "worker who left",
    }
)
SIGNED_IN = ALL - {"public"}
MODERATORS = frozenset({"moderator", "moderator here", "moderator there", "administrator"})
EXECUTORS = frozenset({"worker", "worker there", "head", "head there"})
ADMINISTRATORS = frozenset({"administrator"})

_BY_PEOPLE = (
    (
        ALL,
        # Reading.
        *("api:appeals", "api:nearby", "api:appeal", "api:photo", "api:areas", "api:area", "api:assignment"),
        *("api:suggest", "api:geocode", "api:reverse", "api:heatmap", "api:hotspots"),
        *("api:topics", "api:schema", "api:docs"),
        *("api:heatmap_classes", "api:heatmap_figures", "api:heatmap_months", "web:heat"),
        *("api:unknown", "tiles:style", "tiles:tilejson", "tiles:tile", "channels:feed", "channels:health"),
        *("channels:health_of_worker", "web:map", "web:list", "web:appeal", "web:embed", "web:about"),
        *("web:report_pdf", "web:report_xlsx"),
        *("web:statistics", "web:csv", "web:xlsx", "web:executor", "web:solved"),
        *(
            "web:districts",
            "web:district",
            "web:district_outlines",
            "web:districts_csv",
            "web:districts_xlsx",
        ),
        *("set_language", "web:theme", "web:catalogue"),
        # For GIS programs. Whose an export is, its secret and the rights of its requester decide.
        *("api:exports", "api:export", "api:export_file", "web:exports", "web:export", "web:export_file"),
        *("web:data", "web:data_file"),
        *("ogc:landing", "ogc:conformance", "ogc:api", "ogc:collections", "ogc:collection", "ogc:schema"),
        *("ogc:queryables", "ogc:items", "ogc:item", "ogc:grids", "ogc:grid", "ogc:tilesets", "ogc:tileset"),
        *(
            "ogc:tile",
            "ogc:collection_tilesets",
            "ogc:collection_tileset",
            "ogc:collection_tile",
            "ogc:unknown",
        ),
        # Reporting, supporting, following.
        *("web:report", "api:support", "web:support", "channels:alerts"),
        *("web:own_step", "web:follow_appeal", "web:follow_step"),
        "web:similar",
        *("api:step_rate", "api:step_reopen", "api:step_withdraw", "api:step_comment", "api:step_follow"),
        "api:step_unfollow",
        # By a secret in the address.
        *("web:sent", "web:follow", "channels:unsubscribe", "channels:confirm", "channels:confirm_follow"),
        "invitation",
        # Signing in.
        *("account_login", "account_logout", "account_signup"),
        *("mfa_authenticate", "account_inactive", "account_email_verification_sent", "account_confirm_email"),
        *("account_reset_password", "account_reset_password_done", "account_reset_password_from_key"),
        "account_reset_password_from_key_done",
    ),
    (
        SIGNED_IN,
        *("web:comment", "web:unfollow"),
        *("web:draft", "web:drop_draft"),
        *("web:reports", "web:report_end", "web:report_subscribe"),
        *("channels:notices", "channels:read", "channels:notice", "channels:choices", "channels:end"),
        *("account", "cabinet", "claim", "consents", "portrait", "own_data", "erase", "others_out"),
        *("account_reauthenticate", "account_email", "account_change_password", "account_set_password"),
        *("mfa_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    ),
    (
        MODERATORS,
        *("web:moderation", "web:moderation_places", "web:moderation_batch", "web:take_over", "web:accept"),
        *("web:refuse", "web:correct", "web:cover", "web:merge", "web:photo_parts", "web:photos_passed"),
        *("web:comments", "web:comment_decided"),
        *("api:step_claim", "api:step_release", "api:step_accept", "api:step_refuse", "api:step_assign"),
        *("api:step_merge", "api:step_blur", "api:step_close"),
    ),
    (MODERATORS | {"operator"}, "web:calls", "web:call", "web:call_support"),
    (
        EXECUTORS,
        *("web:organisation", "web:desk_places", "web:desk_export", "web:desk_batch", "web:desk_save_filter"),
        *("web:desk_drop_filter", "web:desk_work", "web:desk_step"),
        *("web:utility", "web:utility_csv", "web:utility_xlsx"),
    ),
    (
        frozenset({"councillor"}),
        *("web:precinct", "web:agenda_gather", "web:agenda", "web:agenda_print", "web:agenda_drop"),
        "web:agenda_pdf",
    ),
    (
        EXECUTORS | ADMINISTRATORS,
        *("api:step_register", "api:step_start", "api:step_plan", "api:step_hold", "api:step_resume"),
        *("api:step_delegate", "api:step_interim", "api:step_answer", "api:step_approve", "api:step_return"),
    ),
    (EXECUTORS | ADMINISTRATORS, "web:waste", "web:waste_csv", "web:waste_xlsx", "api:waste_sites"),
    (
        ADMINISTRATORS | {"analyst", "district head", "head", "head there"},
        *("web:efficiency", "web:executor_work", "web:efficiency_csv", "web:efficiency_xlsx"),
    ),
    (EXECUTORS | MODERATORS | {"operator"}, "api:step_decline", "api:step_note", "api:step_extend"),
    (
        ADMINISTRATORS,
        *("web:zones", "web:zone_draw", "web:area_versions", "web:area_draw", "web:drawing"),
        *("web:drawing_around", "web:drawing_check", "web:drawing_rebase", "web:drawing_drop"),
        "web:drawing_publish",
        *("web:administration", "web:duty_matrix", "web:duty_csv", "web:duty_xlsx", "web:admin_changes"),
        *("web:admin_organisations", "web:admin_organisation", "web:admin_organisation_new"),
        *("web:admin_organisation_edit", "web:admin_organisation_end", "web:admin_organisation_again"),
        *(
            "web:admin_authorities",
            "web:admin_authority",
            "web:admin_authority_new",
            "web:admin_authority_end",
        ),
        *("web:admin_contracts", "web:admin_contract_end", "web:admin_contracts_file"),
        *("web:admin_contracts_refused", "web:admin_topics", "web:admin_topic", "web:admin_category"),
        *("web:admin_sites", "web:admin_site_new", "web:admin_site", "web:admin_site_close"),
        *("web:admin_deadlines", "web:admin_deadline_new", "web:admin_calendar", "web:admin_day_forget"),
    ),
    (
        ADMINISTRATORS,
        *("staff", "end_membership", "end_invitation", "looks", "channels:metrics", "channels:watchdog"),
    ),
)
# Address → whom it opens to; for each of its methods the same.
ADDRESSES: Mapping[str, frozenset[str]] = {
    address: frozenset(people) for people, *addresses in _BY_PEOPLE for address in map(str, addresses)
}

_EVERYBODY = frozenset(Role)
_MODERATORS = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})
_EXECUTORS = frozenset({Role.WORKER, Role.HEAD})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
# Permission → the roles each of which has it by itself. The public, without any, is `PUBLIC_MAY`'s.
ROLES: Mapping[Permission, frozenset[Role]] = {
    Permission.READ: _EVERYBODY,
    Permission.REPORT: _EVERYBODY,
    Permission.SUPPORT: _EVERYBODY,
    Permission.FOLLOW_LINK: _EVERYBODY,
    Permission.PREFER: _EVERYBODY,
    Permission.SIGN_IN: _EVERYBODY,
    Permission.STEP_AS_AUTHOR: _EVERYBODY,
    Permission.BE_TOLD: _EVERYBODY,
    # Whoever signs in is a resident beside all else.
    Permission.OWN_ACCOUNT: frozenset({Role.RESIDENT}),
    Permission.SEE_CONTACTS: frozenset({Role.RESIDENT}),
    Permission.MODERATE: _MODERATORS,
    Permission.WORK: _EXECUTORS,
    Permission.WORK_ON: _EXECUTORS | _ADMINISTRATOR,
    Permission.HANDLE: _EXECUTORS | _MODERATORS | {Role.OPERATOR},
    Permission.REGISTER_CALL: _MODERATORS | {Role.OPERATOR},
    Permission.ADMINISTER: _ADMINISTRATOR,
    Permission.DRAW_ZONES: _ADMINISTRATOR,
    Permission.SEE_WASTE: _EXECUTORS | _ADMINISTRATOR,
    Permission.SEE_DEADLINES: _EXECUTORS
    | _MODERATORS
    | {Role.OPERATOR, Role.DISTRICT_HEAD, Role.COUNCILLOR, Role.ANALYST},
    Permission.COMPARE_EXECUTORS: frozenset(
        {Role.ADMINISTRATOR, Role.ANALYST, Role.DISTRICT_HEAD, Role.HEAD}
    ),
    Permission.COUNCIL: frozenset({Role.COUNCILLOR}),
    Permission.MANAGE_STAFF: _ADMINISTRATOR,
    Permission.READ_ACCESS_LOG: _ADMINISTRATOR,
    Permission.WATCH_SERVICE: _ADMINISTRATOR,
}
PUBLIC_MAY = frozenset(
    {
        *(Permission.READ, Permission.REPORT, Permission.SUPPORT, Permission.FOLLOW_LINK, Permission.PREFER),
        *(Permission.SIGN_IN, Permission.STEP_AS_AUTHOR, Permission.BE_TOLD),
    }
)
