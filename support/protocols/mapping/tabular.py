"""Tabular texts: values in columns, comma-separated values, and key=value pairs."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import msgspec

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


def columns_of(text: str, names: list[str], separator: str) -> dict[str, str]:
    """Values between separators, as they are; the last column takes the rest."""
    return dict(zip(names, text.split(separator, len(names) - 1), strict=False))


def csv_rows(text: str, separator: str = ",") -> list[list[str]]:
    """The records of comma-separated values (RFC 4180); raises `ValueError` where it is none."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [row for row in reader if row]
    except csv.Error as error:
        raise ValueError(str(error)) from error


def csv_record(values: list[str], names: list[str]) -> Any:
    """A record by the names of its columns; what stands beyond them is a list, `rest`.

    Where columns have no names it is the list of its values.
    """
    if not names:
        return values
    record: dict[str, Any] = dict(zip(names, values, strict=False))
    return record | ({"rest": values[len(names) :]} if len(values) > len(names) else {})


def csv_line(values: list[str], separator: str = ",") -> str:
    """Values as one record, quoted where they must be."""
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=separator).writerow(values)
    return line.getvalue().removesuffix("\r\n")


def pairs_of(text: str, between: str = r"\s+", equals: str = "=") -> dict[str, str]:
    """The values by their keys; raises `ValueError` where not all of it is pairs.

    A value in double quotes may hold whatever else stands between two pairs.
    """
    gap, found, rest = re.compile(between), {}, text.strip()
    while rest:
        start = gap.match(rest)
        rest = rest[start.end() :] if start else rest
        if not rest:
            break
        key, sign, rest = rest.partition(equals)
        if not sign or gap.search(key.strip()):
            raise ValueError("not all of it is pairs")
        value, rest = _value(rest, gap)
        found[key.strip()] = value
    if not found:
        raise ValueError("there are no pairs")
    return found


def _value(text: str, gap: re.Pattern[str]) -> tuple[str, str]:
    """The value at the beginning of a text, and what comes after it."""
    lead = len(text) - len(text.lstrip(" "))
    quoted = _QUOTED.match(text, lead)
    if quoted and (quoted.end() == len(text) or gap.match(text, quoted.end())):
        return _unescaped(quoted), text[quoted.end() :]
    end = gap.search(text)
    return (text[: end.start()].strip(), text[end.end() :]) if end else (text.strip(), "")


def _unescaped(quoted: re.Match[str]) -> str:
    try:
        return msgspec.json.decode(quoted[0], type=str)
    except ValueError:  # not as JSON escapes
        return re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL)
