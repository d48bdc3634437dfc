"""What a run was asked to judge: features that are there, and at least one scenario of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any

from behave.exception import FileNotFoundError as NoSuchFeature
from behave.exception import InvalidFileLocationError, InvalidFilenameError
from behave.parser import ParserError
from behave.runner_util import parse_features

from support.evidence.outcome import selected
from support.verdict import HarnessError


def check(locations: Callable[[], Sequence[Any]], config: Any) -> None:
    """Raises `HarnessError`, in one sentence, where a run by this configuration judges nothing.

    `locations` gives the places of the features, as Behave's runner knows them. A selection that
    nothing answers to is a slip of whoever typed it, never a run with nothing to complain about.
    """
    try:
        places = [each for each in locations() if not config.exclude(each)]
        features = parse_features(places, language=config.lang)
    except (NoSuchFeature, OSError, InvalidFileLocationError, InvalidFilenameError) as error:
        raise HarnessError(f"there is no feature {_named(error)}") from error
    except ParserError as error:
        raise HarnessError(f"a feature cannot be read: {' '.join(str(error).split())}") from error
    scenarios = [one for feature in features for one in feature.walk_scenarios()]
    if any(selected(one, config) for one in scenarios):
        return
    where = ", ".join(map(str, config.paths)) or "features"
    tags = config.tag_expression.to_string()
    asked = [f"to the tags {tags}"] if tags and tags != "true" else []
    asked += [f"to the name {' or '.join(map(repr, config.name))}"] if config.name else []
    hint = _hint(tags, {str(tag) for one in scenarios for tag in one.effective_tags})
    if not asked:
        raise HarnessError(f"there is no scenario below {where}")
    raise HarnessError(f"no scenario below {where} answers {' and '.join(asked)}{hint}")


def _named(error: Exception) -> str:
    return str(getattr(error, "filename", None) or error).strip("\"'")


def _hint(tags: str, carried: set[str]) -> str:
    """The tag that was probably meant, where one is asked for that nothing carries."""
    asked = [word.lstrip("@-~") for word in re.findall(r"[^\s()]+", tags)]
    for tag in asked:
        near = difflib.get_close_matches(tag, carried, 1)
        if near and tag not in carried:
            return f"; did you mean @{near[0]}?"
    return ""
