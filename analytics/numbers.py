"""Numbers as people read them: rounded half up and grouped, where `number_format` cuts decimals off; no words here."""

from django.template.defaultfilters import floatformat

# What a binary fraction says surely: 0.145 × 100 is 14.499999999999998.
_SURE_DIGITS = 10
_TELLING_DIGITS = 3


def rounded(value: float, decimals: int = 0) -> str:
    """«3,6» of 3.591, «1 235» of 1234.5; spaces do not break."""
    return floatformat(round(value, _SURE_DIGITS), f"{decimals}g")


def percent(share: float) -> str:
    """«90 %» of 0…1; the space does not break."""
    return f"{rounded(share * 100)}\u00a0%"


def telling(value: float, decimals: int) -> str:
    """As `rounded`, with fewer decimals the larger it is: «497», «49,7» and «4,97» of up to three decimals."""
    whole = len(str(abs(int(value)))) if abs(value) >= 1 else 0
    return rounded(value, min(decimals, max(_TELLING_DIGITS - whole, 0)))
