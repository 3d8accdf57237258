"""What was understood of a question, said in a terminal with the way to undo each part."""

from typing import Any

from app.terminal import Terminal

CONDITIONS = {
    "kind": ("نوع", "kind"),
    "unit": ("واحد", "unit"),
    "number": ("شماره", "number"),
    "year": ("سال", "year"),
    "from": ("از", "from"),
    "to": ("تا", "to"),
    "dates": ("تاریخ", "dates"),
    "phrase": ("عین", "exactly"),
    "without": ("بدون", "without"),
}


def show_understood(terminal: Terminal, told: dict[str, Any]) -> None:
    """One notice for each condition, mended word, equal word and offer."""
    say = terminal.words
    for condition in told["conditions"]:
        fa, en = CONDITIONS[condition["name"]]
        without = condition["without"]
        undo = say(f" (بی آن: {without})", f" (without it: {without})") if without else ""
        terminal.notice(
            say(f"شرط: {fa} «{condition['value']}»", f"condition: {en} «{condition['value']}»") + undo
        )
    for found in told["replacements"]:
        written, text = found["word"], found["text"]
        terminal.notice(
            say(
                f"«{written}» در اسناد نیست؛ «{text}» جست‌وجو شد",
                f"no document has «{written}»; asked for «{text}»",
            )
            + _as_written(terminal, written)
        )
    for one in told["synonyms"]:
        equals = say("، ", ", ").join(one["equals"])
        line = say(f"هم‌ارز: {one['text']} = {equals}", f"equal words: {one['text']} = {equals}")
        terminal.notice(line + _as_written(terminal, one["text"]))
    if told["offer"]:
        terminal.notice(
            say(
                f"اگر صفحه‌کلید روی زبان دیگری بوده است: {told['offer']}",
                f"if the keyboard was on another language: {told['offer']}",
            )
        )
    if told["only_common"]:
        terminal.notice(
            say(
                "جز واژه‌های بسیار رایج و نشانه‌ها چیزی نیست که با واژه پیدا شود",
                "there are only very common words and marks, by which nothing is found",
            )
        )


def _as_written(terminal: Terminal, word: str) -> str:
    return terminal.words(f" (بی آن: --as-written «{word}»)", f" (to undo: --as-written «{word}»)")


def show_explanation(terminal: Terminal, explanation: dict[str, Any]) -> None:
    """How the legs were joined, the terms of the question, and each hit's parts."""
    shares = explanation["shares"]
    terminal.line(
        terminal.words("سهم واژه", "share of words")
        + f" {shares['words']:.3f} · "
        + terminal.words("سهم معنا", "share of meaning")
        + f" {shares['meaning']:.3f} · "
        + terminal.words("پوشش", "coverage")
        + f" {shares['coverage']:.3f} · {explanation['candidates']} "
        + terminal.words("بخش نامزد", "candidate passages")
    )
    for text in explanation["model_texts"]:
        terminal.line(terminal.words("مدل خواند: ", "the model read: ") + text)
    for term in explanation["terms"]:
        terminal.line(f"  {term['text']} · {term['origin']} · {term['weight']:.2f} · idf {term['idf']:.3f}")
    for place, hit in enumerate(explanation["hits"], 1):
        moved = terminal.words(" (جابه‌جا شده)", " (moved)") if hit["moved"] else ""
        terminal.line(
            f"{place}. "
            + terminal.words(f"رتبهٔ {hit['rank']}", f"rank {hit['rank']}")
            + f"{moved} · {hit['score']:.3f} = {hit['words_part']:.3f} + {hit['meaning_part']:.3f}"
            + terminal.words(" · نزدیکی ", " · absolute ")
            + f"{hit['absolute']:.3f}"
        )
        words, meaning = terminal.words("واژه", "words"), terminal.words("معنا", "meaning")
        terminal.line(f"   {_leg(terminal, words, hit['words'])} · {_leg(terminal, meaning, hit['meaning'])}")
        terminal.line("   " + " · ".join(f"{one['term']} {one['score']:.3f}" for one in hit["terms"]))


def _leg(terminal: Terminal, name: str, leg: dict[str, Any] | None) -> str:
    """What one leg said of a passage: its rank among the leg's best hundred, and its score."""
    if leg is None:
        return f"{name} —"
    rank = terminal.words(f"رتبهٔ {leg['rank']}", f"rank {leg['rank']}") if leg["rank"] else "—"
    return f"{name} {rank} {leg['score']:.3f}"
