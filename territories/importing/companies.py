"""The register of organisations, looked up by what tables call them; not the register itself (services)."""

from territories.models import Organisation
from territories.naming import name_key


class CompanyBook:
    """Organisations that answer, by ИНН and by the key of the name."""

    def __init__(self) -> None:
        rows = Organisation.objects.filter(is_active=True).values_list("pk", "name_key", "inn")
        self._by_word = {word: pk for pk, key, inn in rows for word in (key, inn) if word}

    def find(self, text: str) -> int | None:
        """Id of the organisation that a cell names; None for one that the register lacks."""
        return self._by_word.get(text.strip()) or self._by_word.get(str(name_key(text)))
