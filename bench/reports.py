"""Where figures are kept, and what is known of the machine that they were measured on."""

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["RESULTS", "circumstances", "save"]

RESULTS = Path(__file__).resolve().parent / "results"


def circumstances() -> dict[str, object]:
    """When and on what the figures are made; `load` is the average number of busy processes of a minute."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.machine(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def save(report: Mapping[str, object], folder: Path, name: str) -> Path:
    """Write `name`.json into `folder` and return its path; an older one of the name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path
