"""Addresses that come in separate fields (`addr:street`, `addr:housenumber`); pure, like the parser."""

from geo.addresses.numbers import parse_number
from geo.addresses.parsing import ParsedAddress, parse_address, settlement_key, shown_number, street_key


def from_parts(
    *, settlement: str = "", street: str = "", number: str = "", postcode: str = ""
) -> ParsedAddress:
    """An address from its fields, with the keys the parser would give. Any field may be empty.

    A settlement field may hold more than one («г. Санкт-Петербург, г. Кронштадт»): the innermost counts.
    """
    town = parse_address(f"{settlement}, улица, 1") if "," in settlement or ". " in settlement else None
    name = town.settlement if town and town.settlement else settlement.strip()
    key, kind = street_key(street)
    house = parse_number(number)
    return ParsedAddress(
        text=", ".join(part for part in (settlement, street, number) if part),
        postcode=postcode,
        above=town.above if town else (),
        settlement=name,
        settlement_kind=town.settlement_kind if town else "",
        settlement_key=settlement_key(name),
        street=street.strip(),
        street_kind=kind,
        street_key=key,
        number=shown_number(number, house),
        number_key=house.key,
        house=house,
    )
