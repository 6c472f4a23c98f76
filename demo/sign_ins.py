"""Who can sign in to the demo, and with which public password; making the accounts is not its business."""

from dataclasses import dataclass

from accounts.types import Role


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
