"""`manage.py describe_lifecycle`: writes docs/lifecycle.md from the table of steps."""

from django.core.management.base import BaseCommand

from appeals.lifecycle_page import PAGE, page


class Command(BaseCommand):
    help = "Write docs/lifecycle.md from the table of steps."

    def handle(self, *_args: object, **_options: object) -> None:
        PAGE.write_text(page(), encoding="utf-8")
        self.stdout.write(str(PAGE.relative_to(PAGE.parents[1])))
