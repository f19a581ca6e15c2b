"""A project of one's own: drafts, notices, redirects, own fields, own pages and own templates."""

from __future__ import annotations

import pytest

from tests.site.built import Site
from tests.site.project import Project, serving

DRAFT = """\
name: Steward to be
discipline: product
level: lead
draft: true
purpose: Not yet.
renamed_from: [keeper-to-be]
"""


def write_all(project: Project) -> None:
    """Make the small project one that uses what a project can have."""
    data = project.data
    data.write("roles/coming.yml", DRAFT)
    data.add(
        "roles/owner.yml",
        "summary: Talks with [whoever comes](role:coming) and [others](ritual:sync).\n"
        "renamed_from: [po, holder]\nx_cost_centre: 4711\nx_sites: [Harbour, '<Quay>']\n"
        "counterparts:\n  - {role: coming, how: Talk.}\n"
        "next_roles:\n  - {role: coming, bridge: B., ready_when: R.}\n",
    )
    data.swap("rituals/sync.yml", "required: [owner]", "required: [owner, coming]")
    data.swap("stages/launch.yml", "responsible: owner}", "responsible: [owner, coming], consulted: coming}")
    data.write(
        "rituals/status.yml",
        "name: Status meeting\nkind: sync\npurpose: Read slides aloud.\ncadence: {every: week}\nminutes: 60\n"
        "facilitator: coming\nparticipants: {required: [owner]}\n"
        "withdrawn: {date: 2026-01-31, reason: Nobody *listened*., instead: 'ritual:sync'}\n",
    )
    project.write("docs/raci.md", "# Our own matrix\n\nWritten by hand.\n")
    project.write("docs/stages/launch/index.md", "# Our own launch\n\nWritten by hand.\n")
    project.write("docs/assets/opbook/pictures.css", "/* our own */\n")
    data.write("tools/board.yml", "name: Board\nused_for: U.\n")
    own = "{{ heading(1, e.name) }}\n<p>Our own tool of {{ settings.organisation }}.</p>\n"
    project.write("overrides/opbook/pages/tool.html", own)
    project.write("docs/guide.md", '# Guide\n\n{{ link("role:owner") }}\n\n{{ cards("role") }}\n\n{{ feedback() }}\n')
    project.configure("edit_uri_template: https://git.harbourline.example/playbook/edit/main/docs/{path}\n", "")
    project.configure("  language: en\n", "  language: de\n")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Site:
    project = Project(tmp_path_factory.mktemp("own") / "project")
    write_all(project)
    return project.built()


def test_a_draft_is_nowhere_on_the_published_site(own: Site):
    assert "roles/coming/" not in own
    assert "roles/keeper-to-be/" not in own
    assert not [name for name, content in own.bytes.items() if b"Steward to be" in content]


def test_a_link_to_a_draft_is_plain_text(own: Site):
    article = own.article("roles/owner/")
    assert "Talks with whoever comes and others." in article.text
    assert [each["href"] for each in article.all("a") if each.text == "others"] == ["../../rituals/sync/"]
    for address in own.addresses:
        assert not [each for each in own.page(address).all("a") if "coming" in each["href"]]


def test_a_draft_that_something_names_is_named_by_its_id(own: Site):
    assert "coming" in own.article("rituals/sync/").text


def test_a_withdrawn_entity_is_a_notice_that_says_when_why_and_what_instead(own: Site):
    article = own.article("rituals/status/")
    assert article.one("h1").text.removesuffix("¶") == "Status meeting"
    (notice,) = article.all(role="note")
    assert "Withdrawn on 31 January 2026. Nobody listened. Use Sync instead." in notice.text
    assert [each["href"] for each in notice.all("a")] == ["../../rituals/sync/"]
    assert "Read slides aloud" not in article.text


def test_a_former_address_leads_to_the_page(own: Site):
    for old in ("po", "holder"):
        page = own.page(f"roles/{old}/")
        assert page.one("meta", http_equiv="refresh")["content"] == "0; url=../owner/"
        assert page.one("body").one("a")["href"] == "../owner/"
    assert not [location for location in own.index if location.startswith(("roles/po", "roles/holder"))]


def test_own_fields_are_shown_with_their_names_and_values(own: Site):
    rows = [[cell.text for cell in row.all("th", "td")] for row in own.article("roles/owner/").all("tr")]
    assert ["cost centre", "4711"] in rows
    assert ["sites", "Harbour, <Quay>"] in rows


def test_without_a_feedback_address_no_page_has_such_a_link(own: Site):
    for address in own.addresses:
        assert "Report a problem" not in own.page(address).text


def test_without_an_edit_template_no_page_has_an_edit_link(own: Site):
    for address in own.addresses:
        assert not list(own.page(address).all("a", rel="edit"))
        assert "Edit this page" not in own.page(address).text


def test_a_page_of_ones_own_wins_over_a_generated_one_at_its_address(own: Site):
    assert own.article("raci/").text.endswith("Written by hand.")
    assert own.article("stages/launch/").text.endswith("Written by hand.")
    assert "Our own launch" in own.article("stages/launch/").text


def test_a_file_of_ones_own_wins_over_ours(own: Site):
    assert own.file("assets/opbook/pictures.css").read_text() == "/* our own */\n"


def test_a_template_of_ones_own_takes_the_place_of_ours_and_of_no_other(own: Site):
    assert own.article("tools/board/").text.endswith("Our own tool of Tiny Works.")
    assert "Our own tool" not in own.article("rituals/sync/").text


def test_a_macro_gives_what_it_gives_in_the_reference(own: Site):
    article = own.article("guide/")
    assert {each["href"] for each in article.all("a") if each.text == "Owner"} == {"../roles/owner/"}


def test_the_reference_of_macros_is_there_although_the_playbook_lacks_its_examples(own: Site):
    article = own.article("contribute/macros/")
    assert not list(article.all(class_="ob-failed"))
    assert "This playbook has nothing of the name that stands in the example." in article.text
    assert 'link(address, text="")' in article.text


def test_a_page_is_in_the_language_of_the_theme(own: Site):
    assert own.page("roles/owner/").one("html")["lang"] == "de"


def test_an_empty_section_of_ours_in_the_settings_means_the_usual(project: Project):
    project.configure("  opbook:\n    data: playbook_data\n", "  opbook:\n")
    assert "roles/owner/" in project.built()


def test_data_may_lie_beside_the_project(project: Project):
    project.data.folder.rename(project.folder.parent / "shared")
    project.configure("    data: playbook_data\n", "    data: ../shared\n")
    (link,) = project.built().page("roles/owner/").all("a", rel="edit")
    assert link["href"] == "https://git.harbourline.example/playbook/edit/shared/roles/owner.yml"


def test_a_draft_is_shown_while_serving(project: Project):
    write_all(project)
    with serving(project.folder) as server:
        server.shows("roles/coming/", "Steward to be")
        assert '<a href="../../roles/coming/">whoever comes</a>' in str(server.get("roles/owner/"))
        assert "draft" in str(server.get("roles/coming/"))
