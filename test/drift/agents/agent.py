"""An agent that does what it is told: one JSON request a line on stdin, one JSON answer a line on stdout. Usage: agent.py <pact>"""

import json
import sys
from typing import Any

from concordat import Client
from concordat.errors import TaskAlreadyClaimedError, TaskAlreadyCompleteError


def main(alias: str) -> None:
    with Client() as client:
        pact = client.pact(alias)

        def remember(topic: str, content: str) -> Any:
            return pact.post_knowledge(topic=topic, content=content)["id"]

        def recall(topic: str) -> Any:
            return list(pact.iter_knowledge(topic=topic))

        def claim(task: str) -> Any:
            try:
                return "pending" not in pact.claim_task(task, wait=30)
            except (TaskAlreadyClaimedError, TaskAlreadyCompleteError):
                return False

        def complete(task: str, result: str) -> Any:
            return pact.complete_task(task, result=result)["status"]

        operations = {"remember": remember, "recall": recall, "claim": claim, "complete": complete}
        for line in sys.stdin:
            name, *given = json.loads(line)
            print(json.dumps(operations[name](*given)), flush=True)


main(sys.argv[1])
