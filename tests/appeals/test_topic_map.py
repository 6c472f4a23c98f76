"""The map of topics as a file: what a person reads when it cannot be read."""

from pathlib import Path

import pytest

from appeals.importing.topics import TopicWords
from geo.errors import UnreadableFile


@pytest.mark.django_db
def test_a_missing_map_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="none"):
        TopicWords().read_map(tmp_path / "none.csv")
