"""Page numbers: as an address has them, and which of them a row of page links shows."""

__all__ = ["number_within", "page_numbers"]


def number_within(text: str, least: int, most: int) -> int | None:
    """The whole number that an address names, None where it is none or lies outside."""
    # Thousands of digits would be an error of Python's own.
    if not text.isdecimal() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if least <= number <= most else None


def page_numbers(page: int, pages: int, reach: int = 2) -> list[int | None]:
    """The first, the last and `reach` neighbours on both sides; None where numbers are left out."""
    wanted = sorted({1, pages, *range(page - reach, page + reach + 1)} & set(range(1, pages + 1)))
    numbers: list[int | None] = []
    for number in wanted:
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
