"""/api/ask for programs, /ask and its card for people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import AnswerCard, answer_card
from api.cards import card_of
from api.negotiation import Spoken
from api.pages import Reader, render
from api.problems import sentence, status_of
from api.result_schemas import AnswerBody
from api.search_form import LONGEST_TEXT, SearchForm, Submitted
from api.services import Services
from api.sessions import Asker, services_of
from api.unsure import unsure_in_answer
from api.wanted import only_known_parameters
from corpus.access import Principal
from corpus.errors import InvalidQuery, SanadyarError

__all__ = ["router"]

router = APIRouter(tags=["answers"])
Needed = Annotated[Services, Depends(services_of)]
READ_FOR_AN_ANSWER = 10
NEAREST = 5


class Question(BaseModel):
    model_config = ConfigDict(extra="forbid")  # a filter that is passed over would answer another question

    q: str = Field(min_length=1, max_length=LONGEST_TEXT)


@router.get("/api/ask", dependencies=[Depends(only_known_parameters)])
def ask(services: Needed, principal: Asker, language: Spoken, form: Submitted) -> AnswerBody:
    """An answer with its citations; `text` is null when the documents do not answer."""
    if not form.text:
        raise InvalidQuery(field="q", value="", expected=f"1–{LONGEST_TEXT}")
    answer = services.searcher.answer(form.query(principal, READ_FOR_AN_ANSWER))
    return AnswerBody.of(answer, form.text, language, unsure_in_answer(services, principal, answer))


@router.post("/api/ask")
def ask_in_body(services: Needed, principal: Asker, language: Spoken, question: Question) -> AnswerBody:
    """The same for questions that should not stand in an address; it changes nothing and needs no token."""
    form = SearchForm(text=" ".join(question.q.split()))
    return ask(services, principal, language, form)


@router.get("/ask", include_in_schema=False)
def ask_page(request: Request, services: Needed, principal: Reader, form: Submitted) -> Response:
    """Question and answer on one page; without an answer, the nearest documents."""
    if not form.text:
        return render(request, "ask.html", principal, text="", answer=None, cards=[], problem="")
    try:
        answer = _card(services, principal, form)
        near = [] if answer else services.searcher.search(form.query(principal, NEAREST)).hits
    except SanadyarError as error:
        return render(
            request,
            "ask.html",
            principal,
            status=status_of(error),
            text=form.text,
            answer=None,
            cards=[],
            problem=sentence(error),
        )
    cards = [card_of(hit, form.text) for hit in near]
    return render(request, "ask.html", principal, text=form.text, answer=answer, cards=cards, problem="")


@router.get("/ask/card", include_in_schema=False)
def answer_fragment(request: Request, services: Needed, principal: Reader, form: Submitted) -> Response:
    """The answer alone, fetched by the page of results; 204 when there is none."""
    if not form.text:
        return Response(status_code=204)
    answer = _card(services, principal, form)
    if answer is None:
        return Response(status_code=204)
    return render(request, "answer.html", principal, answer=answer)


def _card(services: Services, principal: Principal, form: SearchForm) -> AnswerCard | None:
    answer = services.searcher.answer(form.query(principal, READ_FOR_AN_ANSWER))
    return answer_card(answer, form.text, unsure_in_answer(services, principal, answer))
