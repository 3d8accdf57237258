"""Which page numbers a row of page links shows."""

__all__ = ["page_numbers"]


def page_numbers(page: int, pages: int, reach: int = 2) -> list[int | None]:
    """The first, the last and `reach` neighbours on both sides; None where numbers are left out."""
    wanted = sorted({1, pages, *range(page - reach, page + reach + 1)} & set(range(1, pages + 1)))
    numbers: list[int | None] = []
    for number in wanted:
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
