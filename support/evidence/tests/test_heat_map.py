from hypothesis import given, settings
from hypothesis import strategies as st

from support.evidence.attach import _drawing_problem
from support.evidence.heat_map import (
    Sights,
    attach_isolation,
    heat_map_svg,
    heat_map_table,
    sights_of,
)
from support.evidence.tests.samples import HOSTILE
from support.reading import read
from support.tests.recordings import gets, notes, recording, whole_run


def test_who_saw_whose_is_counted_pair_by_pair() -> None:
    lines = [notes("open"), gets("connection_established", None)]
    one = read(recording([*lines, *whole_run()]))
    sights = sights_of([one])
    assert sights.names == (one.name,)
    attach_isolation([one])  # alone there is nothing to show, and without a report nowhere


def test_the_map_says_in_words_and_signs_who_was_shown_what() -> None:
    sights = Sights(("customer 1", "customer 2", "customer 3"), ((0, 0, 2), (0, 0, 0), (None,) * 3))
    picture = heat_map_svg(sights)
    assert _drawing_problem(picture) == ""
    assert picture.count("✗ 2") == 2  # in the cell, and in what a pointer tells
    assert "customer 1 was shown 2 of customer 3; for 1 of them it could not be seen" in picture
    assert heat_map_table(sights).splitlines() == [
        "shown to\tof customer 1\tof customer 2\tof customer 3",
        "customer 1\t0\t0\t2",
        "customer 2\t0\t0\t0",
        "customer 3\t?\t?\t?",
    ]


def test_of_a_crowd_those_are_drawn_who_saw_or_were_seen() -> None:
    names = tuple(f"customer {number}" for number in range(100))
    counts = [[0] * 100 for _ in names]
    counts[77][88] = 3
    sights = Sights(names, tuple(map(tuple, counts)))
    picture = heat_map_svg(sights)
    assert "customer 77" in picture
    assert ">88<" in picture  # a narrow column has no room for more
    assert "in the table: 88 more customers" in picture
    assert heat_map_table(sights) == "shown to\tof\thow many things\ncustomer 77\tcustomer 88\t3"


def test_where_nobody_saw_anything_it_says_so() -> None:
    assert "nobody was shown anything" in heat_map_svg(Sights(("a", "b"), ((0, 0), (0, 0))))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.data())
def test_any_names_make_a_harmless_picture(size: int, data: st.DataObject) -> None:
    names = tuple(data.draw(st.text(max_size=20) | st.just(HOSTILE)) for _ in range(size))
    cell = st.none() | st.integers(0, 9)
    rows = tuple(tuple(data.draw(cell) for _ in range(size)) for _ in range(size))
    assert _drawing_problem(heat_map_svg(Sights(names, rows))) == ""
