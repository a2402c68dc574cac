"""Invented reports that the tests of the upper floors read."""

from __future__ import annotations

DAM = """Norvik dam holds, water ministry says

The Norvik dam holds after the flood, the water ministry said on Friday. "There is no crack in the wall," said \
Ann Lee, the mayor of Norvik.

About 1,200 people had left the town by Thursday evening, Lee said.

The operator denied that it had opened the gates too late. A spokesman declined to comment on the cost.
"""

FERRY = """Ferry strike enters second week

"We will not sail on Monday," union leader Tor Berg told reporters on Wednesday. He demanded a rise of 6 percent.

The transport ministry warned that 40 island villages could run out of fuel. It could not confirm that talks had begun.
"""

MINE = """Rescuers reach third level of Halden mine

Rescuers have reached the third level of the Halden mine, the company confirmed on 4 March 2023.

At least 14 miners are still below ground, the mine inspectorate said. "We expect to reach them by Sunday," \
inspector Mia Holm said.
"""

NORWEGIAN = """Demningen ved Norvik holder etter flommen, sier vanndepartementet fredag. Ordfører Ann Lie sier at det \
ikke er noen sprekk i veggen, og at rundt 1200 mennesker har forlatt byen. Selskapet som driver kraftverket, avviser \
at lukene ble åpnet for sent, men vil ikke si noe om hva skadene koster.
"""

ALL = {"dam.txt": DAM, "ferry.txt": FERRY, "mine.txt": MINE}


def row(name: str, text: str, **more: str) -> dict[str, str]:
    """A row of an archive."""
    return {"id": name, "text": text, "published": "2024-10-19", **more}
