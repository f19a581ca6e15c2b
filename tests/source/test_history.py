from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from opbook.source import history as module
from opbook.source.history import History, history, version
from opbook.source.reading import Reading, read
from tests.repository import Repository
from tests.workbench import TinyPlaybook

ON = date(2026, 11, 22)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def data(repository: Repository) -> TinyPlaybook:
    """The tiny playbook, in a folder of the repository."""
    return TinyPlaybook(repository.folder / "playbook_data")


def known(data: TinyPlaybook | Path) -> History:
    folder = data if isinstance(data, Path) else data.folder
    return history(folder, read(folder, shown_as="playbook_data"), ON)


def minutes(data: TinyPlaybook, length: int) -> None:
    data.swap("rituals/sync.yml", "minutes: 30", f"minutes: {length}")


def lengths(found: History) -> list[tuple[str, int]]:
    """The states, each as its day and how long the ritual took."""
    return [(str(each.day), of(each.reading)) for each in found.states]


def of(reading: Reading) -> int:
    assert reading.playbook is not None
    return reading.playbook.rituals["sync"].minutes


def test_the_states_of_the_last_days_begin_with_the_one_before(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-05-01", "Begin")
    minutes(data, 40)
    repository.commit("2026-06-01", "Long ago")
    minutes(data, 50)
    repository.commit("2026-11-01", "Longer")
    minutes(data, 60)
    repository.commit("2026-11-20", "An hour")
    found = known(data)
    assert lengths(found) == [("2026-11-20", 60), ("2026-11-01", 50), ("2026-08-24", 40)]
    assert [each.subjects for each in found.states] == [("An hour",), ("Longer",), ()]
    assert (found.problem, found.has_more, found.unreadable, found.is_shallow) == ("", False, 0, False)


def test_where_nothing_was_committed_lately_there_is_one_state(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-05-01")
    assert lengths(known(data)) == [("2026-08-24", 30)]


def test_what_begins_in_these_days_begins_with_its_first_state(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-11-01")
    minutes(data, 60)
    repository.commit("2026-11-02")
    assert lengths(known(data)) == [("2026-11-02", 60), ("2026-11-01", 30)]


def test_the_day_on_which_the_window_ends_is_not_in_it(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-01-01")
    for day, length in (("2026-08-24", 40), ("2026-08-25", 50)):
        minutes(data, length)
        repository.commit(day)
    assert lengths(known(data)) == [("2026-08-25", 50), ("2026-08-24", 40)]


def test_commits_of_one_day_where_they_were_made_are_one_state(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-01-01")
    for moment, length in (
        ("2026-11-01T23:30:00+09:00", 40),  # still the last of October in Greenwich and west of it
        ("2026-11-01T23:40:00-05:00", 50),
        ("2026-11-02T00:10:00-05:00", 60),
    ):
        minutes(data, length)
        repository.commit(moment, f"{length} minutes")
    found = known(data)
    assert lengths(found) == [("2026-11-02", 60), ("2026-11-01", 50), ("2026-08-24", 30)]
    assert found.states[1].subjects == ("50 minutes", "40 minutes")
    assert found.states[0].moment.isoformat() == "2026-11-02T00:10:00-05:00"


def test_a_clock_that_goes_wrong_turns_nothing_round(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-01-01")
    for day, length in (("2026-11-10", 40), ("2027-03-01", 50), ("2026-11-12", 60)):
        minutes(data, length)
        repository.commit(day)
    assert lengths(known(data)) == [("2026-11-12", 60), ("2026-11-10", 40), ("2026-08-24", 30)]


def test_commits_that_leave_the_playbook_alone_and_branches_are_no_states(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-01-01")
    repository.git("switch", "--quiet", "--create", "idea")
    minutes(data, 45)
    repository.commit("2026-11-01", "Try")
    minutes(data, 60)
    repository.commit("2026-11-02", "Try more")
    repository.git("switch", "--quiet", "main")
    (repository.folder / "README.md").write_text("Read me.\n")
    repository.commit("2026-11-03", "Elsewhere")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Take it", "idea", at="2026-11-05T12:00:00+00:00")
    found = known(data)
    assert lengths(found) == [("2026-11-05", 60), ("2026-08-24", 30)]
    assert found.states[0].subjects == ("Take it",)


def test_what_is_not_committed_is_no_history(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-11-01")
    minutes(data, 90)
    assert lengths(known(data)) == [("2026-11-01", 30)]


def test_files_that_are_the_same_are_read_once(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-11-01")
    minutes(data, 60)
    repository.commit("2026-11-02")
    present = read(data.folder, shown_as="playbook_data")
    states = history(data.folder, present, ON).states
    for inside in ("roles/owner.yml", "stages/launch.yml"):
        assert all(each.reading.sources[inside] is present.sources[inside] for each in states)
    assert states[0].reading.sources["rituals/sync.yml"] is present.sources["rituals/sync.yml"]
    assert states[1].reading.sources["rituals/sync.yml"] is not present.sources["rituals/sync.yml"]


def test_files_come_and_go(repository: Repository, data: TinyPlaybook):
    data.write("roles/guest.yml", "name: Guest\ndiscipline: product\nlevel: lead\npurpose: Visits.\n")
    repository.commit("2026-11-01")
    data.remove("roles/guest.yml")
    repository.commit("2026-11-02")
    data.write("terms/word.yml", "name: Word\ndefinition: Said.\n")
    repository.commit("2026-11-03")
    found = [each.reading.sources.keys() for each in known(data).states]
    assert [sorted({"roles/guest.yml", "terms/word.yml"} & each) for each in found] == [
        ["terms/word.yml"],
        [],
        ["roles/guest.yml"],
    ]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("rituals/sync.yml", "name: [broken\n"),
        ("rituals/sync.yml", "name: Sync\n"),
        ("roles/owner.yml", "name: O\ndiscipline: product\nlevel: lead\npurpose: '[gone](role:nobody)'\n"),
        ("playbook.yml", "title: Tiny\n"),
        ("strange/thing.yml", "name: Thing\n"),
    ],
)
def test_a_state_with_errors_is_passed_over(repository: Repository, data: TinyPlaybook, inside: str, text: str):
    repository.commit("2026-11-01")
    data.write(inside, text)
    repository.commit("2026-11-02", "Break")
    repository.git("checkout", "--quiet", "HEAD~1", "--", ".")
    (data.folder / "strange" / "thing.yml").unlink(missing_ok=True)
    minutes(data, 60)
    repository.commit("2026-11-03", "Mend")
    found = known(data)
    assert lengths(found) == [("2026-11-03", 60), ("2026-11-01", 30)]
    assert found.unreadable == 1


def test_states_before_there_was_a_playbook_are_none(repository: Repository, tmp_path: Path):
    (repository.folder / "README.md").write_text("Read me.\n")
    repository.commit("2026-11-01")
    data = TinyPlaybook(repository.folder / "playbook_data")
    repository.commit("2026-11-02")
    found = known(data)
    assert lengths(found) == [("2026-11-02", 30)]
    assert found.unreadable == 0


def test_no_more_than_forty_states_are_read_and_it_is_said(
    repository: Repository, data: TinyPlaybook, monkeypatch: pytest.MonkeyPatch
):
    assert module.MOST == 40
    monkeypatch.setattr(module, "MOST", 3)
    repository.commit("2026-01-01")
    for length in range(41, 44):
        minutes(data, length)
        repository.commit(f"2026-11-{length - 40:02}")
    found = known(data)
    assert [length for _, length in lengths(found)] == [43, 42, 41, 30]
    assert not found.has_more
    minutes(data, 44)
    repository.commit("2026-11-04")
    found = known(data)
    assert [length for _, length in lengths(found)] == [44, 43, 42, 41]
    assert found.has_more


def test_tags_come_before_days(repository: Repository, data: TinyPlaybook):
    repository.commit("2025-01-01", "Begin")
    repository.tag("v1")
    for day, length in (("2025-06-01", 40), ("2025-07-01", 50)):
        minutes(data, length)
        repository.commit(day)
    repository.tag("v2", "The second one", at="2025-07-09")
    minutes(data, 60)
    repository.commit("2026-11-01", "After it")
    found = known(data)
    assert lengths(found) == [("2026-11-01", 60), ("2025-07-01", 50), ("2025-01-01", 30)]
    assert [each.tags for each in found.states] == [(), ("v2",), ("v1",)]
    assert [each.subjects for each in found.states] == [(), ("The second one",), ("Begin",)]


def test_a_tag_on_the_last_commit_and_two_on_one_day_are_one_state(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-01-01")
    repository.tag("v1")
    minutes(data, 40)
    repository.commit("2026-11-01T10:00:00+00:00")
    repository.tag("v2")
    minutes(data, 50)
    repository.commit("2026-11-01T11:00:00+00:00")
    repository.tag("v3")
    found = known(data)
    assert lengths(found) == [("2026-11-01", 50), ("2026-01-01", 30)]
    assert found.states[0].tags == ("v3", "v2")


def test_tags_of_other_branches_and_of_what_is_no_commit_do_not_count(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-11-01")
    repository.git("tag", "a-file", repository.git("hash-object", "-w", "playbook_data/playbook.yml"))
    repository.git("switch", "--quiet", "--create", "other")
    minutes(data, 90)
    repository.commit("2026-11-02")
    repository.tag("other")
    repository.git("switch", "--quiet", "main")
    assert [(each.tags, str(each.day)) for each in known(data).states] == [((), "2026-11-01")]


def test_the_playbook_may_be_the_whole_repository(repository: Repository):
    data = TinyPlaybook(repository.folder)
    repository.commit("2026-11-01")
    minutes(data, 60)
    repository.commit("2026-11-02")
    assert lengths(known(data)) == [("2026-11-02", 60), ("2026-11-01", 30)]


def test_the_folder_may_have_any_name(repository: Repository):
    data = TinyPlaybook(repository.folder / "our *play*: [book] ü")
    TinyPlaybook(repository.folder / "our other play: b ü")
    repository.commit("2026-11-01")
    minutes(data, 60)
    repository.commit("2026-11-02")
    assert lengths(known(data)) == [("2026-11-02", 60), ("2026-11-01", 30)]


def test_a_link_in_the_repository_leads_nowhere(repository: Repository, data: TinyPlaybook, tmp_path: Path):
    outside = tmp_path / "outside.yml"
    outside.write_text("name: Outside\ndefinition: Not ours.\n")
    (data.folder / "terms").mkdir()
    (data.folder / "terms" / "outside.yml").symlink_to(outside)
    repository.commit("2026-11-01")
    (state,) = known(data).states
    assert "terms/outside.yml" not in state.reading.sources


def test_a_subject_with_control_characters_is_made_harmless(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-11-01", "<b>\x1d\x1e\x1b[31m\u2028“ü”")
    assert known(data).states[0].subjects == ("<b>\\x1d\\x1e\\x1b[31m\\u2028“ü”",)


def test_a_shallow_copy_says_that_it_is_one(repository: Repository, data: TinyPlaybook, tmp_path: Path):
    repository.commit("2026-11-01")
    minutes(data, 60)
    repository.commit("2026-11-02")
    copy = tmp_path / "copy"
    repository.git("clone", "--quiet", "--depth", "1", repository.folder.as_uri(), str(copy))
    found = known(copy / "playbook_data")
    assert lengths(found) == [("2026-11-02", 60)]
    assert found.is_shallow


def test_a_copy_that_leaves_files_out_fetches_nothing(repository: Repository, data: TinyPlaybook, tmp_path: Path):
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit("2026-11-01")
    minutes(data, 60)
    repository.commit("2026-11-02")
    copy = tmp_path / "copy"
    repository.git("clone", "--quiet", "--filter", "blob:none", repository.folder.as_uri(), str(copy))
    repository.folder.rename(tmp_path / "gone")
    found = known(copy / "playbook_data")
    if found.states:  # git before 2.45 asks for them whatever it is told, and gives up
        assert lengths(found) == [("2026-11-02", 60)]
        assert found.unreadable == 1
    else:
        assert found.problem


def test_without_git_a_repository_or_a_commit_the_reason_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    alone = TinyPlaybook(tmp_path / "alone")
    assert known(alone) == History(problem="it is in no git repository")
    assert version(alone.folder) == ""
    repository = Repository(tmp_path / "repository")
    data = TinyPlaybook(repository.folder / "playbook_data")
    assert known(data) == History(problem="its repository has no commit yet")
    assert version(data.folder) == ""
    (repository.folder / "README.md").write_text("Read me.\n")
    (repository.folder / ".gitignore").write_text("playbook_data\n")
    repository.commit("2026-11-01")
    assert known(data) == History(problem="it is not part of the last commit of its repository")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert known(data) == History(problem="git is not installed where the site was built")
    assert version(data.folder) == ""


def test_what_git_says_against_a_repository_is_passed_on(
    repository: Repository, data: TinyPlaybook, monkeypatch: pytest.MonkeyPatch
):
    repository.commit("2026-11-01")
    (repository.folder / ".git" / "config").write_text("[core\n")
    assert known(data).problem.startswith("git says: bad config line 1")


def test_where_no_state_is_whole_it_is_said(repository: Repository, data: TinyPlaybook):
    data.write("rituals/sync.yml", "name: [broken\n")
    repository.commit("2026-11-01")
    minutes(data, 30)
    assert known(data).problem == "none of its states can be read without fault"


def test_where_there_is_no_playbook_nothing_is_asked_of_git(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **more: pytest.fail("git was asked"))
    assert history(Path(), Reading(None, ()), ON) == History(problem="there is no playbook")


def test_the_version_changes_with_commits_and_tags(repository: Repository, data: TinyPlaybook):
    repository.commit("2026-11-01")
    seen = [version(data.folder)]
    minutes(data, 60)
    assert version(data.folder) == seen[0]
    repository.commit("2026-11-02")
    seen.append(version(data.folder))
    repository.tag("v1")
    seen.append(version(data.folder))
    assert len(set(seen)) == 3
    assert all(seen)
