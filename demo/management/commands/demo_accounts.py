"""`manage.py demo_accounts`: prints the sign-ins of the demo town, nothing where there are none; makes none."""

from typing import Any

from django.core.management.base import BaseCommand

from demo import accounts


class Command(BaseCommand):
    help = "Print the sign-ins of the demo town. Their passwords are public: never seed the demo on a public server."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = accounts.present()
        if not found:
            return
        wide = max(len(account.email) for account in found)
        self.stdout.write(f"{'address':{wide}}  {'role':13}  password")
        for account in found:
            self.stdout.write(f"{account.email:{wide}}  {account.role.value:13}  {account.password}")
        self.stdout.write("These passwords stand in the source code: they are for trying Metka out only.")
