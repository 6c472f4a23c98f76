"""docs/lifecycle.md says what the table says."""

from appeals.lifecycle_page import PAGE, page


def test_the_page_is_in_step_with_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run manage.py describe_lifecycle"
