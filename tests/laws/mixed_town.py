"""A mixed office behind the web."""

from pathlib import Path

from argon2 import PasswordHasher
from mixed_office import ASKERS, MixedOffice
from starlette.testclient import TestClient

from api.application import create_app
from api.services import Progress, Services
from api.sessions import COOKIE
from corpus.access import ADMINISTRATORS, EVERYONE
from corpus.passwords import Passwords
from corpus.sql_accounts import SqlAccounts

PASSWORD = "گذرواژهٔ آزمایشی"
SIGNED_IN = [asker for asker in ASKERS if EVERYONE in asker.groups]


class Town:
    """An office behind the web, with a client for each asker."""

    def __init__(self, office: MixedOffice, folder: Path, seed: int) -> None:
        self.office = office
        self.seed = seed
        accounts = SqlAccounts(
            office.catalogue.database, Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        )
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
        )
        app = create_app(services)
        self.clients = {}
        for asker in SIGNED_IN:
            groups = asker.groups - {EVERYONE, ADMINISTRATORS}
            accounts.add(asker.name, PASSWORD, groups, asker.clearance, ADMINISTRATORS in asker.groups)
            client = TestClient(app, base_url="http://sanadyar.example", follow_redirects=False)
            client.cookies.set(COOKIE, accounts.sign_in(asker.name, PASSWORD))
            self.clients[asker.name] = client

    def __repr__(self) -> str:
        return f"a town of {len(self.office.held)} documents"
