"""Management contracts of houses, one at a time; files are importing's."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from territories.errors import AlreadyOver, ContractKnown, ContractTooEarly, EndsBeforeStart
from territories.models import HouseContract, not_over


@transaction.atomic
def begin_contract(*, house_id: int, organisation_id: int, since: date) -> HouseContract:
    """The company manages the house from a local day on; the contract of another ends that day.

    Raises ContractKnown, ContractTooEarly: what was before stays what it was.
    """
    contracts = HouseContract.objects.select_for_update().filter(house_id=house_id)
    running = list(contracts.filter(not_over(since)))
    same = contracts.filter(organisation_id=organisation_id, valid_from=since)
    if same.exists() or any(one.organisation_id == organisation_id for one in running):
        raise ContractKnown(field="organisation")
    for contract in running:
        if contract.valid_from is not None and contract.valid_from >= since:
            raise ContractTooEarly(since=f"{contract.valid_from:%d.%m.%Y}", field="since")
    HouseContract.objects.filter(pk__in=[contract.pk for contract in running]).update(valid_to=since)
    return HouseContract.objects.create(house_id=house_id, organisation_id=organisation_id, valid_from=since)


@transaction.atomic
def end_contract(*, contract_id: int, on: date) -> HouseContract:
    """It ends before a local day. Raises EndsBeforeStart, AlreadyOver, HouseContract.DoesNotExist."""
    contract = HouseContract.objects.select_for_update().select_related("house").get(pk=contract_id)
    if contract.valid_to is not None and contract.valid_to <= timezone.localdate():
        raise AlreadyOver
    if contract.valid_from is not None and on <= contract.valid_from:
        raise EndsBeforeStart(field="on")
    contract.valid_to = on
    contract.save(update_fields=["valid_to"])
    return contract
