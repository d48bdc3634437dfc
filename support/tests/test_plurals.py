import pytest

from support.plurals import counted, plural, were


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 rounds"), (1, "1 round"), (2, "2 rounds"), (12_000, "12,000 rounds")],
)
def test_things_are_counted_as_people_write_them(number: int, words: str) -> None:
    assert counted(number, "round") == words
    assert f"{number:,} {plural(number, 'round')}" == words


@pytest.mark.parametrize(("number", "word"), [(0, "were"), (1, "was"), (2, "were")])
def test_one_thing_was_and_others_were(number: int, word: str) -> None:
    assert were(number) == word
