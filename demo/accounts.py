"""Sign-ins of the demo, with passwords that everybody may know: made with the demo town only, never by a migration."""

from dataclasses import dataclass

from accounts.models import Membership, User
from accounts.types import Role
from territories.models import Organisation


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """office: key of the organisation in `organisations.Offices`, empty for none."""

    email: str
    full_name: str
    role: Role
    office: str
    password: str


DEMO_ACCOUNTS = (
    DemoAccount("resident@metka.example", "Анна Жукова", Role.RESIDENT, "", "resident-demo-1"),
    DemoAccount("moderator@metka.example", "Мария Соколова", Role.MODERATOR, "okrug", "moderator-demo-1"),
    DemoAccount("company@metka.example", "Олег Степанов", Role.WORKER, "company0", "company-demo-1"),
    DemoAccount("waste@metka.example", "Ирина Лебедева", Role.WORKER, "waste_north", "waste-demo-1"),
    DemoAccount(
        "administrator@metka.example", "Павел Воронов", Role.ADMINISTRATOR, "okrug", "administrator-demo-1"
    ),
)


def make(offices: dict[str, Organisation]) -> None:
    """The sign-ins with their memberships; one that exists keeps its password. Needs a transaction."""
    for account in DEMO_ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            boss = account.role == Role.ADMINISTRATOR
            user = User.objects.create_user(
                account.email, account.password, full_name=account.full_name, is_staff=boss, is_superuser=boss
            )
        workplace = offices.get(account.office)
        Membership.objects.get_or_create(user=user, organisation=workplace, role=account.role)


def present() -> list[DemoAccount]:
    """The demo sign-ins that are in the database and whose password still is the known one."""
    users = {user.email: user for user in User.objects.filter(email__in=[a.email for a in DEMO_ACCOUNTS])}
    return [a for a in DEMO_ACCOUNTS if a.email in users and users[a.email].check_password(a.password)]
