"""Commands that ask: find passages, or answer a question from the documents."""

import argparse
from typing import Any

from app.cli import INCOMPLETE, SUCCESS
from app.commands.leaves import leaf_line
from app.commands.understood import show_explanation, show_understood
from app.connection import connected
from app.settings import Settings
from app.terminal import Terminal
from language.spans import Span

LONGEST_EXCERPT = 400  # characters of a hit
Parameters = dict[str, str | int | list[str]]


def _parameters(options: argparse.Namespace) -> Parameters:
    return {
        "q": " ".join(options.text),
        "kind": options.kind,
        "unit": options.unit,
        "number": options.number,
        "from": options.first,
        "to": options.last,
        "mode": options.mode,
        "as_written": options.as_written,
        "repair": "off" if options.no_repair else "",
        "synonyms": "off" if options.no_synonyms else "",
    }


def _of_a_list(options: argparse.Namespace) -> Parameters:
    return {
        "limit": options.limit,
        "offset": options.offset,
        "sort": options.sort,
        "explain": "1" if options.explain else "",
        "only_kind": options.only_kind,
        "only_unit": options.only_unit,
        "only_year": options.only_year,
    }


def search(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Find passages. Exit code 1 if there are none."""
    with connected(settings) as client:
        ranking = client.call("GET", "/api/search", _parameters(options) | _of_a_list(options))
    if terminal.as_json:
        terminal.result(
            {
                "hits": [_hit(hit) for hit in ranking["hits"]],
                "total_documents": ranking["total_documents"],
                "facets": ranking["facets"],
                "embedded_share": ranking["embedded_share"],
                "left_out": ranking["left_out"],
                **_understood(ranking),
                **({"explanation": ranking["explanation"]} if options.explain else {}),
            }
        )
    else:
        for place, hit in enumerate(ranking["hits"], 1 + options.offset):
            _show_hit(terminal, place, hit)
        if options.explain:
            show_explanation(terminal, ranking["explanation"])
        show_understood(terminal, ranking)
        terminal.notice(_summary(terminal, ranking))
    return SUCCESS if ranking["hits"] else INCOMPLETE


def _understood(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "words": told["words"],
        "conditions": [
            {name: one[name] for name in ("name", "value", "without")} for one in told["conditions"]
        ],
        "replacements": [{"written": one["word"], "text": one["text"]} for one in told["replacements"]],
        "synonyms": [{"written": one["text"], "equals": one["equals"]} for one in told["synonyms"]],
        "offer": told["offer"],
        "only_common": told["only_common"],
    }


def _hit(hit: dict[str, Any]) -> dict[str, Any]:
    document, passage = hit["document"], hit["passage"]
    return {
        "file": document["file"],
        "title": document["title"],
        "page": passage["page"],
        "text": passage["text"],
        "score": hit["score"],
        "id": document["id"],
        "kind": document["kind"],
        "number": document["number"],
        "issued": document["issued"],
        "unit": document["unit"],
        "headings": passage["headings"],
        "columns": passage["context"],
        "highlights": [[span["start"], span["end"]] for span in hit["highlights"]],
        "words": hit["words"],
        "meaning": hit["meaning"],
        "in_force": hit["in_force"],
        "other_pages": sorted({other["passage"]["page"] for other in hit["others"]} - {passage["page"]}),
    }


def _show_hit(terminal: Terminal, place: int, hit: dict[str, Any]) -> None:
    document, passage = hit["document"], hit["passage"]
    page = leaf_line(terminal, document["format"], passage["page"])
    terminal.line(f"{place}. {document['title']}")
    facts = [document["file"], page, document["number"] or "", document["issued"] or ""]
    terminal.line("   " + " · ".join(fact for fact in facts if fact))
    if newer := hit["in_force"]:
        terminal.line(
            "   " + terminal.words(f"جایگزین شده با {newer['title']}", f"replaced by {newer['title']}")
        )
    if columns := passage["context"]:
        terminal.line("   " + terminal.words(f"ستون‌ها: {columns}", f"columns: {columns}"))
    spans = [Span(span["start"], span["end"]) for span in hit["highlights"]]
    terminal.line("   " + _excerpt(terminal, passage["text"], spans, hit["best_sentence"]))
    terminal.line()


def _excerpt(terminal: Terminal, text: str, spans: list[Span], best: dict[str, int] | None) -> str:
    """The best sentence, or the beginning, with what was found set off."""
    start, end = (best["start"], best["end"]) if best else (0, len(text))
    end = min(end, start + LONGEST_EXCERPT)
    inside = [
        Span(span.start - start, span.end - start) for span in spans if start <= span.start < span.end <= end
    ]
    return terminal.marked(text[start:end], inside)


def _summary(terminal: Terminal, ranking: dict[str, Any]) -> str:
    count, share = ranking["total_documents"], ranking["embedded_share"]
    said = terminal.words(f"{count} سند", f"{count} documents")
    if ranking["second_stage"] in ("late", "unavailable"):
        said += terminal.words("؛ بازچینی دقیق‌تر آماده نشد", "; the second stage had no part")
    if not ranking["meaning_available"]:
        return said + terminal.words("؛ جست‌وجوی معنایی در دسترس نیست", "; search in meaning is not available")
    if share < 1:
        percent = round(100 * share)
        return said + terminal.words(
            f"؛ جست‌وجوی معنایی تا {percent}٪ آماده است", f"; search in meaning is ready for {percent} %"
        )
    return said


def ask(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Answer a question with quotes and their places. Exit code 1 if the documents do not answer."""
    with connected(settings) as client:
        answer = client.call("GET", "/api/ask", _parameters(options))
    if terminal.as_json:
        terminal.result(_answer_value(answer))
    else:
        _show_answer(terminal, answer)
    return SUCCESS if answer["text"] is not None else INCOMPLETE


def _answer_value(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "answer": answer["text"],
        "citations": [
            {
                "file": cited["document"]["file"],
                "page": cited["page"],
                "quote": cited["quote"],
                "title": cited["document"]["title"],
                "id": cited["document"]["id"],
                "format": cited["document"]["format"],
            }
            for cited in answer["citations"]
        ],
        "score": answer["score"],
        "reason": answer["reason"],
        "understood": _understood(answer["understood"]),
    }


def _show_answer(terminal: Terminal, answer: dict[str, Any]) -> None:
    if answer["text"] is None:
        terminal.line(
            terminal.words(
                "پاسخ این پرسش در اسناد یافت نشد.",
                "The documents do not answer this question (در اسناد یافت نشد).",
            )
        )
    else:
        for number, cited in enumerate(answer["citations"], 1):
            document = cited["document"]
            page = leaf_line(terminal, document["format"], cited["page"])
            terminal.line(f"«{' '.join(cited['quote'].split())}» [{number}]")
            terminal.line(f"   {document['title']} · {document['file']} · {page}")
    show_understood(terminal, answer["understood"])
