"""Haystack is told to keep silent before it is imported, whichever way one comes in."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["search.service", "ingest.pipeline"])
def test_haystack_sends_nothing(module: str) -> None:
    program = f"""
import sys
sys.modules["torch"] = None  # as the program does; it takes seconds
import {module}, haystack.telemetry._telemetry as sent
print(sent.telemetry)"""
    path = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert path.stdout.strip() == "None"
