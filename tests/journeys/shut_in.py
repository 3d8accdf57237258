"""A module that Python imports at every start, in the processes that read and embed too: no way out."""

SITE = """
import os, socket
_log = os.environ["WAYS_OUT_LOG"]
_connect, _connect_ex, _sendto, _lookup = (
    socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto, socket.getaddrinfo
)
_HERE = ("127.", "::1", "localhost")

def _refuse(what):
    with open(_log, "a") as log:
        log.write(f"{what}\\n")
    raise OSError(f"the test allows no way out: {what}")

def _check(sock, address):
    if sock.family != socket.AF_UNIX and not str(address[0]).startswith(_HERE):
        _refuse(address)

def connect(self, address):
    _check(self, address)
    return _connect(self, address)

def connect_ex(self, address):
    _check(self, address)
    return _connect_ex(self, address)

def sendto(self, data, *rest):
    _check(self, rest[-1])
    return _sendto(self, data, *rest)

def getaddrinfo(host, *rest, **named):
    if host is not None and not str(host).startswith(_HERE):
        _refuse(host)
    return _lookup(host, *rest, **named)

socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto = connect, connect_ex, sendto
socket.getaddrinfo = getaddrinfo
with open(_log + ".started", "a") as log:
    log.write(f"{os.getppid()} {os.getpid()}\\n")
"""
