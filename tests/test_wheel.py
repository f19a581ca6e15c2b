"""The wheel holds all that a project elsewhere needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.site.project import ROOT, Project, environment, mkdocs_build

NETWORKLESS = ("--no-deps", "--no-index", "--disable-pip-version-check", "--quiet")


def pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", *arguments], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", *NETWORKLESS, "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (made,) = folder.glob("opbook-*.whl")
    return made


def test_it_holds_every_file_of_the_package_and_nothing_else(wheel: Path):
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = ROOT / "macros" / "opbook"
    ours = {f"opbook/{path.relative_to(package).as_posix()}" for path in package.rglob("*") if path.is_file()}
    assert held == {name for name in ours if "__pycache__" not in name}


def test_a_project_elsewhere_is_built_with_it(wheel: Path, tmp_path: Path):
    installed = tmp_path / "installed"
    pip("install", *NETWORKLESS, "--target", str(installed), str(wheel))
    project = Project(tmp_path / "project")
    project.write(
        "hooks.py",
        "import opbook\n\n\ndef on_post_build(**kwargs):\n    print('opbook is', opbook.__file__)\n",
    )
    project.configure("[lean.py]", "[lean.py, hooks.py]")
    project.write("docs/guide.md", '# Guide\n\n{{ raci_table(stage="launch") }}\n')

    build = mkdocs_build(project.folder, "--strict", PYTHONPATH=str(installed))

    assert build.code == 0, build.output
    assert f"opbook is {installed / 'opbook' / '__init__.py'}" in build.output
    for address in ("roles/owner/", "rituals/sync/", "raci/", "glossary/", "contribute/macros/"):
        assert address in build.site
    assert build.site.file("assets/opbook/opbook.css").is_file()
    assert build.site.article("guide/").one("table").one("caption").text == "Who does what: Launch"


def test_the_command_runs_from_it(wheel: Path, tmp_path: Path):
    installed = tmp_path / "installed"
    pip("install", *NETWORKLESS, "--target", str(installed), str(wheel))
    project = Project(tmp_path / "project")
    done = subprocess.run(
        [sys.executable, str(installed / "bin" / "opbook"), "check"],
        cwd=project.folder,
        env=environment(PYTHONPATH=str(installed)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
