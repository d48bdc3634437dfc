"""What was caught, for which reason, and what else turned red; and what the catalogue claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from support.faults.defects import catalogue
from support.faults.trial import ROOT, Trial
from support.proof import matrix, picture
from support.proof.boundaries import Sides
from support.proof.chain import EXPECTED, Trouble
from support.proof.clean import Clean
from support.proof.live import claim_of
from support.proof.matrix import Claim, Companion, claim, companions, strays
from support.proof.outcome import Proof
from support.proof.printed import detection_table, report
from support.proof.readings import per_user, rising
from support.proof.rows import Row, rows, undecided
from support.proof.workshop import Cell, Tried
from support.verdict import Outcome

ROW = Row("it hides", "All signs are shown", "never came", "Progress", "golden path", sampled=True)
RED = Cell("All signs are shown", "Signs", Outcome.NOT_MET, "signs: a thought never came",
           (("signs, customer 1", "a thought never came"),))  # fmt: skip
GREEN = Cell("Nothing is lost", "Signs", Outcome.MET, "")
STRAY = Cell(
    "Nothing is lost", "Signs", Outcome.NOT_MET, "delivery: a gap", (("delivery", "a gap"),)
)
UNKNOWN = Cell("All signs are shown", "Signs", Outcome.NOT_MEASURED, "it was not to be seen")
REFUSED = Cell("All signs are shown", "Signs", Outcome.NOT_MET, "nobody opens, and it never came")


def tried(*cells: Cell) -> Tried:
    return Tried("it hides", cells, 1.0, 0.1)


@pytest.mark.parametrize(
    ("cells", "outcome", "caught", "named"),
    [
        ([RED, GREEN], Outcome.NOT_MET, True, True),
        ([replace(RED, reason="too late"), GREEN], Outcome.NOT_MET, True, False),
        ([UNKNOWN], Outcome.NOT_MEASURED, False, False),
        ([UNKNOWN, RED], Outcome.NOT_MEASURED, False, False),
        ([replace(RED, outcome=Outcome.MET)], Outcome.MET, False, False),
        ([GREEN], None, False, False),
    ],
)
def test_only_the_named_promise_for_the_named_reason_counts(
    cells: list[Cell], outcome: Outcome | None, caught: bool, named: bool
) -> None:
    found = claim(ROW, cells)
    assert (found.outcome, found.caught, found.as_named) == (outcome, caught, named)


def test_what_is_neither_named_nor_declared_is_a_stray() -> None:
    assert strays(tried(RED, GREEN, UNKNOWN), [ROW], []) == []
    (stray,) = strays(tried(RED, STRAY), [ROW], [])
    assert (stray.scenario, stray.check, stray.reason) == ("Nothing is lost", "delivery", "a gap")
    lost = Companion(["it h*"], ["del*"], "what is hidden is missing")
    assert strays(tried(RED, STRAY), [ROW], [lost]) == []
    assert len(strays(tried(RED, STRAY), [ROW], [Companion(["other"], ["*"], "")])) == 1
    assert len(strays(tried(RED, STRAY), [ROW], [Companion(["*"], ["other"], "")])) == 1


def test_no_defect_may_break_just_anything() -> None:
    assert not [each.defects for each in companions() if "*" in each.checks]


def test_a_conversation_that_never_began_is_a_check_of_its_own() -> None:
    assert matrix.named_checks([ROW], [REFUSED]) == {matrix.TALK}
    (stray,) = strays(tried(RED, replace(REFUSED, scenario="Other")), [ROW], [])
    assert stray.check == matrix.TALK


def test_the_same_promise_broken_elsewhere_is_no_stray() -> None:
    elsewhere = replace(RED, scenario="Several customers")
    assert strays(tried(RED, elsewhere), [ROW], []) == []


def test_every_defect_has_a_row_and_every_row_a_defect_and_no_two_claim_the_same() -> None:
    claimed = rows(ROOT)
    assert {row.fault for row in claimed} | undecided(ROOT) == set(catalogue())
    assert {row.fault for row in claimed}.isdisjoint(undecided(ROOT))
    assert len({row.fault for row in claimed}) >= 80
    twice = [k for k, n in Counter((row.promise, row.reason) for row in claimed).items() if n > 1]
    assert twice == []
    assert {row.sampled for row in claimed} == {True, False}


def test_companions_name_defects_that_exist_and_say_why() -> None:
    for each in companions():
        assert each.because
        for pattern in each.defects:
            assert any(Companion([pattern], ["*"], "").covers(name, "any") for name in catalogue())


def test_a_live_trial_is_read_as_a_claim() -> None:
    failed = {"name": "All signs are shown", "outcome": "not_met", "reason": "it never came"}
    assert claim_of(ROW, Trial(1, (failed,), "")).as_named
    assert not claim_of(ROW, Trial(1, ({**failed, "outcome": "broken"},), "")).caught
    assert claim_of(ROW, Trial(0, ({**failed, "outcome": "met"},), "")).outcome is Outcome.MET
    assert claim_of(ROW, Trial(1, (), "")).outcome is None


def whole(**changes: object) -> Proof:
    held = Sides("p", "f", "at most 5 s", "4.9 s", "5.1 s", held=True)
    trouble = Trouble("the disk is full", "p", Outcome.BROKEN, "the recording cannot be kept: no")
    made = Proof(
        [claim(ROW, [RED])], [tried(RED, GREEN)], [], tried(GREEN), [Clean((GREEN,), 0, busy=True)],
        [held], [trouble],
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"claims": [claim(ROW, [GREEN])]},
        {"claims": [claim(ROW, [replace(RED, reason="too late")])]},
        {"strays": strays(tried(RED, STRAY), [ROW], [])},
        {"healthy": tried(STRAY)},
        {"clean": [Clean((STRAY,), 0, busy=False)]},
        {"clean": []},
        {"clean": [Clean((GREEN, UNKNOWN), 0, busy=False)]},
        {"clean": [Clean((GREEN, replace(GREEN, outcome=Outcome.BROKEN)), 0, busy=True)]},
        {"healthy": None},
        {"claims": []},
        {"boundaries": []},
        {"chain": []},
        {"boundaries": [Sides("p", "f", "at most 5 s", "", "", held=False)]},
        {"chain": [Trouble("the disk is full", "p", Outcome.NOT_MET, "the agent is slow")]},
    ],
)
def test_a_proof_with_a_hole_is_none(changes: dict[str, object]) -> None:
    assert whole().holds
    assert not whole(**changes).holds


def test_only_recordings_that_were_judged_are_counted(tmp_path: Path) -> None:
    proof = whole(clean=[Clean((GREEN, UNKNOWN, UNKNOWN), 0, busy=True)])
    told = proof.figures(tmp_path)
    assert (told["clean_runs"], told["clean_runs_while_busy"], told["clean_runs_unknown"]) == (
        (1, 1, 2)
    )
    assert "✗ Healthy recordings not judged: 2" in "\n".join(report(proof, tmp_path))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_trouble_holds_only_with_its_own_outcome_and_reason(name: str) -> None:
    outcome, words = EXPECTED[name]
    good = Trouble(name, "p", outcome, f"so: {words} and more")
    assert good.held
    assert not replace(good, reason="KeyError: 'run_id'").held
    others = set(Outcome) - {outcome}
    assert not any(replace(good, outcome=other).held for other in others)


def test_the_figures_of_other_commands_join_where_there_are_any(tmp_path: Path) -> None:
    (tmp_path / "mutation.json").write_text('{"score": 93.0, "survivors": []}')
    (tmp_path / "coverage.json").write_text("not json")
    (tmp_path / "protocol_coverage.json").write_text(
        '{"protocol_coverage": 98.5, "by_features_alone": 71.2}'
    )
    found = whole().figures(tmp_path)
    assert (found["mutation_score"], found["line_coverage"], found["parallel_ratio"]) == (
        (93.0, None, None)
    )
    assert (found["protocol_coverage"], found["protocol_coverage_by_features"]) == (98.5, 71.2)
    assert (found["cells"], found["red_cells"], found["unmeasured_cells"]) == (2, 1, 0)
    assert (found["defects"], found["caught"], found["caught_as_named"]) == (1, 1, 1)
    assert (found["clean_runs"], found["false_alarms"], found["unrelated_reds"]) == (1, 0, 0)
    lines = "\n".join(report(whole(), tmp_path))
    assert "mutation score: 93" in lines
    assert "line coverage: none yet: run `make coverage`" in lines


def test_a_defect_counts_as_caught_only_with_all_its_rows() -> None:
    other = Claim(replace(ROW, promise="Nothing is lost"), Outcome.MET, "it passed")
    both = whole(claims=[claim(ROW, [RED]), other])
    assert (len(both.defects), both.caught) == (1, 0)
    assert "✗ it hides: 'Nothing is lost' was met: it passed" in "\n".join(report(both, Path()))
    assert "| golden path | 1 | 2 | 1 | 1 |" in detection_table(both)


def test_the_picture_says_in_words_what_its_signs_mean() -> None:
    evil = replace(RED, reason="<script>signs: a thought never came")
    proof = whole(tried=[tried(evil, GREEN)])
    found = picture.data(proof)
    assert found["promises"] == ["All signs are shown", "Nothing is lost"]
    assert [cell["kind"] for cell in found["defects"][0]["cells"].values()] == ["named", "met"]
    page = picture.page(found)
    assert "<script>" not in page
    assert "All signs are shown: named: this promise had to notice it, and did." in page
    assert "prefers-color-scheme: dark" in page


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        ([RED, STRAY], ["named", "stray"]),
        ([RED, replace(RED, scenario="Several customers")], ["named", "related"]),
        ([UNKNOWN, GREEN], ["unknown", "met"]),
        ([GREEN], ["met", "missed"]),
    ],
)
def test_every_kind_of_cell_is_told(cells: list[Cell], kinds: list[str]) -> None:
    proof = whole(claims=[claim(ROW, cells)], tried=[tried(*cells)])
    proof.strays = strays(tried(*cells), [ROW], [])
    (defect,) = picture.data(proof)["defects"]
    assert [cell["kind"] for cell in defect["cells"].values()] == kinds


def test_memory_is_told_as_it_was_wanted() -> None:
    sizes = (1, 3, 10, 30)
    even = per_user(50.0)(None, None, sizes, "q").steps
    assert [step.mb - even[0].mb for step in even] == [0, 100, 450, 1450]
    steep = rising(3.0)(None, None, sizes, "q").steps
    assert (steep[2].mb - steep[1].mb) / 7 == 2
    assert (steep[3].mb - steep[2].mb) / 20 == 6
