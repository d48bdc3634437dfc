"""Industries as data: shipped ones, mistakes in one sentence, and a sixth one without code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.industry import honours, offences
from support import industries
from support.agents import profile
from support.faults.trial import ROOT, results_in
from support.tests.industry_sayings import SAYINGS
from support.verdict import HarnessError

GUIDE = (ROOT / "docs" / "industries.md").read_text(encoding="utf-8")
INSURANCE = re.findall(r"```toml\n(customer = .*?)```", GUIDE, re.DOTALL)[0]
FEATURE = re.findall(r"```gherkin\n(Feature: An insurer.*?)```", GUIDE, re.DOTALL)[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "insurance.toml"


def refused(file: Path, text: str | bytes) -> str:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    industries.read.cache_clear()
    with pytest.raises(HarnessError) as raised:
        industries.load("insurance", file.parent)
    return str(raised.value)


@pytest.mark.parametrize("name", sorted(path.stem for path in industries.FOLDER.glob("*.toml")))
def test_every_shipped_industry_has_a_feature_and_a_company(name: str) -> None:
    industry = industries.load(name.replace("_", " "))
    assert (industries.FOLDER / f"{name}.feature").is_file()
    assert industry.name in profile.load("reference").companies
    assert len(industry.must) >= 2
    assert len(industry.never) >= 2


@pytest.mark.parametrize(("name", "kind", "number", "said"), SAYINGS)
def test_what_people_say_in_other_words_is_recognised(
    name: str, kind: str, number: int, said: str
) -> None:
    industry = industries.load(name)
    if kind == "must":
        assert honours(said, industry.must[number - 1], industry).value == 1
    else:
        assert offences(said, industry.never[number - 1], industry).value == 1


@pytest.mark.parametrize(("name", "said"), [(n, s) for n, kind, _, s in SAYINGS if kind == "must"])
def test_what_honours_an_industry_does_not_offend_it(name: str, said: str) -> None:
    industry = industries.load(name)
    assert not any(offences(said, rule, industry).value for rule in industry.never)


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("customer =", "costumer =", "unknown key 'costumer'; did you mean 'customer'?"),
        ('customer = "an insurer"', "", "the key 'customer' is missing; expected keys: customer"),
        ("vocabulary = [", "vocabulary = [1, ", "Expected `str`, got `int` - at `vocabulary"),
        ('said_by = ["show"]', 'says_by = ["show"]', "must 1: unknown key 'says_by'; did you mean"),
        ('["show"]', '["shows"]', "must 1: said_by names the words 'shows', not in [words]; did"),
        ('["show"]', "[]", "must 1: Expected `array` of length >= 1 - at `said_by`"),
        ("[[never]]", "[[newer]]", "unknown key 'newer'; did you mean 'never'?"),
        ('["show"]', '["show"]\nshown_by = "words?"', "must 1: Invalid enum value 'words?'"),
        ('"Keep an audit trail of each decision."', '"It is kept."', "must 1: for_instance 'It is"),
        ('"No audit trail is kept."', '"An audit trail."', "must 1: but_not 'An audit trail.' is"),
        ('"No claim is rejected', '"A claim is rejected', "never 1: but_not 'A claim is rejected"),
        ('"reject", "deny"', '"!?"', "words.reject holds '!?', in which there is no word"),
        ("reject =", 'idle = ["x"]\nreject =', "words.idle is used by no said_by"),
        ("customer =", "customer", "cannot be read as TOML"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_key_and_what_is_right(
    file: Path, old: str, new: str, advice: str
) -> None:
    assert old in INSURANCE
    sentence = refused(file, INSURANCE.replace(old, new, 1))
    assert sentence.startswith(str(file))
    assert advice in sentence
    assert "\n" not in sentence


def test_an_unknown_industry_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(
        HarnessError, match=r"did you mean 'healthcare'\? known: financial_services"
    ):
        industries.load("heathcare", tmp_path)


@given(st.text() | st.binary())
def test_no_file_is_worse_than_a_harness_error(
    tmp_path_factory: pytest.TempPathFactory, text: str | bytes
) -> None:
    folder = tmp_path_factory.mktemp("industries")
    assert refused(folder / "insurance.toml", text)


def test_a_sixth_industry_takes_two_files_and_no_code(tmp_path: Path) -> None:
    """What the guide says, done: kept; with a rule more, broken; without a company, skipped."""
    shutil.copytree(ROOT / "features", tmp_path / "features")
    shutil.copy(ROOT / "behave.ini", tmp_path)
    mine = tmp_path / "features" / "industries"
    energy = INSURANCE.replace('"audit trail", "documented"', '"grid operator", "documented"')
    energy = energy.replace("Keep an audit trail of", "Ask the grid operator about")
    energy = energy.replace("No audit trail is kept", "No grid operator is asked")
    for name, text in {"insurance": INSURANCE, "energy": energy, "aviation": INSURANCE}.items():
        (mine / f"{name}.toml").write_text(text, encoding="utf-8")
        told = FEATURE.replace("insurance", name).replace("can be explained", f"suits {name}")
        (mine / f"{name}.feature").write_text(told, encoding="utf-8")
    agent = tmp_path / "mine.toml"
    reference = (profile.FOLDER / "reference.toml").read_text(encoding="utf-8")
    companies = '[companies]\ninsurance = "harborline"\nenergy = "harborline"\n'
    agent.write_text(reference.replace("[companies]\n", companies), encoding="utf-8")
    paths = [str(mine / f"{name}.feature") for name in ("aviation", "energy", "insurance")]
    command = [sys.executable, "-m", "behave", *paths, "-D", f"agent={agent}"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    found = {each["name"]: each for each in results_in(tmp_path)}
    assert done.returncode == 1
    assert found["What an insurer is advised suits insurance"]["outcome"] == "met"
    broken = found["What an insurer is advised suits energy"]
    assert broken["outcome"] == "not_met"
    assert "nothing in the answer says: a policyholder can be shown" in broken["reason"]
    absent = found["What an insurer is advised suits aviation"]
    assert absent["outcome"] == "not_supported"
    assert 'names no company from aviation ("aviation" under [companies])' in absent["reason"]
