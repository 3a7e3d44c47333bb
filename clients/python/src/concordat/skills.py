"""What a skill's checksum is."""

from __future__ import annotations

import hashlib

# The label line that opens the hashed text of a skill, from the OpenPact REST surface.
_LABEL = "openpact-skill-content:v1\n"


def skill_checksum(content: str) -> str:
    """`sha256:` and the hex of SHA-256 over the label line and the content."""
    return f"sha256:{hashlib.sha256((_LABEL + content).encode()).hexdigest()}"
