"""How often somebody may do a thing: limits written as text, and the window that an instant falls into; pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_RATE = re.compile(r"^(\d+)\s*/\s*(\d*)\s*(s|m|h|d)[a-z]*$")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` times in a window of `seconds`."""

    limit: int
    seconds: int


def parse_rates(text: str) -> tuple[Rate, ...]:
    """Rates of a setting such as "5/10min, 30/day"; empty text: no limit. Raises ValueError."""
    return tuple(_rate(part.strip().lower()) for part in text.split(",") if part.strip())


def window(now: datetime, rate: Rate) -> tuple[datetime, datetime]:
    """Start and end of the window that `now` falls into; windows stand at fixed times."""
    began = int(now.timestamp()) // rate.seconds * rate.seconds
    start = datetime.fromtimestamp(began, UTC)
    return start, start + timedelta(seconds=rate.seconds)


def network_of(address: str) -> str:
    """What one household shares: an IPv4 address, or the first 64 bits of an IPv6 one; other text as it is."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return address.strip()
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


def _rate(text: str) -> Rate:
    match = _RATE.match(text)
    if match is None:
        raise ValueError(f"a rate is written like 30/hour or 5/10min, not {text!r}")
    return Rate(int(match[1]), int(match[2] or 1) * _SECONDS[match[3]])
