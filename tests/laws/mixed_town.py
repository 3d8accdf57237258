"""A mixed office behind the web."""

import random
from pathlib import Path

from argon2 import PasswordHasher
from mixed_office import ASKERS, MixedOffice, own_word
from starlette.testclient import TestClient

from api.application import create_app
from api.services import Progress, Services
from api.sessions import COOKIE
from corpus.access import ADMINISTRATORS, EVERYONE
from corpus.passwords import Passwords
from corpus.sql_accounts import SqlAccounts
from corpus.sql_history import SqlSearchHistory
from corpus.sql_page_corrections import SqlPageCorrections

PASSWORD = "گذرواژهٔ آزمایشی"
SIGNED_IN = [asker for asker in ASKERS if EVERYONE in asker.groups]


class Town:
    """An office behind the web, with a client for each asker, who has searched for a word of their own."""

    def __init__(self, office: MixedOffice, folder: Path, seed: int) -> None:
        self.office = office
        self.seed = seed
        database, chance = office.catalogue.database, random.Random(f"town {seed}")
        accounts = SqlAccounts(database, Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
        self.history = SqlSearchHistory(database)
        services = Services(
            catalogue=office.catalogue,
            accounts=accounts,
            searcher=office.searcher,
            ingestion=None,  # nothing is changed here
            originals=office.originals,
            progress=lambda: Progress(office.catalogue.state_counts(), 1.0),
            page_picture=lambda path, number, width: path.read_bytes(),
            upload_folder=folder,
            version="0",
            history=self.history,
            corrections=SqlPageCorrections(database),
        )
        app = create_app(services)
        self.clients: dict[str, TestClient] = {}
        self.private: dict[str, str] = {}
        for asker in SIGNED_IN:
            groups = asker.groups - {EVERYONE, ADMINISTRATORS}
            accounts.add(asker.name, PASSWORD, groups, asker.clearance, ADMINISTRATORS in asker.groups)
            client = TestClient(app, base_url="http://sanadyar.example", follow_redirects=False)
            client.cookies.set(COOKIE, accounts.sign_in(asker.name, PASSWORD))
            self.clients[asker.name] = client.__enter__()  # one thread for all its questions
            self.private[asker.name] = own_word(chance)
            self.history.remember(asker.name, f"مترو {self.private[asker.name]}")

    def __repr__(self) -> str:
        return f"a town of {len(self.office.held)} documents"

    def close(self) -> None:
        for client in self.clients.values():
            client.__exit__()
