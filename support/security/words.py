"""How words of a feature become passes and intentions."""

from __future__ import annotations

from behave import register_type

from support.security.passes import Pass
from support.security.visits import Curiosity, Page


def credential(text: str) -> Pass:
    """What somebody shows."""
    return Pass(text)


def curiosity(text: str) -> Curiosity:
    """What somebody wants with another's work."""
    return Curiosity(text)


def page(text: str) -> Page:
    """Whose web page it is."""
    return Page(text)


# Behave reads the pattern of a type from its converter.
setattr(credential, "pattern", "|".join(Pass))
setattr(curiosity, "pattern", "|".join(Curiosity))
setattr(page, "pattern", "|".join(Page))
register_type(Pass=credential, Curiosity=curiosity, Page=page)
