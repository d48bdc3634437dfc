from hypothesis import given
from hypothesis import strategies as st

from support.evidence.attach import _drawing_problem
from support.evidence.region_chart import MOST_REGIONS, regions_svg
from support.evidence.tests.samples import HOSTILE


def row(
    region: str, trip: float | None, sign: float | None, answer: float | None
) -> dict[str, object]:
    return {"region": region, "round_trip_ms": trip, "first_sign_s": sign, "answer_s": answer}


def test_the_nearest_comes_first_and_each_is_told_in_words() -> None:
    picture = regions_svg([row("apac", 230.0, 0.5, 2.6), row("us-east", 9.0, 0.1, 2.0)])
    told = "us-east: round trip 9 ms, first sign 0.10 s, answer 2.00 s; apac: round trip 230 ms"
    assert told in picture
    assert picture.index(">us-east<") < picture.index(">apac<")


def test_where_no_answer_came_it_says_so() -> None:
    assert "✗ no answer" in regions_svg([row("moon", None, None, None)])
    assert "No region was asked from" in regions_svg([])


def test_of_very_many_the_rest_are_in_the_table() -> None:
    rows = [row(f"r{number}", float(number), 0.1, 0.2) for number in range(MOST_REGIONS + 3)]
    assert "in the table: 3 more regions" in regions_svg(rows)


NUMBER = st.none() | st.floats(0, 1e4)


@given(st.lists(st.builds(row, st.text(max_size=9) | st.just(HOSTILE), NUMBER, NUMBER, NUMBER)))
def test_any_rows_make_a_harmless_picture(rows: list[dict[str, object]]) -> None:
    assert _drawing_problem(regions_svg(rows)) == ""
