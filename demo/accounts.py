"""Sign-ins of the demo, with passwords that everybody may know: made with the demo town only, never by a migration."""

from functools import cache

from django.contrib.auth.hashers import check_password

from accounts.models import Membership, User, confirm_address
from appeals.models import Appeal
from demo.sign_ins import DEMO_ACCOUNTS, DemoAccount
from territories.models import Area, Organisation

# Among so many of the newest appeals each state is met.
_LOOKED_AT = 500


def make(offices: dict[str, Organisation]) -> None:
    """The sign-ins with their memberships; one that exists keeps its password. Needs a transaction."""
    for account in DEMO_ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create_user(account.email, account.password, full_name=account.full_name)
            confirm_address(user)
        workplace = offices.get(account.office)
        area = Area.objects.filter(code=account.area).first() if account.area else None
        Membership.objects.get_or_create(
            user=user, organisation=workplace, area=area, role=account.role, until=None
        )


def give_appeals() -> int:
    """Make the resident author of the newest appeal of each state, and leave one to claim; answers how many."""
    resident = User.objects.get(email=DEMO_ACCOUNTS[0].email)
    newest = Appeal.objects.filter(author=None, author_email="").order_by("-submitted_at", "-pk")[:_LOOKED_AT]
    of_state = {appeal.state: appeal.pk for appeal in reversed(newest)}
    chosen = list(of_state.values())
    given = Appeal.objects.filter(pk__in=chosen[1:]).update(author=resident)
    return given + Appeal.objects.filter(pk__in=chosen[:1]).update(author_email=resident.email)


def present() -> list[DemoAccount]:
    """The demo sign-ins that are in the database and whose password still is the known one."""
    users = {user.email: user for user in User.objects.filter(email__in=[a.email for a in DEMO_ACCOUNTS])}
    return [a for a in DEMO_ACCOUNTS if a.email in users and _opens(a.password, users[a.email].password)]


@cache
def _opens(password: str, stored: str) -> bool:
    """Kept, because hashing is slow on purpose and the sign-in page asks for every account."""
    return check_password(password, stored)
