"""The documents tell the truth: about settings, about files, about commands; and they name nobody's machine."""

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
README = (ROOT / "README.md").read_text()
# Set by Baton or its tests for themselves.
OURS = {"BATON_THROWAWAY", "BATON_VALKEY_DB", "DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}
IN_PYTHON = re.compile(r"""(?:\benv\.\w+\(|os\.environ\.get\(|os\.environ\[)\s*["']([A-Z_]+)["']""")
IN_COMPOSE = re.compile(r"\$\{([A-Z_]+)")
IN_SHELL = re.compile(r"\$\{([A-Z_]+):-")
TELLING_PLACES = re.compile(r"(?<![\w.~/])/(?:work|root|home|Users|opt)/\w|(?<![\w.])/tmp/[\w.]")


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository; in a checkout without git, whatever is there."""
    asked = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True)
    if asked.returncode:
        return [path for pattern in patterns for path in ROOT.rglob(pattern) if ".venv" not in path.parts]
    return [path for name in asked.stdout.split("\0") if name and (path := ROOT / name).exists()]


def read_by_the_code() -> set[str]:
    apps = [path for app in ("itsm", "incidents", "comms", "demo") for path in (ROOT / app).rglob("*.py")]
    found = {name for path in apps for name in IN_PYTHON.findall(path.read_text())}
    found |= set(IN_COMPOSE.findall((ROOT / "docker-compose.yml").read_text()))
    found |= {name for path in (ROOT / "tools").glob("*.sh") for name in IN_SHELL.findall(path.read_text())}
    return found - OURS


def test_the_table_of_settings_names_what_the_code_reads_and_nothing_else():
    section = README.partition("## Settings")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)) == read_by_the_code()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document):
    targets = linked(document)
    assert [target for target in targets if not (document.parent / unquote(target)).exists()] == []


def linked(document: Path) -> list[str]:
    """Pages and pictures of ours that it leads to."""
    text = document.read_text()
    pages = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", text)
    return pages + re.findall(r'\bsrc(?:set)?="(?!https?://)([^"]+)"', text)


def test_every_document_is_found_from_the_readme():
    met, waiting = set(), [ROOT / "README.md"]
    while waiting:
        met.add(here := waiting.pop())
        there = [
            (here.parent / unquote(target)).resolve() for target in linked(here) if target.endswith(".md")
        ]
        waiting += [path for path in there if path in DOCUMENTS and path not in met]
    assert {path.name for path in DOCUMENTS} - {path.name for path in met} == set()


def test_every_decision_stands_in_the_index():
    index = (ROOT / "docs" / "architecture.md").read_text()
    assert [path.name for path in ROOT.glob("docs/adr-*.md") if f"({path.name})" not in index] == []


def test_every_command_of_make_that_is_told_exists():
    known = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = {name for path in DOCUMENTS for name in re.findall(r"\bmake ([a-z]+)\b(?=[` ])", in_code(path))}
    assert told <= known


def in_code(document: Path) -> str:
    text = document.read_text()
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)) + " "


def test_pictures_are_small():
    assert [path.name for path in ROOT.glob("docs/screenshots/*") if path.stat().st_size > 150_000] == []


def test_nothing_names_the_machine_it_was_made_on():
    files = tracked(
        "*.md", "*.py", "*.sh", "*.toml", "*.yml", "*.lock", "Makefile", "Dockerfile", "Caddyfile", ".ci/*"
    )
    mine = Path(__file__).resolve()
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in files
        if path.resolve() != mine
        for hit in TELLING_PLACES.finditer(path.read_text())
    ]
    assert found == []
