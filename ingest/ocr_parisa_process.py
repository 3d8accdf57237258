"""The process that holds ParisaOCR: run as a file, by any Python that has the package, without ours.

On standard input: the length of a picture in four bytes, then its bytes. On standard output: one line of JSON
for each, {"lines": [[[text, left, top, right, bottom, confidence], …], …]} in pixels, or {"error": reason}.
Its option to send pages to a service on the network is never used.
"""

import io
import json
import os
import resource
import struct
import sys
import threading
import time
from importlib import import_module
from typing import Any

from PIL import Image

# Lines of one page, no threads: others work beside it.
os.environ.update(OMP_NUM_THREADS="1", HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", CUDA_VISIBLE_DEVICES="")


def load() -> tuple[Any, Any]:
    """Return the engine, and what must live as long as it.

    The package is the other Python's and not among ours: it is imported by name.
    """
    torch = import_module("torch")
    torch.set_num_threads(1)
    declared = None
    try:
        import_module("torchvision")
    except RuntimeError:  # built for CUDA, it brings no operators beside a torch for processors
        # Only its transforms are used here; that its operators are declared is enough for it to be imported.
        declared = torch.library.Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            declared.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    return import_module("parisaocr").OCR(cpu=True), declared


def answer(engine: Any, picture: bytes) -> dict[str, Any]:
    with Image.open(io.BytesIO(picture)) as page:
        lines = engine.lines(page.convert("L"))
    words = [[[word.text, *word.bbox, word.conf] for word in line.words] for line in lines]
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {"lines": words, "seconds": usage.ru_utime + usage.ru_stime}


def end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)


def main() -> None:
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print must not stand among the answers
    engine = None
    while len(head := sys.stdin.buffer.read(4)) == 4:
        picture = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
        try:
            engine = engine or load()
            body = answer(engine[0], picture)
        except Exception as error:  # the boundary of the process: one page must not end it
            body = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(body, ensure_ascii=False), file=out, flush=True)


if __name__ == "__main__":
    main()
