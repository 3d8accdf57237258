"""One lock for PDFium, which is not thread safe: hold it around every call."""

import threading

READING = threading.RLock()
