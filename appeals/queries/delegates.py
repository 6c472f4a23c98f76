"""To whom an executor may give its work: its departments and contractors; not who answers for it."""

from territories.models import Organisation


def delegates_of(executor_id: int) -> list[Organisation]:
    """Departments and contractors of an organisation, by name. One query."""
    own = Organisation.objects.filter(parent=executor_id) | Organisation.objects.filter(customers=executor_id)
    return list(own.exclude(pk=executor_id).distinct().order_by("name"))
