"""The register of organisations: spellings of one company become one row; not how files are read (importing)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from territories.models import Area, Authority, Organisation
from territories.naming import OWNERS_FORMS, NameKey, name_key
from territories.types import OrganisationKind, OrganisationRow

# Letters of the name that are stored and shown.
NAME_MAX = 250
FIELDS = ("kind", "inn", "email", "phone", "site")


@dataclass(slots=True)
class Registered:
    """What became of the rows. organisations: one per row, in order. merges: name kept → other spellings."""

    organisations: list[Organisation] = field(default_factory=list)
    created: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    merges: dict[str, list[str]] = field(default_factory=dict)


@transaction.atomic
def register(
    *, rows: Sequence[OrganisationRow], kind: OrganisationKind = OrganisationKind.OTHER
) -> Registered:
    """Find or make the organisation of each row; ИНН decides where it stands, else the key of the name.

    A name without legal form is the one organisation of its kind that has the same words with a form. kind:
    of new organisations whose row names none. Given fields replace what is stored, empty ones say nothing.
    """
    book = _Book(Organisation.objects.select_for_update().order_by("pk"))
    found: dict[int, Organisation] = {}
    done = Registered()
    # Names with a legal form first: what a name without one means depends on how many forms there are.
    order = sorted(range(len(rows)), key=lambda i: (name_key(rows[i].name).form == "", i))
    for position in order:
        row = rows[position]
        known = book.find(row, kind)
        if known is None:
            known = book.add(row, kind)
            done.created.add(known.pk)
        elif _bring_up_to_date(known, row) and known.pk not in done.created:
            done.updated.add(known.pk)
        book.learn(known, row)
        found[position] = known
        spellings = done.merges.setdefault(known.name, [])
        if known.name not in {row.name, shown_name(row.name)} and row.name not in spellings:
            spellings.append(row.name)
    done.organisations = [found[position] for position in range(len(rows))]
    done.merges = {name: spellings for name, spellings in done.merges.items() if spellings}
    return done


def shown_name(name: str) -> str:
    """A name as its column holds it: without line breaks and double spaces, of a longer one the beginning."""
    return " ".join(name.split())[:NAME_MAX]


class _Book:
    """Organisations by ИНН, by key and by the words of the name without its form."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.by_inn: dict[str, Organisation] = {}
        self.by_key: dict[str, Organisation] = {}
        self.by_core: dict[str, dict[int, Organisation]] = defaultdict(dict)
        for organisation in organisations:
            self._index(organisation, name_key(organisation.name))
            self.by_key[organisation.name_key] = organisation

    def _index(self, organisation: Organisation, key: NameKey) -> None:
        if organisation.inn:
            self.by_inn[organisation.inn] = organisation
        self.by_core[key.core][organisation.pk] = organisation

    def find(self, row: OrganisationRow, kind: OrganisationKind) -> Organisation | None:
        if row.inn and row.inn in self.by_inn:
            return self.by_inn[row.inn]
        key = name_key(row.name)
        known = self.by_key.get(str(key)) or self._without_form(key, row.kind or kind)
        if known is not None and row.inn and known.inn and known.inn != row.inn:
            return None
        return known

    def _without_form(self, key: NameKey, kind: OrganisationKind) -> Organisation | None:
        """One of two names lacks its legal form: the same, unless several forms share the words or kinds differ.

        «Стрела» that clears litter in one town is not «ТСЖ Стрела» of another.
        """
        others = list(self.by_core.get(key.core, {}).values())
        if len(others) != 1:
            return None
        other = others[0]
        forms = {key.form, name_key(other.name).form}
        kinds = {kind, OrganisationKind(other.kind)}
        same_kind = len(kinds) == 1 or (OrganisationKind.OTHER in kinds and not forms & OWNERS_FORMS)
        return other if "" in forms and same_kind else None

    def add(self, row: OrganisationRow, kind: OrganisationKind) -> Organisation:
        key = str(name_key(row.name))
        if key in self.by_key:
            # A namesake with an ИНН of its own is another company.
            key = f"{key} {row.inn}".strip()
        organisation = Organisation.objects.create(
            name=shown_name(row.name),
            name_key=key,
            kind=row.kind or kind,
            inn=row.inn,
            email=row.email,
            phone=row.phone[:60],
            site=row.site[:200],
        )
        self.by_key[key] = organisation
        return organisation

    def learn(self, organisation: Organisation, row: OrganisationRow) -> None:
        """Later rows of the same load may use this spelling too."""
        key = name_key(row.name)
        self._index(organisation, key)
        self.by_key.setdefault(str(key), organisation)


def _bring_up_to_date(organisation: Organisation, row: OrganisationRow) -> bool:
    changed = [
        name for name in FIELDS if getattr(row, name) and getattr(organisation, name) != getattr(row, name)
    ]
    for name in changed:
        setattr(organisation, name, getattr(row, name))
    if changed:
        organisation.save(update_fields=changed)
    return bool(changed)


@transaction.atomic
def set_parents(*, parents: Mapping[int, int]) -> set[int]:
    """Give organisations (by id) their parent (by id); answers the ids that changed. Circles are left out."""
    above = dict(Organisation.objects.values_list("pk", "parent_id"))
    changed = set()
    for child, parent in parents.items():
        if above.get(child) == parent or would_circle(child, parent, above):
            continue
        above[child] = parent
        Organisation.objects.filter(pk=child).update(parent_id=parent)
        changed.add(child)
    return changed


def would_circle(child: int, parent: int, above: Mapping[int, int | None]) -> bool:
    """Whether the parent lies at or below the child. above: parent by id."""
    step: int | None = parent
    while step is not None:
        if step == child:
            return True
        step = above.get(step)
    return False


@transaction.atomic
def set_authority(*, organisation: Organisation, areas: Mapping[int, Sequence[str]]) -> bool:
    """Make the organisation the authority of exactly these areas (id → categories, none: all); True if changed.

    What is not named ends today; one that comes back begins today, since ever one that never was.
    """
    today = timezone.localdate()
    rows = list(organisation.authorities.order_by("valid_from"))
    # Of one in force and one to come the file means the first; the other stays what was planned.
    known: dict[int, list[Authority]] = {}
    for row in rows:
        if row.valid_to is None or row.valid_to > today:
            known.setdefault(row.area_id, []).append(row)
    ended = {row.area_id for row in rows} - known.keys()
    if not organisation.is_active:
        # Closed here: whatever the file says, it answers for nothing until it is opened again.
        areas = {}
    changed = False
    for area_id, categories in areas.items():
        wanted = sorted(set(categories))
        held = known.pop(area_id, [])
        authority = held[0] if held else None
        if authority is None:
            Authority.objects.create(
                organisation=organisation,
                area=Area.objects.get(pk=area_id),
                categories=wanted,
                valid_from=today if area_id in ended else None,
            )
            changed = True
        elif authority.categories != wanted:
            authority.categories = wanted
            authority.save(update_fields=["categories"])
            changed = True
    for authority in (one for those in known.values() for one in those):
        end_authority(authority=authority, on=today)
        changed = True
    return changed


def end_authority(*, authority: Authority, on: date) -> None:
    """End it before a local day; one that would not have begun by then never was."""
    if authority.valid_from is not None and authority.valid_from >= on:
        authority.delete()
        return
    authority.valid_to = on
    authority.save(update_fields=["valid_to"])
