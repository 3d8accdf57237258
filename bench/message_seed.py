"""Outlook messages (msg), made from texts."""

import struct
from collections.abc import Mapping

from bench.compound_file import Tree, compound_file

__all__ = ["message_file"]


def message_file(subject: str, body: str, attachments: Mapping[str, bytes]) -> bytes:
    """An Outlook message: subject, sender, receivers, body and attachments by name."""
    tree: dict[str, bytes | Tree] = {
        "__nameid_version1.0": {"__substg1.0_00020102": b"", "__substg1.0_00030102": b""},
        "__properties_version1.0": bytes(32) + _fixed(0x0039, 0x40, struct.pack("<Q", 133_540_314_000_000_000)),
        **_texts(
            {0x001A: "IPM.Note", 0x0037: subject, 0x1000: body, 0x0C1A: "علی رضایی", 0x0C1F: "a@avand.example"}
        ),
        **_texts({0x0E04: "دبیرخانه"}),
        "__recip_version1.0_#00000000": {
            "__properties_version1.0": bytes(8) + _fixed(0x0C15, 3, struct.pack("<Q", 1)),
            **_texts({0x3001: "دبیرخانه", 0x39FE: "office@avand.example"}),
        },
    }
    for number, (name, content) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8) + _fixed(0x3705, 3, struct.pack("<Q", 1)),
            "__substg1.0_37010102": content,
            **_texts({0x3707: name, 0x3704: name[:8]}),
        }
    return compound_file(tree)


def _texts(values: Mapping[int, str]) -> dict[str, bytes]:
    return {f"__substg1.0_{tag:04X}001F": text.encode("utf-16-le") for tag, text in values.items()}


def _fixed(tag: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<HHI", kind, tag, 6) + value
