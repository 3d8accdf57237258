"""HTML from the templates of ui/: escaping is always on, words come from one file."""

from functools import cache, partial
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.dates import long_date, plain_date, short_date
from api.leaf_words import say_leaf
from api.marking import pieces, safe_name
from api.pictures import is_pictured
from api.services import Services
from api.sessions import account_of, csrf_token, services_of, session_token
from api.wording import ui_folder, wording
from corpus.access import Principal
from corpus.accounts import Account
from corpus.records import DocumentKind
from language.numerals import to_persian_digits

__all__ = ["PasswordDue", "Reader", "SignInFirst", "Visitor", "is_pictured", "render"]

# Colour class and icon of each kind of document.
KINDS: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.GUIDELINE: ("k1", "scroll-text"),
    DocumentKind.CIRCULAR: ("k1", "scroll-text"),
    DocumentKind.LETTER: ("k1", "file-text"),
    DocumentKind.MINUTES: ("k2", "users"),
    DocumentKind.REPORT: ("k3", "chart-column"),
    DocumentKind.TREND: ("k3", "chart-column"),
    DocumentKind.COURSE: ("k4", "graduation-cap"),
    DocumentKind.OTHER: ("k0", "files"),
}


class SignInFirst(Exception):
    """A page was asked for without a session."""


class PasswordDue(Exception):
    """The one-time password must be changed before any other page."""


def visitor_of(request: Request) -> Account:
    """The account that looks at a page, also while its one-time password is still to be changed."""
    account = account_of(request)
    if account is None:
        raise SignInFirst
    return account


Visitor = Annotated[Account, Depends(visitor_of)]


def reader_of(visitor: Visitor) -> Principal:
    """The principal of a page."""
    if visitor.must_change_password:
        raise PasswordDue
    return visitor.principal


Reader = Annotated[Principal, Depends(reader_of)]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ui_folder() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = wording("fa")
    environment.globals.update(
        say=words.say,
        say_leaf=partial(say_leaf, words),
        kinds=KINDS,
        pieces=pieces,
        is_pictured=is_pictured,
        document_kinds=list(DocumentKind),
    )
    environment.tests["labelled"] = lambda number: "شمار" in number  # «جلسهٔ شمارهٔ ۲» needs no «شمارهٔ» before it
    environment.filters.update(
        number=words.number,
        percent=words.percent,
        size=words.size,
        duration=words.duration,
        digits=to_persian_digits,
        short_date=short_date,
        plain_date=plain_date,
        long_date=long_date,
        safe_name=safe_name,
        base_name=lambda file: safe_name(file.rpartition("/")[2]),
        folder=lambda file: safe_name(file.rpartition("/")[0]) if "/" in file else "",
    )
    return environment


def render(
    request: Request, template: str, principal: Principal | None = None, status: int = 200, **facts: object
) -> HTMLResponse:
    """Fill a template; every page also knows who looks at it and the token for its forms."""
    services: Services = services_of(request)
    session = session_token(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            principal=principal,
            csrf=csrf_token(session) if session else "",
            path=request.url.path,
            organisation=services.organisation,
            version=services.version,
            **facts,
        )
    )
    return HTMLResponse(html, status_code=status)
