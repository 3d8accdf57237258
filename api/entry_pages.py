"""Pages on the way in and out: sign in, sign out, change the password."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.account_routes import forget_session, remember_session
from api.pages import Visitor, render
from api.problems import sentence, status_of
from api.services import Services
from api.sessions import account_of, require_csrf, require_same_origin, services_of, session_token
from corpus.accounts import SHORTEST_PASSWORD, Account
from corpus.errors import InvalidQuery, TooManyAttempts, WrongPassword

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
Needed = Annotated[Services, Depends(services_of)]


def _inside(target: str) -> str:
    """A path of this server; anything that could lead a browser elsewhere becomes the start page."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if safe else "/"


@router.get("/sign-in")
def sign_in_page(request: Request, following: Annotated[str, Query(alias="next")] = "/") -> Response:
    if account_of(request) is not None:
        return RedirectResponse(_inside(following), status_code=303)
    return render(request, "sign_in.html", next=_inside(following), name="", problem="")


@router.post("/sign-in", dependencies=[Depends(require_same_origin)])
def sign_in(
    request: Request,
    services: Needed,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    following: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    try:
        token = services.accounts.sign_in(name, password)
    except (WrongPassword, TooManyAttempts) as error:
        return render(
            request,
            "sign_in.html",
            status=status_of(error),
            next=_inside(following),
            name=name,
            problem=sentence(error),
        )
    response = RedirectResponse(_inside(following), status_code=303)
    remember_session(response, services, token)
    return response


@router.post("/sign-out", dependencies=[Depends(require_csrf)])
def sign_out(request: Request, services: Needed) -> Response:
    token = session_token(request)
    if token is not None:
        services.accounts.sign_out(token)
    response = RedirectResponse("/sign-in", status_code=303)
    forget_session(response, services)
    return response


@router.get("/password")
def password_page(request: Request, visitor: Visitor) -> Response:
    return _password_form(request, visitor)


def _password_form(request: Request, visitor: Account, problem: str = "", status: int = 200) -> Response:
    """While the one-time password holds, the page leads nowhere but out."""
    due = visitor.must_change_password
    principal = None if due else visitor.principal
    facts = {"shortest": SHORTEST_PASSWORD, "due": due, "problem": problem}
    return render(request, "password.html", principal, status, **facts)


@router.post("/password", dependencies=[Depends(require_csrf)])
def change_password(
    request: Request,
    visitor: Visitor,
    services: Needed,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
) -> Response:
    """Every session ends with the old password; a new one begins here."""
    try:
        services.accounts.change_password(visitor.name, old, new)
    except (WrongPassword, TooManyAttempts, InvalidQuery) as error:
        return _password_form(request, visitor, sentence(error), status_of(error))
    response = RedirectResponse("/", status_code=303)
    remember_session(response, services, services.accounts.sign_in(visitor.name, new))
    return response
