import json
from pathlib import Path

import pytest

from support.evidence import one_file, summary
from support.evidence.tests.runs import data_of
from support.evidence.tests.samples import HOSTILE, results, scenario
from support.verdict import Outcome

ALLURE = (
    "<!DOCTYPE html><html><head><title> x </title></head><body>\n<div id='app'></div></body></html>"
)


def result(folder: Path, name: str, status: str, sizes: dict[str, int]) -> None:
    folder.mkdir(exist_ok=True)
    kinds = {"svg": "image/svg+xml", "jsonl": "text/plain", "html": "text/html"}
    attachments = []
    for extension, size in sizes.items():
        source = f"{name}.{extension}"
        (folder / source).write_bytes(b"x" * size)
        attachments.append({"name": source, "source": source, "type": kinds[extension]})
    body = {"name": name, "status": status, "steps": [{"attachments": attachments}]}
    (folder / f"{name}-result.json").write_text(json.dumps(body))


def test_what_is_large_is_left_out_and_first_the_transcripts_of_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results_folder = tmp_path / "allure-results"
    result(results_folder, "kept", "passed", {"jsonl": 50_000, "svg": 9_000, "html": 100})
    result(results_folder, "failed", "failed", {"jsonl": 50_000, "svg": 9_000})
    (results_folder / "odd-result.json").write_text("[1]")

    def lightened(most: int) -> set[str]:
        monkeypatch.setattr(one_file, "MOST_BYTES", most)
        folder = tmp_path / f"lighter-{most}"
        count = one_file.lighten(results_folder, folder)
        assert {each.name for each in folder.iterdir()} == {
            each.name for each in results_folder.iterdir()
        }
        short = {
            each.name
            for each in folder.iterdir()
            if each.stat().st_size != (results_folder / each.name).stat().st_size
        }
        assert len(short) == count
        return short

    assert lightened(200_000) == set()
    assert lightened(100_000) == {"kept.jsonl"}
    assert lightened(60_000) == {"kept.jsonl", "kept.svg"}
    assert lightened(20_000) == {"kept.jsonl", "kept.svg", "failed.jsonl"}
    told = (tmp_path / "lighter-20000" / "failed.jsonl").read_text()
    assert told == (
        "Left out of the one file, which would be too large: "
        "reports/allure-results/failed.jsonl (50,000 bytes).\n"
    )
    assert (tmp_path / "lighter-60000" / "kept.svg").read_text().startswith("<svg")
    assert (results_folder / "kept.jsonl").stat().st_size == 50_000


def test_the_scorecard_stands_first_in_a_tree_of_its_own(tmp_path: Path) -> None:
    data = data_of(results(scenario(Outcome.NOT_MET, name=HOSTILE), name=HOSTILE))
    summary.write(data, tmp_path / "summary.json")
    page = one_file.with_front(one_file.keep_to_itself(ALLURE), tmp_path)
    assert page.index('<template shadowrootmode="open">') < page.index("<div id='app'>")
    assert "<title>not met, 0 of 1 promise kept: &lt;script&gt;" in page
    assert "alert('1')" not in page.replace("alert(&#x27;1&#x27;)", "")
    assert page.index("Content-Security-Policy") < page.index("<title>")


@pytest.mark.parametrize("content", [None, "{", "[]", '{"agent": {}}'])
def test_without_a_summary_the_report_stays_as_it_is(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "summary.json").write_text(content)
    assert one_file.with_front(ALLURE, tmp_path) == ALLURE


@pytest.mark.parametrize(
    "page", ["test-result-tab-history", "test-result-tab-environments", "nav-tab-qualityGate"]
)
def test_pages_of_allure_that_would_always_be_empty_are_not_offered(page: str) -> None:
    style = one_file.keep_to_itself("<head></head>").partition("@media")[2]
    rule = next(each for each in style.split("}") if page in each)
    assert rule.endswith("{display:none")
