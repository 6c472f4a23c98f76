"""What an appeal is: its kind, the way it came, the law it goes by, who may see it."""

from enum import StrEnum


class Kind(StrEnum):
    PROBLEM = "problem"
    SUGGESTION = "suggestion"
    GRATITUDE = "gratitude"


class Track(StrEnum):
    """Under which law an appeal is answered. FORMAL: Federal Law 59-FZ, which asks for an identified author."""

    MESSAGE = "message"
    FORMAL = "formal"


class Visibility(StrEnum):
    """PUBLIC only after a moderator published it."""

    PRIVATE = "private"
    PUBLIC = "public"


class Privacy(StrEnum):
    """STREET: the exact pin is public. HOME: the public pin is coarsened."""

    STREET = "street"
    HOME = "home"


class Channel(StrEnum):
    """How an appeal came. OPERATOR: written down by one who did not say how; a call, a paper or a visit since then."""

    WEB = "web"
    API = "api"
    OPERATOR = "operator"
    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"
    IMPORT = "import"
