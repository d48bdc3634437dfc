"""The value of a written sum, with the error that rounded figures bring into it."""

from __future__ import annotations

Term = tuple[float, float]
"""A value and its error."""


def evaluate(values: list[Term], signs: str) -> Term | None:
    """The value of an expression like "n*(n+n)", or `None` where brackets do not match."""
    stack: list[list[Term | str]] = [[]]
    queue = iter(values)
    for sign in signs:
        if sign == "(":
            stack.append([])
        elif sign == ")":
            if len(stack) == 1:
                return None
            inner = _reduced(stack.pop())
            if inner is None:
                return None
            stack[-1].append(inner)
        else:
            stack[-1].append(next(queue) if sign == "n" else sign)
    return _reduced(stack[0]) if len(stack) == 1 else None


def _reduced(parts: list[Term | str]) -> Term | None:
    """Products first, then sums; errors of products are relative ones."""
    sums: list[Term] = []
    sign, product = 1.0, None
    operator = "+"
    for part in parts:
        if isinstance(part, str):
            operator = part
            continue
        if operator in "+-":
            if product is not None:
                sums.append(product)
            sign = -1.0 if operator == "-" else 1.0
            product = (sign * part[0], part[1])
        elif product is None or (operator == "/" and not part[0]):
            return None
        else:
            a, wrong_a = product
            b, wrong_b = part
            if operator == "*":
                product = (a * b, abs(a) * wrong_b + abs(b) * wrong_a)
            else:
                product = (a / b, abs(wrong_a / b) + abs(a * wrong_b / (b * b)))
    if product is None:
        return None
    sums.append(product)
    return sum(value for value, _ in sums), sum(error for _, error in sums)
