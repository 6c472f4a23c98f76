"""Hostile files: none is taken in unsafely, memory and work are bounded, and whoever sent one is told clearly."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from appeals import errors
from appeals.models import Appeal, Photo, Topic
from appeals.services.photos import prepare
from appeals.services.pictures import _one_at_a_time
from tests.appeals.hostile.all_cases import CASES
from tests.appeals.hostile.cases import CLEAN
from tests.appeals.hostile.making import encoded, picture
from tests.appeals.hostile.named import NAMES
from tests.builders import TOWN

# A decoded picture of 50 megapixels is 200 MB, a progressive JPEG's coefficients 300; all else is made of small ones.
MOST_MB = 512
PROGRAM = "import django; django.setup(); from tests.appeals.hostile.corpus import main; main()"
URL = "/api/v1/appeals/"
BOUNDARY = "Xx0boundary0xX"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path, SUBMIT_RATE=""):
        yield


@pytest.mark.slow
def test_no_hostile_file_is_taken_in_unsafely() -> None:
    """In a process of its own, which a decoder may crash and whose memory nothing else uses."""
    run = [sys.executable, "-c", PROGRAM]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        run, check=False, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    found = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"died after {list(found)[-1:]}: {done.stderr[-2000:]}"
    assert {name: line["verdict"] for name, line in found.items()} == {
        name: case.verdict for name, case in CASES.items()
    }
    assert {name: line["faults"] for name, line in found.items() if line["faults"]} == {}
    assert {name: line["grown_mb"] for name, line in found.items() if line["grown_mb"] > MOST_MB} == {}
    for name, line in found.items():
        _check_words(CASES[name].filename, line["verdict"], line["words"])


def _check_words(filename: str, verdict: str, words: dict[str, str]) -> None:
    if verdict == CLEAN:
        return
    assert words["en"] != words["ru"], filename
    for text in words.values():
        assert filename in text
        assert len(text) < 200


def test_the_corpus_is_large() -> None:
    assert len(CASES) + len(NAMES) >= 60
    assert sum(case.verdict == CLEAN for case in CASES.values()) >= 40
    assert sum(case.verdict != CLEAN for case in CASES.values()) >= 60


def test_one_picture_is_decoded_at_a_time() -> None:
    """Memory that one may take is not taken four times by four threads."""
    waiting = Thread(target=prepare, args=[SimpleUploadedFile("a.jpg", encoded(picture()))])
    with _one_at_a_time:
        waiting.start()
        waiting.join(timeout=0.3)
        assert waiting.is_alive()
    waiting.join()


def test_a_refused_picture_leaves_the_door_open() -> None:
    for _time in range(2):
        with pytest.raises(errors.NotAPhoto):
            prepare(SimpleUploadedFile("a.jpg", b"no"))


def test_a_damaged_note_of_the_camera_spoils_no_photo() -> None:
    content = CASES["exif_as_text_in_png"].make()
    assert prepare(SimpleUploadedFile("a.png", content)).image


def _sent(client: Client, filename: str, content: bytes) -> Any:
    """A form as a program writes it that means harm: the name goes out byte by byte."""
    fields = {
        "kind": "problem",
        "topic": "pothole",
        "text": "Глубокая яма у дома",
        "client_key": str(uuid4()),
        "lon": str(TOWN.lon),
        "lat": str(TOWN.lat),
    }
    parts = [_part(f'name="{name}"', value.encode()) for name, value in fields.items()]
    parts.append(_part(f'name="photos"; filename="{filename}"', content))
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    return client.post(URL, body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def _part(disposition: str, value: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + value + b"\r\n"


def _files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_decides_nothing(client: Client, catalogue: dict[str, Topic], name: str) -> None:
    """A good photo is kept under a random name, or the request is refused; nothing is written elsewhere."""
    answer = _sent(client, NAMES[name], encoded(picture()))
    assert answer.status_code in {201, 400}
    assert Appeal.objects.count() == (answer.status_code == 201)
    kept = sorted(str(path.relative_to(settings.MEDIA_ROOT)) for path in _files())
    rows = [(str(photo.image.name), str(photo.thumbnail.name)) for photo in Photo.objects.all()]
    assert kept == sorted(name for row in rows for name in row)
    assert all(path.startswith("photos/") and len(Path(path).name) == len("x" * 22 + ".jpg") for path in kept)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_a_refusal_is_harmless(client: Client, catalogue: dict[str, Topic], name: str) -> None:
    """Where nothing is left of the name there is no file: the appeal is taken in without it."""
    answer = _sent(client, NAMES[name], b"no photo")
    assert answer.status_code in {201, 400, 422}
    assert not Photo.objects.exists()
    assert not _files()
    if answer.status_code != 201:
        details = [error["detail"] for error in answer.json()["errors"]] or [answer.json()["detail"]]
        assert all(detail.isprintable() and len(detail) < 200 for detail in details)
        assert not Appeal.objects.exists()


SMALL = [
    name
    for name, case in CASES.items()
    if case.verdict != CLEAN and name.startswith(("svg", "php", "html", "gif_and"))
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", SMALL)
def test_what_is_refused_leaves_nothing(client: Client, catalogue: dict[str, Topic], name: str) -> None:
    answer = _sent(client, CASES[name].filename, CASES[name].make())
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["photos"]
    assert not Appeal.objects.exists()
    assert not _files()
