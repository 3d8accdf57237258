"""How sound a page's text is, in one line."""

from app.terminal import Terminal
from corpus.records import Integrity

NAMES = {
    "needs_ocr": ("در انتظار نویسه‌خوانی", "needs OCR"),
    "unknown_words": ("واژهٔ ناشناس", "unknown words"),
    "unmapped_glyphs": ("نویسهٔ بی‌نشان", "glyphs without a letter"),
    "swapped_letters": ("«ال» به جای «لا»", "lam-alef swapped"),
    "reversed_words": ("واژهٔ وارونه", "words reversed"),
    "reversed_dates": ("تاریخ وارونه", "dates reversed"),
    "ocr_doubt": ("تردید نویسه‌خوان", "doubt of the OCR engine"),
}
LEAST_TOLD = 0.005


def reasons_line(terminal: Terminal, integrity: Integrity | None, recognized: float | None) -> str:
    """For instance: text 0.62 (low): unknown words 38 %, lam-alef swapped 4 %; read by OCR."""
    if integrity is None:
        return terminal.words("سنجیده نشده", "not looked at")
    if "needs_ocr" in integrity.reasons:
        return terminal.words(*NAMES["needs_ocr"])
    low = terminal.words(" (پایین)", " (low)") if integrity.is_low else ""
    told = [
        f"{terminal.words(*NAMES.get(name, (name, name)))} {round(100 * share)} %"
        for name, share in sorted(integrity.reasons.items(), key=lambda item: -item[1])
        if share >= LEAST_TOLD
    ]
    by_ocr = terminal.words("؛ با نویسه‌خوانی", "; read by OCR") if recognized is not None else ""
    score = f"{terminal.words('درستی متن', 'text')} {integrity.score:.2f}{low}"
    return score + (": " if told else "") + terminal.words("، ", ", ").join(told) + by_ocr
