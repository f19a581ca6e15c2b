from __future__ import annotations

from pathlib import Path

import pytest

from opbook.site.links import edit_url

PROJECT = Path("/project")
DOCS = PROJECT / "docs"
YAML = PROJECT / "playbook_data" / "roles" / "owner.yml"


@pytest.mark.parametrize(
    ("template", "file", "expected"),
    [
        (
            "https://git.example/play/edit/main/docs/{path}",
            DOCS / "guide" / "index.md",
            "https://git.example/play/edit/main/docs/guide/index.md",
        ),
        (
            "https://git.example/play/edit/main/docs/{path}",
            YAML,
            "https://git.example/play/edit/main/playbook_data/roles/owner.yml",
        ),
        (
            "https://git.example/play/-/edit/main/sub/docs/{path}?ref=x",
            YAML,
            "https://git.example/play/-/edit/main/sub/playbook_data/roles/owner.yml?ref=x",
        ),
        (
            "https://dev.example/_git/play?path=docs/{path}&version=main",
            YAML,
            "https://dev.example/_git/play?path=playbook_data/roles/owner.yml&version=main",
        ),
        (
            "https://dev.example/_git/play?path=docs/{path!q}",
            DOCS / "a b" / "c.md",
            "https://dev.example/_git/play?path=docs/a%20b%2Fc.md",
        ),
        ("https://wiki.example/docs/{path_noext}", YAML, "https://wiki.example/playbook_data/roles/owner"),
        ("https://git.example/{path}", YAML, "https://git.example/../playbook_data/roles/owner.yml"),
    ],
)
def test_any_file_of_the_project_has_an_edit_link(template: str, file: Path, expected: str):
    assert edit_url(template, file, DOCS) == expected


def test_data_beside_the_project_has_an_edit_link():
    found = edit_url("https://git.example/edit/main/one/docs/{path}", Path("/shared/roles/a.yml"), Path("/one/docs"))
    assert found == "https://git.example/edit/main/shared/roles/a.yml"
