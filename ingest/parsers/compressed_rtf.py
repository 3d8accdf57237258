"""RTF as Outlook packs it: LZFu of [MS-OXRTFCP], a window of 4,096 bytes that begins with RTF's usual words."""

import struct

FIRST = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
WINDOW = 4096
HEAD = struct.Struct("<IIII")  # bytes that follow the first four, bytes unpacked, kind, checksum
COMPRESSED, PLAIN = 0x75465A4C, 0x414C454D
LARGEST = 16 * 2**20  # bytes unpacked


def unpacked_rtf(content: bytes) -> bytes:
    """Return the RTF source, of a cut one what is there. Raises `ValueError` for what is none or too large."""
    if len(content) < HEAD.size:
        raise ValueError("no packed RTF")
    size, raw_size, kind, _ = HEAD.unpack_from(content)
    body = content[HEAD.size : 4 + size]
    if raw_size > LARGEST or len(body) > LARGEST:
        raise ValueError(f"packed RTF of {raw_size} bytes")
    if kind == PLAIN:
        return body[:raw_size]
    if kind != COMPRESSED:
        raise ValueError(f"no packed RTF: kind {kind:#x}")
    return _expanded(body, raw_size)


def _expanded(body: bytes, most: int) -> bytes:
    """Each bit of a control byte, lowest first, says whether a letter follows or a place in the window."""
    window = bytearray(FIRST.ljust(WINDOW, b"\0"))
    made, write, read = bytearray(), len(FIRST), 0
    while read < len(body) and len(made) < most:
        control, read = body[read], read + 1
        for bit in range(8):
            if control >> bit & 1:
                if read + 2 > len(body):
                    return bytes(made)
                place, length = divmod(int.from_bytes(body[read : read + 2], "big"), 16)
                read += 2
                if place == write:  # the mark of the end
                    return bytes(made[:most])
                letters = [(place + step) % WINDOW for step in range(length + 2)]
            else:
                if read >= len(body):
                    return bytes(made)
                window[write] = body[read]
                letters, read = [write], read + 1
            for letter in letters:
                made.append(window[letter])
                window[write] = window[letter]
                write = (write + 1) % WINDOW
    return bytes(made[:most])
