"""Which part of the bill a question is about."""

from __future__ import annotations

from dataclasses import dataclass

from support.reference_agent.data.catalog import (
    COMPUTE,
    DATABASE,
    GPU,
    MODEL_API,
    NETWORK,
    STORAGE,
)

PROVIDERS = ("AWS", "Azure", "GCP")
AREAS = (GPU, COMPUTE, MODEL_API, STORAGE, DATABASE, NETWORK)
ENVIRONMENTS = ("prod", "staging", "dev")
MONTHS = tuple(range(1, 13))
#: Machines: what can be idle, too large, scheduled or committed to.
MACHINE_AREAS = (GPU, COMPUTE, DATABASE)
#: The calendar year that the shipped bill covers.
YEAR = 2025
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters on the bill; each field names what is kept. The default keeps everything."""

    providers: tuple[str, ...] = PROVIDERS
    areas: tuple[str, ...] = AREAS
    environments: tuple[str, ...] = ENVIRONMENTS
    months: tuple[int, ...] = MONTHS

    @property
    def parameters(self) -> list[object]:
        """The filters as the parameters $1 to $4 of a query on a ledger."""
        return [list(self.providers), list(self.areas), list(self.environments), list(self.months)]

    @property
    def arguments(self) -> dict[str, object]:
        """The filters that leave something out, ready for JSON."""
        kept = {
            "providers": (self.providers, PROVIDERS),
            "areas": (self.areas, AREAS),
            "environments": (self.environments, ENVIRONMENTS),
            "months": (self.months, MONTHS),
        }
        return {name: list(mine) for name, (mine, all_) in kept.items() if mine != all_}

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out, months aside."""
        return self.providers == PROVIDERS and self.areas == AREAS and not self.by_environment

    @property
    def by_environment(self) -> bool:
        """Whether only some environments are kept."""
        return self.environments != ENVIRONMENTS

    def name(self) -> str:
        """The scope in words: `GCP storage`, `AI infrastructure`, `AWS and Azure model APIs`."""
        parts = []
        if self.by_environment:
            words = {"prod": "production", "staging": "staging", "dev": "development"}
            parts.append(listed([words[name] for name in self.environments]))
        if self.providers != PROVIDERS:
            parts.append(listed(self.providers))
        if self.areas == AREAS:
            parts.append("AI infrastructure" if self.providers == PROVIDERS else "infrastructure")
        else:
            parts.append(listed([area_words(area) for area in self.areas]))
        return " ".join(parts)

    def period(self) -> str:
        """The months in words: `the year 2025`, `March 2025`, `May and July 2025`."""
        first, last = self.months[0], self.months[-1]
        if self.months == MONTHS:
            return f"the year {YEAR}"
        if len(self.months) == 1:
            return f"{MONTH_NAMES[first - 1]} {YEAR}"
        if last - first == len(self.months) - 1:
            return f"{MONTH_NAMES[first - 1]} to {MONTH_NAMES[last - 1]} {YEAR}"
        return f"{listed([MONTH_NAMES[month - 1] for month in self.months])} {YEAR}"


def area_words(area: str) -> str:
    """A cost area inside a sentence: `GPU compute`, `model APIs`, `storage`."""
    return area if area.startswith("GPU") else area[0].lower() + area[1:]


def listed(names: tuple[str, ...] | list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
