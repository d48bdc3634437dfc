"""A pytest plugin: every test does the same each time, and none need be quick.

Otherwise a mutant would be caught by luck, or by a busy machine.
"""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("steady")

CHANGING = ("test_a_secret_is_found_however_it_is_written",)
"""Tests with another name each time, which cannot be called again by it."""

_PLAIN = re.compile(r"[\w.+-]{1,60}", re.ASCII)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A name of letters and digits for a text that has others: a test is called again by it."""
    if not isinstance(val, str | bytes) or (isinstance(val, str) and _PLAIN.fullmatch(val)):
        return None
    return f"{argname}-{zlib.crc32(repr(val).encode('utf-8', 'backslashreplace')):08x}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what cannot be called again by its name."""
    left_out = [each for each in items if each.name.startswith(CHANGING)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [each for each in items if each not in left_out]
