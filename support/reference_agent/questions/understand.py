"""From the words of a question, and of the thread before it, to its meaning."""

from __future__ import annotations

import re
from dataclasses import replace

from support.reference_agent.billing import TENANTS
from support.reference_agent.conversation import Turn
from support.reference_agent.data.catalog import COMPUTE, GPU
from support.reference_agent.questions import vocabulary as say
from support.reference_agent.questions.amounts import Amount, amounts_and_target
from support.reference_agent.questions.asks import MACHINE_ASKS, asks_in
from support.reference_agent.questions.meaning import Ask, Claim, Question, Subject
from support.reference_agent.questions.times import months_in, years_outside
from support.reference_agent.scope import (
    AREAS,
    ENVIRONMENTS,
    MACHINE_AREAS,
    MONTHS,
    PROVIDERS,
    Scope,
)

#: Remarks in brackets about the message itself: references, passwords and the like.
_REMARK = re.compile(
    r"[(\[{][^)\]}]*\b(?:reference|ref|secret|canary|code|password|ticket|case|id|key)\b"
    r"[^)\]}]*[)\]}]",
    re.IGNORECASE,
)
#: Strings that mean something to a machine only: a run of six with letters and digits mixed.
_OPAQUE = re.compile(
    r"\S*(?=[\w-]*\d)(?=[\w-]*[A-Za-z])(?:[A-Fa-f0-9]{8,}|[A-Za-z]+\d+[A-Za-z]+\d\w*"
    r"|\d+[A-Za-z]+\d+[A-Za-z]\w*)\S*"
)


#: Words in a question that can hardly be about anything else than what the thread is about ...
SHORT = 6
#: ... or, where it has a word about cost, than what the agent is for.
BRIEF = 4


def without_secrets(text: str) -> str:
    """The question without references and other strings that carry no meaning."""
    return _OPAQUE.sub(" ", _REMARK.sub(" ", text))


def _providers(text: str) -> tuple[str, ...]:
    excluded = re.findall(
        r"\b(?:except|excluding|other than|besides|without|not|ignore)(?: for)? "
        r"(aws|amazon|azure|microsoft|gcp|google)",
        text,
        re.IGNORECASE,
    )
    gone = {
        name
        for name in PROVIDERS
        if any(say.PROVIDER_NAMES[name].fullmatch(word) for word in excluded)
    }
    if gone:
        return tuple(name for name in PROVIDERS if name not in gone)
    named = tuple(name for name in PROVIDERS if say.PROVIDER_NAMES[name].search(text))
    return named or _implied(text)


def _implied(text: str) -> tuple[str, ...]:
    """The providers of the products named, unless cost areas are named that go beyond them."""
    products = [
        (name, found[0])
        for name in PROVIDERS
        for found in say.PROVIDER_PRODUCTS[name].finditer(text)
    ]
    theirs = {area for _, product in products for area in _areas(product)}
    rest = text
    for _, product in products:
        rest = rest.replace(product, " ")
    if set(_areas(rest)) - theirs:
        return ()
    return tuple(name for name in PROVIDERS if name in {of for of, _ in products})


def _areas(text: str) -> tuple[str, ...]:
    found = [area for area in AREAS if say.AREA_WORDS[area].search(text)]
    if COMPUTE in found and GPU in found:
        if say.ONLY_GENERAL.search(text) and not re.search(r"(?<!non-)\bgpu", text, re.IGNORECASE):
            found.remove(GPU)
        elif say.ONLY_GPU.search(text):
            found.remove(COMPUTE)
    return tuple(found)


def _environments(text: str) -> tuple[str, ...]:
    return tuple(name for name in ENVIRONMENTS if say.ENVIRONMENT_WORDS[name].search(text))


def _scope(text: str) -> Scope:
    """What is named outright; an area is a filter only where the question is not about it all."""
    areas = _areas(text)
    several_asks = len(re.findall(r",|;|\band\b|\?", text)) >= 2
    about_all = say.EVERYTHING.search(text) is not None
    if about_all and (len(areas) >= 3 or (len(areas) == 2 and several_asks)):
        areas = ()
    return Scope(
        _providers(text) or PROVIDERS,
        areas or AREAS,
        _environments(text) or ENVIRONMENTS,
        months_in(text) or MONTHS,
    )


def _claim(amount: Amount, scope: Scope) -> Claim:
    """What an amount is about: the words after it, else those before it, else the whole bill."""
    for part in (amount.after, amount.before):
        providers, areas = _providers(part), _areas(part)
        if providers or areas:
            break
    months = MONTHS if amount.annual else months_in(amount.after + amount.before) or MONTHS
    return Claim(
        amount.dollars, Scope(providers or PROVIDERS, areas or AREAS, scope.environments, months)
    )


def _subject(text: str, tenant: str, scope: Scope) -> Subject:
    names = [name for name in TENANTS if name != tenant and say.words(name).search(text)]
    if names or (
        say.OTHER_ORGANIZATIONS.search(text)
        and re.search(r"data|bill|spend|cost|show|access|see", text, re.IGNORECASE)
    ):
        return Subject.FOREIGN
    named = scope.arguments.keys() - {"months"} or bool(_providers(text))
    cost = say.COST.search(text) is not None
    cloud = named or say.CLOUD.search(text) is not None
    owned = say.OWNERSHIP.search(text) is not None
    if say.ELSEWHERE.search(text) and not cloud:
        return Subject.OTHER
    brief = len(text.split()) <= BRIEF
    if (cost and (cloud or owned or brief)) or (named and (owned or asks_in(text, scope))):
        return Subject.COST
    return Subject.COURTESY if say.COURTESY.search(text) else Subject.OTHER


def understand(text: str, tenant: str, history: tuple[Turn, ...] = ()) -> Question:
    """The meaning of `text`, asked by someone of `tenant` after the turns in `history`."""
    before: Question | None = None
    for turn in history:
        earlier = _understood(without_secrets(turn.question), tenant, before)
        # After a digression the thread is still about what it was about before.
        before = earlier if earlier.subject is Subject.COST else before
    return _understood(without_secrets(text), tenant, before)


def _understood(text: str, tenant: str, before: Question | None) -> Question:
    scope = _scope(text)
    subject = _subject(text, tenant, scope)
    asks = asks_in(text, scope)
    leans = (
        before is not None
        and subject not in {Subject.FOREIGN, Subject.COURTESY}
        and not say.EVERYTHING.search(text)
        and not say.ELSEWHERE.search(text)
        and (say.FOLLOW_UP.search(text) is not None or len(text.split()) <= SHORT)
    )
    if before is not None and say.MORE.search(text):
        return replace(before, claims=(), follow_up=True)
    told = asks or scope != Scope() or _providers(text) or years_outside(text)
    if leans and before is not None and told:
        scope = Scope(
            _providers(text) or before.scope.providers,
            scope.areas if scope.areas != AREAS else before.scope.areas,
            _environments(text) or before.scope.environments,
            months_in(text) or before.scope.months,
        )
        subject, asks = Subject.COST, asks or before.asks
    elif subject is not Subject.COST:
        return Question(subject)
    else:
        leans = False
    if Ask.COMMITMENT in asks and set(asks) <= MACHINE_ASKS and scope.areas == AREAS:
        scope = replace(scope, areas=tuple(a for a in AREAS if a in MACHINE_AREAS))
    amounts, target = amounts_and_target(text)
    industry = next(
        (name for name, pattern in say.INDUSTRY_WORDS.items() if pattern.search(text)), None
    )
    if target is not None and Ask.SAVINGS not in asks:
        asks = (*asks, Ask.SAVINGS)
    return Question(
        Subject.COST,
        scope,
        asks or (Ask.SAVINGS,),
        tuple(_claim(amount, scope) for amount in amounts[:3]),
        target,
        industry or (before.industry if before and leans else None),
        years_outside(text),
        leans,
        say.MIGRATION.search(text) is not None,
        say.COMMAND.search(text) is not None,
    )
