"""How is a passage found, and how is a question answered from it?"""

import os

# Haystack reports its use unless it is told not to before it is imported; nothing here imports it earlier.
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
