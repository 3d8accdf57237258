"""The command for accounts. It works on the catalogue itself, beside a running server."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from app.cli import SUCCESS
from app.settings import Settings
from app.terminal import Terminal
from corpus.access import Confidentiality
from corpus.accounts import Accounts
from corpus.errors import InvalidQuery
from corpus.sql_accounts import SqlAccounts
from corpus.sql_catalogue import SqlCatalogue


@contextmanager
def _accounts(settings: Settings) -> Iterator[Accounts]:
    catalogue = SqlCatalogue(settings.catalogue)
    try:
        yield SqlAccounts(catalogue.database)
    finally:
        catalogue.close()


def account(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """List accounts, add one, give one a new one-time password, or remove one."""
    if options.action != "list" and not options.name:
        raise InvalidQuery(field="name", value="", expected="the name of an account")
    with _accounts(settings) as accounts:
        if options.action == "list":
            _list(accounts, terminal)
        elif options.action == "add":
            groups = [name.strip() for name in options.groups.replace("،", ",").split(",") if name.strip()]
            clearance = Confidentiality[options.clearance.upper()]
            password = accounts.add(options.name, None, groups, clearance, options.administrator)
            _say_password(terminal, options.name, password)
        elif options.action == "password":
            _say_password(terminal, options.name, accounts.reset_password(options.name))
        else:
            accounts.remove(options.name)
            _say(terminal, options.name, terminal.words("برداشته شد", "removed"))
    return SUCCESS


def _list(accounts: Accounts, terminal: Terminal) -> None:
    for one in accounts.accounts():
        facts = {
            "name": one.name,
            "administrator": one.administrator,
            "clearance": one.clearance.name.lower(),
            "groups": sorted(one.groups),
            "must_change_password": one.must_change_password,
        }
        if terminal.as_json:
            terminal.result(facts)
        else:
            role = terminal.words("مدیر سامانه", "administrator") if one.administrator else facts["clearance"]
            terminal.line(f"{one.name} · {role} · {', '.join(sorted(one.groups))}")


def _say_password(terminal: Terminal, name: str, password: str) -> None:
    if terminal.as_json:
        terminal.result({"name": name, "one_time_password": password})
    else:
        terminal.line(f"{name}: {password}")
        terminal.notice(
            terminal.words(
                "این گذرواژه یک بار کار می‌کند و در نخستین ورود باید عوض شود.",
                "This password works once; it must be changed at the first sign-in.",
            )
        )


def _say(terminal: Terminal, name: str, what: str) -> None:
    if terminal.as_json:
        terminal.result({"name": name, "done": what})
    else:
        terminal.line(f"{name}: {what}")
