"""What a moderator sees marked in a text: exactly what its public version covers."""

import pytest

from appeals.rules.privacy import mask
from web.marking import pieces


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Яма у дома", []),
        ("Звоните: 8 900 998-27-48, жду", ["8 900 998-27-48,"]),
        ("Пишите anna@mail.example или 8 900 998-27-48", ["anna@mail.example", "8 900 998-27-48"]),
    ],
)
def test_what_the_public_does_not_read_is_hidden(text: str, hidden: list[str]) -> None:
    cut = pieces(text, mask(text))
    assert [piece.text for piece in cut if piece.hidden] == hidden
    assert "".join(piece.text for piece in cut) == text


def test_a_text_written_anew_is_hidden_as_a_whole() -> None:
    assert [piece.hidden for piece in pieces("Одно\n\nи другое", "Иначе")] == [True]
