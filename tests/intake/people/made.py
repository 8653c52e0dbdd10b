"""CPR numbers nobody has: right in form, of children born in 2014, serial numbers that are not in use."""

from analysis.intake.people.cpr import WEIGHTS


def cpr_number(day: int, serial: int = 401, month: int = 9, year: int = 14, modulus: bool = True) -> str:
    """Ten digits with a birth date in front, whose last digit does (or does not) make modulus 11 hold."""
    front = f"{day:02d}{month:02d}{year:02d}{serial:03d}"
    while True:
        rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, front, strict=False)) % 11
        if rest != 1:
            last = -rest % 11
            return front + str(last if modulus else (last + 1) % 10)
        serial += 1
        front = f"{day:02d}{month:02d}{year:02d}{serial:03d}"
