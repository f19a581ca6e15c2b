from __future__ import annotations

from pathlib import Path

import pytest

from opbook.model.address import Address
from opbook.model.diagnostic import Severity
from opbook.source.nodes import MAX_BYTES
from opbook.source.reading import NoPlaybook, read
from tests.workbench import TINY, TinyPlaybook, at

ROLE = TINY["roles/owner.yml"]
CREW = "name: Crew\nkind: standing\npurpose: Keep it.\n"


def test_the_tiny_playbook_is_whole(tiny: TinyPlaybook):
    reading = tiny.read()
    assert reading.findings == ()
    assert reading.playbook is not None
    assert [str(entity.address) for entity in reading.playbook.entities] == [
        "role:owner",
        "ritual:sync",
        "practice:inventory",
        "stage:launch",
    ]
    begin = reading.playbook.activities["begin"]
    assert (begin.address, begin.home) == (Address("activity", "begin"), Address("stage", "launch"))


def test_no_folder_is_no_playbook(tmp_path: Path):
    with pytest.raises(NoPlaybook, match=r"there is no folder .*/nowhere"):
        read(tmp_path / "nowhere")


def test_a_file_is_no_playbook(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoPlaybook):
        read(tmp_path / "file")


def test_an_empty_folder_lacks_its_settings(tmp_path: Path):
    reading = read(tmp_path, shown_as="here/")
    assert [at(each) for each in reading.findings] == ["here/playbook.yml:1:1 Y007"]
    assert reading.playbook is None


def test_findings_name_the_folder_as_it_was_given(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", "")
    (finding,) = read(tiny.folder).findings
    assert finding.location.path == f"{tiny.folder.as_posix()}/roles/owner.yml"
    assert [at(each) for each in read(tiny.folder, shown_as="x/y").findings] == ["x/y/roles/owner.yml:1:1 Y007"]
    assert tiny.told() == ["roles/owner.yml:1:1 Y007"]


def test_hidden_files_and_notes_are_passed_over(tiny: TinyPlaybook):
    for inside in (".git/config", "roles/.owner.yml.swp", ".DS_Store", "README.md", "LICENSE.txt"):
        tiny.write(inside, "\0")
    assert tiny.told() == []


class TestAllAtOnce:
    def test_twenty_problems_in_twenty_files(self, tiny: TinyPlaybook):
        for number in range(20):
            tiny.write(f"roles/role-{number:02}.yml", ROLE.replace("level: lead", f"level: level-{number}"))
        findings = tiny.read().findings
        assert [at(each) for each in findings] == [f"roles/role-{number:02}.yml:3:8 Y013" for number in range(20)]
        assert all(f"`level-{number}`" in each.message for number, each in enumerate(findings))

    def test_several_faults_on_one_line_each_in_its_own_column(self, tiny: TinyPlaybook):
        tiny.swap(
            "rituals/sync.yml", '{every: week, day: tuesday, at: "10:00"}', "{evry: week, day: tu, at: 10, month: 13}"
        )
        assert tiny.told() == [
            "rituals/sync.yml:4:11 Y005",
            "rituals/sync.yml:4:28 Y013",
            "rituals/sync.yml:4:36 Y013",
            "rituals/sync.yml:4:47 Y013",
        ]

    def test_several_unknown_ids_in_one_list_each_in_its_own_column(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "tools: [one, two, one, three]\n")
        assert tiny.told() == [f"roles/owner.yml:5:{column} Y010" for column in (9, 14, 19, 24)]

    def test_several_faults_in_one_text_each_in_its_own_column(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "summary: 🙂 [a](role:x), [b](role:x-y), [role:z](role:z) and [d](file.md)\n")
        assert tiny.told() == [
            "roles/owner.yml:5:16 Y010",
            "roles/owner.yml:5:29 Y010",
            "roles/owner.yml:5:49 Y010",
            "roles/owner.yml:5:65 Y014",
        ]

    def test_a_fault_in_a_file_hides_no_other_fault_of_its_references(self, tiny: TinyPlaybook):
        tiny.write(
            "roles/owner.yml",
            ROLE.replace("purpose: Keeps", "purpose: Keeps <b>").replace("level: lead", "level: boss")
            + "metrics: [speed]\nskills: {listening: 9}\n"
            + "checklists:\n  Daily: [{text: 'See [it](ritual:snyc)', for: them}]\n",
        )
        assert tiny.told() == [
            "roles/owner.yml:3:8 Y013",
            "roles/owner.yml:4:10 Y014",
            "roles/owner.yml:5:11 Y010",
            "roles/owner.yml:6:10 Y010",
            "roles/owner.yml:6:21 Y013",
            "roles/owner.yml:8:28 Y010",
            "roles/owner.yml:8:48 Y010",
        ]

    def test_a_fault_in_the_settings_hides_none_elsewhere(self, tiny: TinyPlaybook):
        tiny.add("playbook.yml", "sides: [product, prject]\nshow_holders: maybe\n")
        tiny.swap("roles/owner.yml", "discipline: product", "discipline: prodct")
        assert tiny.told() == ["playbook.yml:6:18 Y010", "playbook.yml:7:15 Y013", "roles/owner.yml:2:13 Y010"]
        assert tiny.read().playbook is None

    def test_a_former_id_and_an_activity_of_a_broken_file_still_count(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "renamed_from: keeper\n")
        tiny.write("roles/keeper.yml", ROLE + "lvl: 1\n")
        tiny.write("practices/inventory.yml", TINY["stages/launch.yml"])
        told = tiny.told()
        assert "roles/owner.yml:5:15 Y009" in told
        assert "stages/launch.yml:6:3 Y009" in told


class TestOneFaultIsToldOnce:
    """A file that cannot be read is not reported a second time at every place that points at it."""

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            ("name: 'Owner\n", "roles/owner.yml:1:7 Y001"),
            ("", "roles/owner.yml:1:1 Y007"),
            ("- name\n", "roles/owner.yml:1:1 Y006"),
            (b"name: \xff\n", "roles/owner.yml:1:7 Y002"),
            (b"name: \0\n", "roles/owner.yml:1:7 Y002"),
            ("#" + "x" * MAX_BYTES, "roles/owner.yml:1:1 Y011"),
            (ROLE + "tags: " + "[" * 40, "roles/owner.yml:5:23 Y011"),
        ],
    )
    def test_a_role(self, tiny: TinyPlaybook, content: str | bytes, told: str):
        tiny.write("roles/owner.yml", content)
        assert tiny.told() == [told]

    def test_a_role_whose_file_has_another_ending(self, tiny: TinyPlaybook):
        tiny.remove("roles/owner.yml")
        tiny.write("roles/owner.yaml", ROLE)
        assert tiny.told() == ["roles/owner.yaml:1:1 Y012"]

    @pytest.mark.parametrize("fault", ["tags: [a\n", "tags: " + "[" * 40, "\0"])
    def test_the_activities_of_a_stage(self, tiny: TinyPlaybook, fault: str):
        tiny.write("stages/launch.yml", TINY["stages/launch.yml"] + fault)
        tiny.add(
            "rituals/sync.yml",
            "activities:\n"
            "  watch: {name: Watch, after: begin, raci: {}}\n"
            "  wait: {name: Wait, after: bgin, raci: {}}\n",
        )
        told = tiny.told()
        assert len(told) == 2
        assert told[0] == "rituals/sync.yml:10:29 Y010"
        assert told[1].startswith("stages/launch.yml")

    def test_disciplines_where_the_settings_cannot_be_read(self, tiny: TinyPlaybook):
        tiny.write("playbook.yml", "title: 'Tiny\n")
        assert tiny.told() == ["playbook.yml:1:8 Y001"]


class TestFilesAsTheyCome:
    def test_a_byte_order_mark_is_no_column(self, tiny: TinyPlaybook):
        tiny.write("roles/owner.yml", b"\xef\xbb\xbf" + ROLE.encode())
        assert tiny.told() == []
        tiny.write("roles/owner.yml", b"\xef\xbb\xbfnmae: Owner\n")
        assert tiny.told()[0] == "roles/owner.yml:1:1 Y005"
        tiny.write("roles/owner.yml", b"\xef\xbb\xbfname: \xe9\n")
        assert tiny.told() == ["roles/owner.yml:1:7 Y002"]

    def test_utf_16_is_told(self, tiny: TinyPlaybook):
        tiny.write("roles/owner.yml", ROLE.encode("utf-16"))
        assert tiny.told() == ["roles/owner.yml:1:1 Y002"]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_line_ending_counts_as_one_line(self, tiny: TinyPlaybook, end: str):
        lines = [*ROLE.splitlines(), "# 🙂", "summary: see [it](role:nobody)", "tools: [x]", ""]
        tiny.write("roles/owner.yml", end.join(lines))
        assert tiny.told() == ["roles/owner.yml:6:19 Y010", "roles/owner.yml:7:9 Y010"]
        tiny.write("roles/owner.yml", end.join(lines).encode() + b"x: \xff")
        assert tiny.told() == ["roles/owner.yml:8:4 Y002"]

    def test_a_file_may_be_as_large_as_the_limit(self, tiny: TinyPlaybook):
        room = MAX_BYTES - len(ROLE) - 1
        tiny.write("roles/owner.yml", ROLE + "#" + "x" * room)
        assert tiny.told() == []
        tiny.write("roles/owner.yml", ROLE + "#" + "x" * (room + 1))
        (finding,) = tiny.read().findings
        assert at(finding) == "roles/owner.yml:1:1 Y011"
        assert "256 KiB is the limit" in finding.message

    def test_a_file_that_goes_away_while_it_is_read_is_told(self, tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
        whole = Path.read_bytes

        def read_bytes(path: Path) -> bytes:
            if path.name == "owner.yml":
                raise FileNotFoundError(2, "No such file or directory")
            return whole(path)

        monkeypatch.setattr(Path, "read_bytes", read_bytes)
        (finding,) = tiny.read().findings
        assert at(finding) == "roles/owner.yml:1:1 Y002"
        assert finding.message == "the file cannot be read: No such file or directory"

    def test_a_name_that_is_no_text_is_told(self, tiny: TinyPlaybook):
        (tiny.folder / "roles" / b"own\xffer.yml".decode("utf-8", "surrogateescape")).write_text(ROLE)
        assert tiny.told() == ["roles/own\ufffder.yml:1:1 Y008"]

    def test_a_name_with_control_characters_is_shown(self, tiny: TinyPlaybook):
        tiny.write("roles/a\x1b[31m.yml", ROLE)
        (finding,) = tiny.read().findings
        assert finding.code == "Y008"
        assert finding.message == "`a\\x1b[31m` cannot be an id"

    def test_a_folder_that_is_named_like_a_file_is_no_file(self, tiny: TinyPlaybook):
        (tiny.folder / "roles" / "keeper.yml").mkdir()
        assert tiny.told() == []


class TestValues:
    @pytest.mark.parametrize("name", ["12:30", "no", "1.10", "2026-01-01", "0x1F", "null", "~", "=", "1e3"])
    def test_a_name_is_what_was_written(self, tiny: TinyPlaybook, name: str):
        tiny.swap("roles/owner.yml", "name: Owner", f"name: {name}")
        reading = tiny.read()
        assert reading.findings == ()
        assert reading.playbook is not None
        assert reading.playbook.roles["owner"].name == name

    @pytest.mark.parametrize("at_", ["9:30", "24:00", "10:60", "570", "10.30", "10:00:00", "1\u0660:00"])
    def test_a_time_is_hours_and_minutes(self, tiny: TinyPlaybook, at_: str):
        tiny.swap("rituals/sync.yml", 'at: "10:00"', f"at: {at_}")
        assert tiny.told() == ["rituals/sync.yml:4:42 Y013"]

    def test_a_time_needs_no_quotes(self, tiny: TinyPlaybook):
        tiny.swap("rituals/sync.yml", 'at: "10:00"', "at: 12:30")
        reading = tiny.read()
        assert reading.findings == ()
        assert reading.playbook is not None
        assert reading.playbook.rituals["sync"].cadence[0].at == "12:30"

    @pytest.mark.parametrize("flag", ["yes", "no", "on", "off", "True", "TRUE", "0", "1", "null"])
    def test_a_flag_is_true_or_false(self, tiny: TinyPlaybook, flag: str):
        tiny.add("stages/launch.yml", f"live: {flag}\n")
        (finding,) = tiny.read().findings
        assert (at(finding), finding.message) == (
            "stages/launch.yml:10:7 Y013",
            f"expected true or false, not `{flag}`",
        )

    @pytest.mark.parametrize(
        "number", ["1.0", "+1", "-1", "0x1", "1_0", "0", "01", "1e3", "1000000", "٣", "one", "9" * 5000]
    )
    def test_a_count_is_digits(self, tiny: TinyPlaybook, number: str):
        tiny.swap("rituals/sync.yml", "minutes: 30", f"minutes: {number}")
        assert tiny.told() == ["rituals/sync.yml:5:10 Y013"]

    @pytest.mark.parametrize(
        "day",
        ["2026-1-1", "2026-02-29", "2026-13-01", "0000-01-01", "20260101", "2026-01-01T00:00", "today", "٢٠٢٦-01-01"],
    )
    def test_a_date_is_a_day_that_exists(self, tiny: TinyPlaybook, day: str):
        tiny.add("roles/owner.yml", f"reviewed: {day}\n")
        assert tiny.told() == ["roles/owner.yml:5:11 Y013"]

    @pytest.mark.parametrize(
        "span", ["2", "days", "2days", "2  days", "two days", "-2 days", "1 year", "9" * 5000 + " days"]
    )
    def test_a_length_of_time_is_a_number_and_a_unit(self, tiny: TinyPlaybook, span: str):
        tiny.add("roles/owner.yml", f"review_every: {span}\n")
        assert tiny.told() == ["roles/owner.yml:5:15 Y013"]

    @pytest.mark.parametrize(
        "url", ["http://example.org", "example.org", "https://", "https://[", "ftp://x", "javascript:x"]
    )
    def test_an_address_on_the_web_is_https(self, tiny: TinyPlaybook, url: str):
        tiny.write("tools/board.yml", f"name: Board\nused_for: See.\nurl: '{url}'\n")
        (finding,) = tiny.read().findings
        assert at(finding) == "tools/board.yml:3:6 Y013"
        assert finding.message == f"expected a web address that starts with https://, not `{url}`"

    @pytest.mark.parametrize(
        ("field", "column"),
        [
            ("timezone: [a]", 1),
            ("timezone: {a: b}", 1),
            ("timezone: Mars/Base", 11),
            ("feedback_url: [a]", 1),
            ("feedback_url: https://x", 15),
        ],
    )
    def test_settings_that_do_not_fit(self, tiny: TinyPlaybook, field: str, column: int):
        tiny.add("playbook.yml", field + "\n")
        (told,) = tiny.told()
        assert told.startswith(f"playbook.yml:6:{column} ")

    def test_what_is_left_out_of_the_sides_is_asked_of_the_disciplines_too(self, tiny: TinyPlaybook):
        tiny.swap("playbook.yml", "  project:", "  delivery:")
        (finding,) = tiny.read().findings
        assert at(finding) == "playbook.yml:1:1 Y010"
        assert "there is no discipline `project`" in finding.message


class TestOneOrMany:
    @pytest.mark.parametrize("metrics", ["speed", "[speed]", "\n  - speed"])
    def test_one_value_stands_for_a_list_of_one(self, tiny: TinyPlaybook, metrics: str):
        tiny.write("metrics/speed.yml", "name: Speed\ndefinition: D.\ndirection: up\nmeasures: flow\n")
        tiny.add("roles/owner.yml", f"metrics: {metrics}\n")
        reading = tiny.read()
        assert reading.findings == ()
        assert reading.playbook is not None
        assert reading.playbook.roles["owner"].metrics == ("speed",)

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ("metrics: sped", "5:10 Y010"),
            ("metrics: {speed: 1}", "5:1 Y006"),
            ("metrics: [[speed]]", "5:11 Y006"),
            ("counterparts: {role: owner, how: Talk.}", "5:1 Y006"),
            ("skills: [listening]", "5:1 Y006"),
            ("purpose2: x", "5:1 Y005"),
            ("agreed: 2026-01-01", "5:9 Y006"),
            ("checklists: {Daily: {text: See., for: ownr}}", "5:39 Y010"),
            ("checklists: {Daily: See.}", ""),
            ("checklists: [See.]", "5:1 Y006"),
        ],
    )
    def test_shapes(self, tiny: TinyPlaybook, fields: str, told: str):
        tiny.add("roles/owner.yml", fields + "\n")
        assert tiny.told() == ([f"roles/owner.yml:{told}"] if told else [])

    @pytest.mark.parametrize(
        ("facilitator", "told"),
        [
            ("ownr", ["6:14 Y010"]),
            ("[owner, ownr]", ["6:22 Y010"]),
            ("{roles: ownr}", ["6:22 Y010"]),
            ("{roles: [owner, ownr], rotates: maybe}", ["6:30 Y010", "6:46 Y013"]),
            ("{role: owner}", ["6:1 Y007", "6:15 Y005"]),
        ],
    )
    def test_a_facilitator_in_every_form(self, tiny: TinyPlaybook, facilitator: str, told: list[str]):
        tiny.swap("rituals/sync.yml", "facilitator: owner", f"facilitator: {facilitator}")
        assert tiny.told() == [f"rituals/sync.yml:{each}" for each in told]


class TestOwnFields:
    def test_they_are_kept_as_written(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "x_cost: 4711\nx_sites:\n  - North\n  - South\n")
        reading = tiny.read()
        assert reading.findings == ()
        assert reading.playbook is not None
        assert dict(reading.playbook.roles["owner"].extras) == {"x_cost": "4711", "x_sites": ("North", "South")}
        assert dict(reading.playbook.rituals["sync"].extras) == {}

    @pytest.mark.parametrize("value", ["", "[]", "{a: b}", "[a, [b]]", "[{a: b}]"])
    def test_they_are_a_text_or_texts(self, tiny: TinyPlaybook, value: str):
        tiny.add("roles/owner.yml", f"x_cost: {value}\n")
        assert tiny.told() == ["roles/owner.yml:5:1 Y006"]

    def test_they_stand_at_the_top_only(self, tiny: TinyPlaybook):
        tiny.swap("stages/launch.yml", "    name: Begin\n", "    name: Begin\n    x_cost: 1\n")
        assert tiny.told() == ["stages/launch.yml:8:5 Y005"]


class TestIds:
    def test_an_id_that_is_taken_is_told_with_the_place_that_has_it(self, tiny: TinyPlaybook):
        tiny.add("rituals/sync.yml", "activities:\n  begin: {name: Begin again, raci: {}}\n")
        (finding,) = tiny.read().findings
        assert at(finding) == "stages/launch.yml:6:3 Y009"
        assert finding.message == "the activity `begin` is already the id of something: rituals/sync.yml:9"
        (related,) = finding.related
        assert (related.location.path, related.location.line, related.location.column) == ("rituals/sync.yml", 9, 3)
        assert finding.entity == "stage:launch"

    def test_ids_are_unique_within_a_kind_only(self, tiny: TinyPlaybook):
        tiny.write("terms/owner.yml", "name: Owner\ndefinition: D.\nrenamed_from: sync\n")
        assert tiny.told() == []

    @pytest.mark.parametrize("order", ["a-first", "z-last"])
    def test_it_is_the_former_id_that_has_to_give_way(self, tiny: TinyPlaybook, order: str):
        tiny.write(f"roles/{order}.yml", ROLE + "renamed_from: [ghost, owner]\n")
        assert tiny.told() == [f"roles/{order}.yml:5:23 Y009"]

    def test_nothing_was_renamed_from_itself(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "renamed_from: owner\n")
        assert tiny.told() == ["roles/owner.yml:5:15 Y009"]

    @pytest.mark.parametrize("old", ["Old", "../secret", "a/b", "a--b", "-", "ü", "a b"])
    def test_a_former_id_is_an_id(self, tiny: TinyPlaybook, old: str):
        tiny.add("roles/owner.yml", f'renamed_from: "{old}"\n')
        assert tiny.told() == ["roles/owner.yml:5:15 Y008"]


class TestHoldings:
    def test_what_fits_is_fine(self, tiny: TinyPlaybook):
        tiny.write("teams/crew.yml", CREW + "rituals: {sync: {day: friday, at: 09:15, timezone: Europe/Berlin}}\n")
        assert tiny.told() == []

    def test_what_does_not_fit_is_told_in_the_team(self, tiny: TinyPlaybook):
        tiny.swap("rituals/sync.yml", "every: week, day: tuesday", "every: month, day: third tuesday")
        tiny.write("teams/crew.yml", CREW + "rituals: {sync: {day: friday}}\n")
        (finding,) = tiny.read().findings
        assert (at(finding), finding.entity) == ("teams/crew.yml:4:23 Y015", "team:crew")
        assert "the cadence of `sync`, which needs to know which one: first" in finding.message

    def test_a_ritual_that_nobody_wrote_is_told_once(self, tiny: TinyPlaybook):
        tiny.write("teams/crew.yml", CREW + "rituals: {snyc: {day: third friday}}\n")
        assert tiny.told() == ["teams/crew.yml:4:11 Y010"]


class TestMessages:
    def test_a_near_miss_is_named(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "owner: Onwer\n")
        (finding,) = tiny.read().findings
        assert finding.message == "there is no role `Onwer`; did you mean `owner`?"
        assert finding.fix == "use the id of a role that exists: the name of its file without .yml"
        assert (finding.entity, finding.severity) == ("role:owner", Severity.ERROR)

    def test_where_nothing_is_near_nothing_is_guessed(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "owner: zzz\n")
        (finding,) = tiny.read().findings
        assert finding.message == "there is no role `zzz`"

    def test_an_unknown_field_lists_the_fields_that_there_are_in_its_place(self, tiny: TinyPlaybook):
        tiny.swap("stages/launch.yml", "raci: {", "raci: {drivr: owner, ")
        (finding,) = tiny.read().findings
        assert finding.fix == "fields here: accountable, responsible, support, consulted, informed"

    def test_an_activity_may_be_named_like_a_field(self, tiny: TinyPlaybook):
        tiny.swap("stages/launch.yml", "  begin:\n    name: Begin", "  raci:\n    nmae: Begin\n    name: Begin")
        (finding,) = tiny.read().findings
        assert finding.message == "unknown field `nmae`; did you mean `name`?"
        assert "escalate" in finding.fix

    def test_a_key_that_cannot_be_meant_is_named(self, tiny: TinyPlaybook):
        tiny.add("roles/owner.yml", "'[key]': x\n")
        (finding,) = tiny.read().findings
        assert (at(finding), finding.message) == ("roles/owner.yml:5:1 Y005", "unknown field `[key]`")

    def test_long_and_odd_values_are_cut_and_made_visible(self, tiny: TinyPlaybook):
        tiny.swap("roles/owner.yml", "level: lead", f"level: 'x\u200b{'y' * 500}'")
        (finding,) = tiny.read().findings
        assert finding.message == "`level` cannot be `x\\u200b" + "y" * 50 + "…`"


def test_order_of_fields_and_of_files_changes_no_finding(tmp_path: Path):
    faults = {
        "roles/owner.yml": [
            "name: Owner",
            "discipline: prdct",
            "level: lead",
            "purpose: P.",
            "mtrics: x",
            "tools: [y, z]",
        ],
        "roles/keeper.yml": ["name: Keeper", "discipline: product", "level: lad", "purpose: '[a](role:b)'", "tags:"],
        "tools/board.yml": ["name: Board", "used_for: '<b>'", "url: x", "record_of: {a: b}"],
    }

    def told(folder: str, *, reverse: bool) -> set[tuple[str, str, str, str]]:
        tiny = TinyPlaybook(tmp_path / folder)
        for inside, lines in sorted(faults.items(), reverse=reverse):
            tiny.write(inside, "\n".join(sorted(lines, reverse=reverse)))
        findings = tiny.read().findings
        return {(each.location.path, each.code, each.message, each.fix) for each in findings}

    assert told("one", reverse=False) == told("two", reverse=True)
    assert len(told("three", reverse=False)) == 10


def test_the_same_input_gives_the_same_findings_twice(tiny: TinyPlaybook):
    tiny.add("roles/owner.yml", "skills: {a: 1, b: 9}\ntags:\n")
    assert tiny.read().findings == tiny.read().findings


def test_sources_and_texts(tiny: TinyPlaybook):
    tiny.write("roles/broken.yml", b"name: \xff")
    reading = tiny.read()
    assert reading.texts["roles/owner.yml"] == ROLE
    assert reading.texts["roles/broken.yml"] == "name: \ufffd"
    source = reading.source_of("stage", "launch")
    assert source is not None
    place = source.locate(("activities", "begin", "raci", "responsible", 0))
    assert (place.line, place.column, place.end_column) == (9, 45, 50)
    assert reading.source_of("stage", "nowhere") is None
    broken = reading.source_of("role", "broken")
    assert broken is not None
    assert broken.locate(("name",)).line == 1
