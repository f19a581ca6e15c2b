"""Pages that are wrong: each fault is told where it stands, all at once, and no reader ever meets a traceback."""

from __future__ import annotations

import pytest

from tests.site.project import Build, Project

FRONT = "---\ntitle: Guide\ntags: [a, b]\n---\n\n"
"""Five lines before the first that Jinja sees."""


def stopped(project: Project, *options: str) -> Build:
    """Build what is wrong: the last good site stays as it was, and nobody sees a traceback."""
    before = project.built_bytes() if (project.folder / "site").is_dir() else None
    build = project.build(*options)
    assert build.code == 1, build.output
    assert "Traceback" not in build.output
    assert "The site is not replaced." in build.output
    assert project.leftovers == []
    if before is None:
        assert not build.site.folder.exists()
    else:
        assert build.site.bytes == before
    return build


def test_a_wrong_name_argument_and_id_are_told_together_with_their_places(good: Project):
    good.write(
        "docs/guide.md",
        f"{FRONT}# Guide\n\nAsk the {{{{ lnik('role:owner') }}}}.\n\n{{{{ cadence(rolle='owner') }}}}\n\n"
        'See {{ link("role:ownr") }}.\n',
    )
    build = stopped(good)
    assert build.told == [
        "docs/guide.md:8:12 Y052 there is nothing called `lnik`; did you mean `link`?",
        "docs/guide.md:10:4 Y053 `cadence`: missing a required argument: 'ritual'",
        "docs/guide.md:12:8 Y054 there is no role `ownr`; did you mean `owner`?",
    ]
    assert "  8 | Ask the {{ lnik('role:owner') }}.\n    |            ^^^^\n" in build.output
    assert "to mend it: write cadence(ritual)" in build.output
    assert "3 errors" in build.output


def test_a_fault_in_a_project_that_was_never_built_leaves_no_site(project: Project):
    project.write("docs/index.md", "{{ nothing }}\n")
    assert stopped(project).told == ["docs/index.md:1:4 Y052 there is nothing called `nothing`"]


NOTHING = "Y052 there is nothing called `nothing`"

FAULTS = {
    "unclosed": (
        "a\n\n{{ link('role:owner') \n\nb\n",
        "5:1 Y051 this page cannot be read: expected token 'end of print statement', got 'b'",
    ),
    "block-never-closed": (
        "a\n{% if true %}\nb\n",
        "2:1 Y051 this page cannot be read: Unexpected end of template. Jinja was looking for the following tags: ",
    ),
    "unknown-tag": ("{% nosuch %}\n", "1:1 Y051 this page cannot be read: Encountered unknown tag 'nosuch'."),
    "unknown-filter": ("a\n{{ 'x' | nosuch }}\n", "2:1 Y051 this page cannot be read: No filter named 'nosuch'."),
    "missing-include": ("a\n{% include 'nosuch.md' %}\n", "2:1 Y051 there is no file `nosuch.md` to include"),
    "attribute-of-nothing": ("a\n{{ nothing.more }}\n", f"2:4 {NOTHING}"),
    "call-of-nothing": ("{{ nothing.more(1)[2] }}\n", f"1:4 {NOTHING}"),
    "sum-with-nothing": ("{{ nothing + 1 }}\n", f"1:4 {NOTHING}"),
    "loop-over-nothing": ("a\n{% for x in nothing %}{{ x }}{% endfor %}\n", f"2:13 {NOTHING}"),
    "branch-not-taken": ("{% if false %}{{ nothing }}{% endif %}\n", f"1:18 {NOTHING}"),
    "key-value-front-matter": ("author: me\n\n\na\n{{ nothing }}\n", f"5:4 {NOTHING}"),
    "name with blanks & größe": ("{{ nothing }}\n", f"1:4 {NOTHING}"),
    "missing-attribute": ("a\n{{ config.nosuch.more }}\n", "2:11 Y052 there is nothing called `nosuch`"),
    "missing-attribute-added": (
        "{{ config.nosuch + 1 }}\n",
        "1:1 Y052 'mkdocs.config.defaults.MkDocsConfig object' has no attribute 'nosuch'",
    ),
    "first-of-none": ("{{ [] | first }}\n", "1:1 Y052 No first item, sequence was empty."),
    "id-without-quotes": ("{{ role_card(owner) }}\n", "1:14 Y052 there is nothing called `owner`"),
    "id-from-missing-attribute": ("{{ role_card(config.nosuch) }}\n", "1:21 Y052 there is nothing called `nosuch`"),
    "division": ("a\n\n{{ 1/0 }}\n", "3:1 Y053 this page fails: ZeroDivisionError: division by zero"),
    "failing-filter": ("a\n{{ 2 | round('y') }}\n", "2:1 Y053 this page fails: TypeError: "),
    "list-for-kind": ("{{ cards(['role']) }}\n", "1:1 Y053 this page fails: TypeError: "),
    "several-lines": (
        "a\n\n{{ raci_table(\n  stage='lunch'\n) }}\n",
        "3:4 Y054 there is no stage `lunch`; did you mean `launch`?",
    ),
}
"""Pages by name: what they say, and how what is told of them begins: line, column, code and words."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one build tells of all these pages, by name."""
    project = Project(tmp_path_factory.mktemp("faults") / "project")
    for name, (text, _) in FAULTS.items():
        project.write(f"docs/{name}.md", text)
    build = stopped(project)
    found: dict[str, list[str]] = {}
    for line in build.told:
        path, _, rest = line.partition(".md:")
        found.setdefault(path.removeprefix("docs/"), []).append(rest)
    assert set(found) == set(FAULTS), build.output
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_a_page_that_fails_is_told_where(told: dict[str, list[str]], name: str):
    (only,) = told[name]
    assert only.startswith(FAULTS[name][1])


def test_a_fault_in_an_included_file_is_told_where_it_stands(project: Project):
    project.write("docs/guide.md", f"{FRONT}a\n\n{{% include 'parts/note.txt' %}}\n")
    project.write("docs/parts/note.txt", "\n\nsee {{ link('role:nobody') }}\n{{ config.nosuch }}\n{{ 1/0 }}\n")
    assert stopped(project).told == [
        "docs/parts/note.txt:3:8 Y054 there is no role `nobody`",
        "docs/parts/note.txt:4:11 Y052 there is nothing called `nosuch`",
        "docs/parts/note.txt:5:1 Y053 this page fails: ZeroDivisionError: division by zero",
    ]


def test_a_broken_template_of_the_project_is_told_once_where_it_is_broken(good: Project):
    good.write(
        "overrides/opbook/pages/role.html",
        '{% extends "pages/_entity.html" %}\n{% block body %}\n{{ e.nosuch.x }}\n{% endblock %}\n',
    )
    good.write("overrides/opbook/pages/stage.html", "<p>\n{{ e.name }\n</p>\n")
    good.data.write("roles/second.yml", "name: Second\ndiscipline: project\nlevel: lead\npurpose: P.\n")
    build = stopped(good)
    assert [line.rpartition("the template fails: ")[0] for line in build.told] == [
        "overrides/opbook/pages/role.html:3:1 Y055 ",
        "overrides/opbook/pages/stage.html:2:1 Y055 ",
    ]
    assert "has no attribute 'nosuch'" in build.told[0]
    assert "  3 | {{ e.nosuch.x }}\n" in build.output


def test_a_template_that_divides_by_zero_is_told_where_it_is_broken(good: Project):
    good.write("overrides/opbook/pages/index_roles.html", "{{ heading(1, title) }}\n\n{{ 1 / 0 }}\n")
    assert stopped(good).told == [
        "overrides/opbook/pages/index_roles.html:3:1 Y055 the template fails: division by zero"
    ]


def test_what_is_right_is_left_alone(project: Project):
    project.write(
        "docs/guide.md",
        "---\nmood: sunny\n---\n# Guide\n\n"
        "{% raw %}`{{ nothing }}` and `{% nosuch %}`{% endraw %}\n\n"
        "{% set x = 6 * 7 %}It is {{ x }}, {{ mood }}, {{ nosuch | default('none') }}, {{ page.title }}.\n\n"
        "{% if nosuch is defined %}never{% endif %}{% if absent is undefined %}always{% endif %}\n\n"
        "{% macro twice(word) %}{{ word }} {{ word }}{% endmacro %}{{ twice('hip') }}\n\n"
        "{% for each in ['a', 'b'] %}{{ loop.index }}{{ each }} {% endfor %}\n",
    )
    text = project.built().article("guide/").text
    for words in ("{{ nothing }} and {% nosuch %}", "It is 42, sunny, none, Guide.", "always", "hip hip", "1a 2b"):
        assert words in text
    assert "never" not in text


def test_a_page_may_ask_not_to_be_rendered(project: Project):
    project.write("docs/guide.md", "---\nrender_macros: false\n---\n# Guide\n\n`{{ nothing }}` {% nosuch %}\n")
    assert "{{ nothing }} {% nosuch %}" in project.built().article("guide/").text


def test_a_fault_on_the_page_of_an_address_that_is_also_generated_is_told_in_its_file(good: Project):
    good.write("docs/roles/owner.md", "# Mine\n\n{{ nothing }}\n")
    assert stopped(good).told == ["docs/roles/owner.md:3:4 Y052 there is nothing called `nothing`"]
