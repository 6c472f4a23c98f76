"""Every variable that settings.py and gunicorn.py read stands in README's table of configuration, and no other does."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|", re.MULTILINE)


def variables_read(source: str) -> set[str]:
    """Names given to `env.<type>("NAME", …)` anywhere in a source."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = node.func.value
            if isinstance(target, ast.Name) and target.id == "env" and node.args:
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"line {node.lineno}: name the variable literally"
                found.add(str(name.value))
    return found


def test_each_variable_is_documented() -> None:
    read = variables_read((ROOT / "config/settings.py").read_text(encoding="utf-8"))
    documented = set(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert sorted(read - documented) == []


def test_each_variable_of_the_server_is_documented() -> None:
    read = set(re.findall(r'"(METKA_[A-Z_]+)"', (ROOT / "config/gunicorn.py").read_text(encoding="utf-8")))
    documented = set(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert "METKA_WORKERS" in read
    assert sorted(read - documented) == []


def test_each_variable_of_the_scripts_is_documented() -> None:
    sources = [*(ROOT / "scripts").glob("*.sh"), *(ROOT / "scripts").glob("*.py"), ROOT / "Makefile"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    read = set(re.findall(r"\$+\{(METKA_[A-Z_]+)", text)) | set(re.findall(r'get\("(METKA_[A-Z_]+)"', text))
    read.discard("METKA_SETUP_LOCKED")  # one script tells another, nobody sets it
    documented = set(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"METKA_NODE", "METKA_DEMO"} <= read
    assert sorted(read - documented) == []


def test_no_documented_variable_is_unknown() -> None:
    """A row may also name what a script reads, such as the Makefile's."""
    documented = set(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    sources = [ROOT / "config/settings.py", ROOT / "Makefile", *(ROOT / "config").glob("*.py")]
    sources += [*(ROOT / "scripts").glob("*"), *(ROOT / "tests").rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.is_file())
    assert sorted(name for name in documented if name not in text) == []


def test_the_reader_of_settings_finds_names() -> None:
    assert variables_read('X = env.int("METKA_X", 1) or env.str("Y")') == {"METKA_X", "Y"}
