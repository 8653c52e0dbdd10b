"""What a competence plan costs, worked out once more from its own prices: kroner that a page may tell are these, and no others.

Prices, frames and numbers of participants are what people planned; how many centres a package is bought for is the one number taken as
told, for a page does not know which they are.
"""

from collections.abc import Iterable, Iterator

from analysis.auditing.numerals import plain

Amounts = frozenset[str]


def amounts(plans: Iterable[dict]) -> Amounts:
    """Every amount of the plans as it may be printed, in whole kroner: prices, what each effort costs, their sum, the frame, what is left
    of it or missing."""
    return frozenset(plain(round(amount)) for plan in plans for amount in _amounts(plan))


def units(plans: Iterable[dict]) -> Amounts:
    """How many of each package are bought: participants, centres, or one for all."""
    return frozenset(str(_units(plan, effort)) for plan in plans for effort in plan.get("efforts", []) if effort.get("package"))


def _amounts(plan: dict) -> Iterator[float]:
    prices = {package["slug"]: [module["price"] for module in package["modules"]] for package in plan.get("catalogue", [])}
    yield from (price for modules in prices.values() for price in (*modules, sum(modules)))
    costs = [
        sum(prices[effort["package"]]) * _units(plan, effort) if effort.get("package") else effort["cost"]
        for effort in plan.get("efforts", [])
        if effort.get("package") or effort.get("cost") is not None
    ]
    yield from (*costs, sum(costs))
    if plan.get("frame"):
        yield from (plan["frame"]["amount"], abs(plan["frame"]["amount"] - sum(costs)))


def _units(plan: dict, effort: dict) -> int:
    per = next(package["per"] for package in plan["catalogue"] if package["slug"] == effort["package"])
    if per == "centre":
        return next(cost["units"] for cost in plan["budget"]["costs"] if cost["effort"] == effort["slug"])
    return 1 if per == "municipality" else effort["participants"]
