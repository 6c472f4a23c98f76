"""The work on one appeal without scripts: each step by its form, errors at the field, and who does not get in."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.models import Look, Membership
from accounts.types import Role
from appeals.models import Appeal, Event, Note, Photo, Reply
from appeals.rules.desk import offered
from appeals.types import Part, State, Track, Visibility
from territories.models import Organisation
from tests.builders import make_appeal, make_organisation, make_user
from tests.web.conftest import SignIn
from web.desk_steps import STEPS

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Organisation:
    return make_organisation("Своя", head_approves=True)


@pytest.fixture
def worker(sign_in: SignIn, company: Organisation) -> Client:
    return sign_in(Role.WORKER, company)


@pytest.fixture
def head(sign_in: SignIn, company: Organisation) -> Client:
    return sign_in(Role.HEAD, company)


def opened(client: Client, appeal: Appeal) -> BeautifulSoup:
    response = client.get(f"/organisation/{appeal.number}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def steps_on(page: BeautifulSoup) -> set[str]:
    return {str(form["action"]).split("/")[3] for form in page.select(".job__steps form")}


def send(client: Client, appeal: Appeal, step: str, **fields: Any) -> Any:
    return client.post(f"/organisation/{appeal.number}/{step}/", {"key": uuid4(), **fields})


def picture(color: str = "red") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (8, 8), color).save(target, "JPEG")
    return SimpleUploadedFile(f"{color}.jpg", target.getvalue(), "image/jpeg")


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", [Role.WORKER, Role.HEAD])
def test_the_page_offers_what_the_lifecycle_allows(
    state: State, role: Role, sign_in: SignIn, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=state, delegate=make_organisation())
    Membership.objects.all().delete()
    company.contractors.add(make_organisation())
    client = sign_in(role, company)
    response = client.get(f"/organisation/{appeal.number}/")
    if state in {State.DRAFT, State.SUBMITTED, State.MODERATION, State.REFUSED}:
        assert response.status_code == 404
        return
    parts = {Part.EXECUTOR} | ({Part.HEAD} if role == Role.HEAD else set())
    allowed = offered(state, parts, waiting=False)
    told = {step.name for step in STEPS if not step.actions or not allowed.isdisjoint(step.actions)}
    assert steps_on(BeautifulSoup(response.content, "html.parser")) == told


def test_from_taking_to_the_approved_answer(worker: Client, head: Client, company: Organisation) -> None:
    appeal = make_appeal(executor=company, state=State.ASSIGNED)
    assert send(worker, appeal, "take")["Location"] == f"/organisation/{appeal.number}/"
    send(worker, appeal, "plan", planned_on=in_days(2), comment="Приедет бригада")
    send(worker, appeal, "hold", until=in_days(5), comment="Мороз")
    send(worker, appeal, "resume")
    send(worker, appeal, "interim", text="Заказали плитку")
    photos = {"photos": [picture()], "photos_before": [picture("blue")]}
    send(worker, appeal, "answer", text="Положили плитку", **photos)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer) == (State.INTERIM_ANSWER, "")
    page = opened(worker, appeal)
    assert f"The answer to № {appeal.number} waits for the head's approval." in page.get_text()
    assert f"The answer to № {appeal.number} is sent." not in page.get_text()
    assert "approve" not in steps_on(page)
    page = opened(head, appeal)
    assert "Положили плитку" in page.select_one(".notice--warning").get_text()
    reply = page.select_one("[name=reply]")["value"]
    send(head, appeal, "approve", reply=reply, text="Положили новую плитку")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer) == (State.ANSWERED, "Положили новую плитку")
    shown = opened(worker, appeal)
    assert [title.get_text() for title in shown.select(".job__case .photos")] != []
    assert {h.get_text() for h in shown.select(".job__photos")} >= {"Before the work", "After the work"}


def test_a_head_returns_an_answer_with_what_to_change(
    worker: Client, head: Client, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    send(worker, appeal, "answer", text="Готово")
    assert appeal.number in head.get("/organisation/?state=approval").content.decode()
    send(head, appeal, "return", comment="Приложите фото")
    assert Reply.objects.get().state == "returned"
    assert "Приложите фото" in opened(worker, appeal).select_one(".job__history").get_text()


def test_a_head_answers_directly(head: Client, company: Organisation) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    send(head, appeal, "answer", text="Сделали")
    assert Appeal.objects.get().state == State.ANSWERED


def test_an_answer_replaced_meanwhile_is_not_approved_unread(
    worker: Client, head: Client, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    send(worker, appeal, "answer", text="Первый")
    read = Reply.objects.get().pk
    send(worker, appeal, "answer", text="Второй")
    response = send(head, appeal, "approve", reply=read, text="Первый, поправлен")
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert "Another answer has been proposed meanwhile" in page.get_text()
    assert "Второй" in page.select_one(".notice--warning .desk__text").get_text()
    assert page.select_one("#approve_text").get_text().strip() == "Первый, поправлен"
    latest = page.select_one("#approve_reply")["value"]
    assert send(head, appeal, "approve", reply=latest, text="Второй").status_code == 302


def test_declining_needs_a_reason_and_leaves_the_desk(worker: Client, company: Organisation) -> None:
    appeal = make_appeal(executor=company, state=State.ASSIGNED)
    missing = send(worker, appeal, "decline", comment=" ")
    assert missing.status_code == 422
    assert "Say why another must answer." in missing.content.decode()
    assert send(worker, appeal, "decline", comment="Дорога области")["Location"] == "/organisation/"
    assert Appeal.objects.get().executor is None


def test_work_is_given_to_a_contractor_and_taken_back(
    worker: Client, company: Organisation, sign_in: SignIn
) -> None:
    contractor, stranger = make_organisation("Подрядчик"), make_organisation("Посторонний")
    company.contractors.add(contractor)
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    hired = sign_in(Role.WORKER, contractor)
    assert hired.get(f"/organisation/{appeal.number}/").status_code == 404
    wrong = send(worker, appeal, "delegate", delegate=stranger.pk)
    assert wrong.status_code == 422
    assert "delegate_delegate_error" in wrong.content.decode()
    send(worker, appeal, "delegate", delegate=contractor.pk, comment="До пятницы")
    assert steps_on(opened(hired, appeal)) == {"answer", "plan", "note"}
    assert "Подрядчик" in opened(worker, appeal).select_one(".job__history").get_text()
    send(worker, appeal, "take-back")
    assert hired.get(f"/organisation/{appeal.number}/").status_code == 404


@pytest.mark.parametrize(
    ("step", "fields", "blamed"),
    [
        ("hold", {"until": "2020-01-01", "comment": "Мороз и солнце"}, "until"),
        ("hold", {"until": "", "comment": "Мороз и солнце"}, "until"),
        ("plan", {"planned_on": "2020-01-01", "comment": "Мороз и солнце"}, "planned_on"),
        ("interim", {"text": "  "}, "text"),
        ("note", {"text": "я" * 4001}, "text"),
        ("answer", {"text": "я" * 8001}, "text"),
    ],
)
def test_an_error_stands_at_its_field_and_keeps_what_was_typed(
    step: str, fields: dict[str, str], blamed: str, worker: Client, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    response = send(worker, appeal, step, **fields)
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(f"#{step}_{blamed}_error")
    assert page.select_one(f"#{step}_{blamed}").find_parent("details").has_attr("open")
    for name, value in fields.items():
        field = page.select_one(f"#{step}_{name}")
        kept = field.get("value", "") if field.name == "input" else field.get_text().strip()
        assert kept == value.strip()
    assert not Event.objects.exists()


def test_a_file_that_is_no_photo_keeps_the_answer(worker: Client, company: Organisation) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    fake = SimpleUploadedFile("a.jpg", b"not a photo", "image/jpeg")
    with CaptureQueriesContext(connection) as asked:
        response = send(worker, appeal, "answer", text="Сделали", photos=[fake])
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert "not a photo" in page.select_one("#answer_photos_error").get_text()
    assert page.select_one("#answer_text").get_text().strip() == "Сделали"
    assert not Reply.objects.exists()
    # Nobody waits for the appeal while pictures are decoded.
    assert not [query for query in asked if "FOR UPDATE" in query["sql"]]


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("take", {}),
        ("plan", {"planned_on": "+1", "comment": "Утром"}),
        ("note", {"text": "Звонили"}),
        ("decline", {"comment": "Дорога области"}),
    ],
)
def test_pressed_twice_is_done_once_without_a_complaint(
    step: str, fields: dict[str, str], worker: Client, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=State.ASSIGNED)
    form = {name: in_days(1) if value == "+1" else value for name, value in fields.items()}
    path, body = f"/organisation/{appeal.number}/{step}/", {"key": uuid4(), **form}
    assert worker.post(path, body).status_code == 302
    before = Event.objects.count(), Note.objects.count(), Reply.objects.count()
    # Declined, the appeal is nobody's at this desk any more.
    assert worker.post(path, body).status_code == 302
    assert (Event.objects.count(), Note.objects.count(), Reply.objects.count()) == before


def test_notes_stand_in_the_history_and_nowhere_else(
    worker: Client, company: Organisation, client: Client
) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    send(worker, appeal, "note", text="Звонил сосед")
    assert "Звонил сосед" in opened(worker, appeal).select_one(".timeline__internal").get_text()
    for reader in (client, worker):
        assert "Звонил сосед" not in reader.get(f"/appeals/{appeal.number}/").content.decode()


def test_the_author_is_not_the_executors_business_and_looks_are_kept(
    worker: Client, company: Organisation, sign_in: SignIn
) -> None:
    appeal = make_appeal(
        executor=company,
        state=State.IN_PROGRESS,
        text="Звоните 8 900 998-27-48",
        public_text="Звоните [телефон скрыт]",
        author_name="Иван Тайный",
        author_email="secret@example.org",
    )
    page = opened(worker, appeal).get_text()
    assert "998-27-48" in page
    assert "Тайный" not in page
    assert "secret@" not in page
    assert list(Look.objects.values_list("appeal_number", "what")) == [(appeal.number, "content")]
    moderates = make_user(role=Role.WORKER, organisation=company)
    Membership.objects.create(user=moderates, role=Role.MODERATOR)
    both = Client(headers={"Accept-Language": "en"})
    both.force_login(moderates)
    assert "Иван Тайный" in opened(both, appeal).get_text()
    assert Look.objects.filter(user=moderates, what="author").exists()


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("step", ["", *(step.name for step in STEPS)])
def test_another_organisation_gets_nowhere(
    step: str, visibility: Visibility, sign_in: SignIn, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS, visibility=visibility)
    path = f"/organisation/{appeal.number}/" + (f"{step}/" if step else "")
    stranger = sign_in(Role.HEAD, make_organisation("Чужая"))
    fields = {
        "key": uuid4(),
        "text": "Взлом",
        "comment": "Взлом",
        "planned_on": in_days(1),
        "until": in_days(1),
    }
    response = stranger.post(path, fields) if step else stranger.get(path)
    assert response.status_code == 404
    assert not Event.objects.exists()
    assert not Note.objects.exists()
    assert Appeal.objects.get().state == State.IN_PROGRESS


def test_an_unknown_step_is_none(worker: Client, company: Organisation) -> None:
    appeal = make_appeal(executor=company)
    assert send(worker, appeal, "refuse").status_code == 404
    assert worker.get(f"/organisation/{appeal.number}/take/")["Location"] == f"/organisation/{appeal.number}/"


def test_a_head_extends_a_formal_answer_once_and_the_author_reads_why(
    head: Client, worker: Client, company: Organisation
) -> None:
    now = timezone.now()
    due = now + timedelta(days=3)
    fields = {"track": Track.FORMAL, "due_at": due, "submitted_at": now, "registered_at": now}
    appeal = make_appeal(state=State.IN_PROGRESS, executor=company, **fields)
    message = make_appeal(state=State.IN_PROGRESS, due_at=due, executor=company)
    assert "extend" in steps_on(opened(head, appeal))
    assert "extend" not in steps_on(opened(head, message))
    # Only the head may; a worker is not even offered it.
    assert "extend" not in steps_on(opened(worker, appeal))
    assert send(worker, appeal, "extend", days=10, comment="Ждём деталь").status_code == 422
    for wrong in ({"days": 31, "comment": "Долго"}, {"days": 0, "comment": "Долго"}, {"days": 10}):
        assert send(head, appeal, "extend", **wrong).status_code == 422
    assert send(head, appeal, "extend", days=10, comment="Ждём деталь").status_code == 302
    appeal.refresh_from_db()
    assert appeal.due_at is not None
    assert (appeal.extended_days, appeal.due_at > due) == (10, True)
    told = Client(headers={"Accept-Language": "en"}).get(f"/follow/{appeal.follow_token}/").content.decode()
    assert "Ждём деталь" in told
    assert "extend" not in steps_on(opened(head, appeal))


@pytest.mark.parametrize("track", list(Track))
def test_a_hold_says_whose_clock_runs_on(worker: Client, company: Organisation, track: Track) -> None:
    now = timezone.now()
    appeal = make_appeal(state=State.IN_PROGRESS, executor=company, track=track, submitted_at=now)
    form = opened(worker, appeal).select_one('form[action*="/hold/"]').get_text()
    assert ("The time for a formal answer runs on" in form) == (track == Track.FORMAL)


@pytest.mark.parametrize("email", ["anna@example.org", ""])
def test_nobody_is_called_told_who_left_no_address(head: Client, company: Organisation, email: str) -> None:
    now = timezone.now()
    fields = {"track": Track.FORMAL, "due_at": now + timedelta(days=3), "submitted_at": now}
    appeal = make_appeal(
        state=State.IN_PROGRESS, executor=company, author_email=email, author_phone="+7 921 1234567", **fields
    )
    form = opened(head, appeal).select_one('form[action*="/extend/"]').get_text()
    assert ("The author is told at once" in form) == bool(email)
    assert ("the hotline must tell them" in form) == (not email)
    assert send(head, appeal, "extend", days=10, comment="Ждём деталь").status_code == 302
    said = opened(head, appeal).get_text()
    assert ("the author is told" in said) == bool(email)
    assert ("ask the hotline to tell them" in said) == (not email)


def test_an_answer_typed_while_a_colleague_answered_stays(worker: Client, company: Organisation) -> None:
    appeal = make_appeal(executor=company, state=State.CLOSED)
    response = send(worker, appeal, "answer", text="Долго писали")
    assert response.status_code == 422
    assert "Долго писали" in response.content.decode()


def test_an_answer_of_the_head_that_came_too_late_is_no_proposal(head: Client, company: Organisation) -> None:
    appeal = make_appeal(executor=company, state=State.CLOSED)
    told = send(head, appeal, "answer", text="Долго писали").content.decode()
    assert "Долго писали" in told
    assert "Propose an answer to the head" not in told


def test_the_head_sees_the_photos_of_the_answer_and_no_returned_ones(
    worker: Client, head: Client, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    send(worker, appeal, "answer", text="Сделали", photos=[picture()])
    send(head, appeal, "return", comment="Не видно", reply=Reply.objects.get().pk)
    send(worker, appeal, "answer", text="Сделали, смотрите", photos=[picture("blue")])
    returned, proposed = Photo.objects.order_by("pk")
    page = opened(head, appeal)
    waiting = page.select_one("section.notice[aria-labelledby=reply-title]")
    assert proposed.key in str(waiting)
    assert returned.key not in str(page.select_one("main"))
    assert str(page.select_one("main")).count(f"{proposed.key}/image") == 1
