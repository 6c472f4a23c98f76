"""Who can sign in to the demo, and with which public password; making the accounts is not its business."""

from dataclasses import dataclass

from accounts.types import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """office: key of the organisation in `organisations.Offices`; area: code of an area. Empty for none."""

    email: str
    full_name: str
    role: Role
    password: str
    office: str = ""
    area: str = ""


DEMO_ACCOUNTS = (
    DemoAccount("resident@metka.example", "Анна Жукова", Role.RESIDENT, "resident-demo-1"),
    DemoAccount("moderator@metka.example", "Мария Соколова", Role.MODERATOR, "moderator-demo-1", "okrug"),
    DemoAccount("operator@metka.example", "Нина Белова", Role.OPERATOR, "operator-demo-1", "okrug"),
    DemoAccount("company@metka.example", "Олег Степанов", Role.WORKER, "company-demo-1", "company0"),
    DemoAccount("waste@metka.example", "Ирина Лебедева", Role.WORKER, "waste-demo-1", "waste_north"),
    DemoAccount("head@metka.example", "Сергей Громов", Role.HEAD, "head-demo-1", "company0"),
    DemoAccount(
        "district@metka.example",
        "Виктор Орлов",
        Role.DISTRICT_HEAD,
        "district-demo-1",
        "okrug",
        "61700000-06",
    ),
    DemoAccount(
        "councillor@metka.example", "Елена Крылова", Role.COUNCILLOR, "councillor-demo-1", "", "61700000-801"
    ),
    DemoAccount("analyst@metka.example", "Денис Морозов", Role.ANALYST, "analyst-demo-1", "okrug"),
    DemoAccount(
        "administrator@metka.example", "Павел Воронов", Role.ADMINISTRATOR, "administrator-demo-1", "okrug"
    ),
)
