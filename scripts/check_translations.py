"""Finds messages that Russian readers would meet in English: missing, untranslated, fuzzy or malformed ones.

Every app is copied with its Russian catalogue into a temporary folder, `makemessages` is run there, and its
result is compared with the committed catalogue; nothing in the checkout is written.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
# Faults told of one catalogue; the rest are counted.
SHOWN = 20
LOCALE = Path("locale/ru/LC_MESSAGES")
# The domain of a catalogue → what `makemessages` reads for it.
DOMAINS = {"django": ["html", "txt", "py"], "djangojs": ["js", "mjs"]}
SKIPPED = shutil.ignore_patterns(
    "node_modules", "dist", "__pycache__", "*.mo", "*.test.js", "*.test.mjs", "migrations", "tests"
)

Key = tuple[str, str, str]


def apps() -> Iterator[Path]:
    """Folders beside manage.py that are Django apps."""
    yield from sorted(path.parent for path in ROOT.glob("*/apps.py"))


def key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def catalogue(path: Path) -> dict[Key, polib.POEntry]:
    """Entries in use by their key; empty when there is no such file."""
    if not path.exists():
        return {}
    return {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def translated(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        # Russian has three forms for whole numbers (and a fourth for fractions in some catalogues).
        forms = entry.msgstr_plural.values()
        return len(forms) >= 3 and all(forms)
    return bool(entry.msgstr)


def extract(domain: str, workplace: Path) -> None:
    """Fills workplace/<domain>/<app> with catalogues of the messages that the apps' sources hold now."""
    for app in apps():
        copy = workplace / domain / app.name
        shutil.copytree(app, copy, ignore=SKIPPED)
        (copy / LOCALE).mkdir(parents=True, exist_ok=True)
    extensions = [part for ending in DOMAINS[domain] for part in ("--extension", ending)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        # -P: an app's types.py must not stand in for Python's own.
        [
            sys.executable, "-P", "-m", "django", "makemessages", "--locale", "ru", "--domain", domain,
            "--no-location", "--no-obsolete", *extensions,
        ],
        cwd=workplace / domain, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"makemessages failed:\n{done.stdout}{done.stderr}")


def faults(app: Path, domain: str, workplace: Path) -> Iterator[str]:
    """Sentences about what is wrong with one catalogue."""
    path = app / LOCALE / f"{domain}.po"
    name = path.relative_to(ROOT)
    wanted = catalogue(workplace / domain / app.relative_to(ROOT) / LOCALE / f"{domain}.po")
    present = catalogue(path)
    for one, source in wanted.items():
        entry = present.get(one)
        if entry is None:
            yield f"{name}: missing: {source.msgid!r}"
        elif entry.fuzzy:
            yield f"{name}:{entry.linenum}: fuzzy: {entry.msgid!r}"
        elif not translated(entry):
            yield f"{name}:{entry.linenum}: untranslated: {entry.msgid!r}"
    for one, entry in present.items():
        if one not in wanted:
            yield f"{name}:{entry.linenum}: no longer used: {entry.msgid!r}"
    if path.exists():
        form = subprocess.run(
            ["msgfmt", "--check", "--output-file", os.devnull, str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if form.returncode:
            yield f"{name}: {form.stderr.strip()}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for domain in DOMAINS:
            extract(domain, Path(folder))
        found = [list(faults(app, domain, Path(folder))) for app in apps() for domain in DOMAINS]
    for group in found:
        print(*group[:SHOWN], sep="\n", end="\n" if group else "")
        if len(group) > SHOWN:
            print(f"... and {len(group) - SHOWN} more")
    return 1 if any(found) else 0


if __name__ == "__main__":
    sys.exit(main())
