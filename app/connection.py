"""A client for one command: the server that owns the data folder, or the program within this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.client import Client, server_client
from app.settings import Settings


@contextmanager
def connected(settings: Settings) -> Iterator[Client]:
    """Yield a client and close it. Without a server the data folder is opened here, which takes seconds."""
    client: Client | None = server_client(settings)
    if client is not None:
        try:
            yield client
        finally:
            client.close()
        return
    # The whole program is imported only where no server does the work.
    from app.assembly import open_office
    from app.serving import local_client

    office = open_office(settings)
    try:
        if office.index.count() == 0:  # damaged or lost: a command that only asks would find nothing
            office.rebuild.task(threading.Event())
        client = local_client(office)
        try:
            yield client
        finally:
            client.close()
    finally:
        office.close()
