"""Every operation of the contract, through both clients, with every answer held against the contract."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from contract_check import AsyncChecked, Checked, Contract, operation_ids
from live_daemon import LiveDaemon, running

from concordat import AsyncClient, Client, ConcordatError, skill_checksum
from concordat.errors import NotFoundError


class InPortal:
    """An asynchronous client or pact that is used like a synchronous one, so that one test serves both."""

    def __init__(self, portal: BlockingPortal, inner: Any) -> None:
        self._portal = portal
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)

        def call(*given: Any, **named: Any) -> Any:
            value = method(*given, **named)
            if inspect.isasyncgen(value):
                return self._portal.call(self._rows, value)
            return self._portal.call(self._wait, value)

        return call

    def pact(self, ref: str) -> InPortal:
        return InPortal(self._portal, self._inner.pact(ref))

    @staticmethod
    async def _wait(value: Any) -> Any:
        return await value

    @staticmethod
    async def _rows(value: Any) -> list[Any]:
        return [row async for row in value]


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDaemon]:
    with running(tmp_path_factory.mktemp("other") / "data") as started:
        yield started


@pytest.fixture(params=["sync", "async"])
def both(request: pytest.FixtureRequest, daemon: LiveDaemon, other: LiveDaemon) -> Iterator[tuple[Any, Any, Contract]]:
    """Two nodes through one kind of client, and the contract that looks on."""
    contract = Contract(httpx.get(f"{daemon.url}/openapi.json", trust_env=False).json())
    if request.param == "sync":
        first, second = (Client(data_dir=node.data_dir, transport=Checked(contract)) for node in (daemon, other))
        with first, second:
            yield first, second, contract
        return
    with start_blocking_portal() as portal:
        clients = [AsyncClient(data_dir=node.data_dir, transport=AsyncChecked(contract)) for node in (daemon, other)]
        yield InPortal(portal, clients[0]), InPortal(portal, clients[1]), contract
        for client in clients:
            portal.call(client.close)


def host(here: Any, there: Any) -> None:
    assert here.ping() == {"ok": True}
    assert here.healthz() == {"ok": True}
    assert here.readyz()["ok"] in (True, False)
    assert "concordat_" in here.metrics()
    assert here.host_status()["node_key"] != there.host_status()["node_key"]
    assert len(here.create_agent(name="reviewer", scopes=["read", "write"])["token"]) == 64
    assert "reviewer" in [agent["name"] for agent in here.list_agents()["agents"]]
    assert here.revoke_agent("reviewer") == {"ok": True, "name": "reviewer"}


def pacts(here: Any, alias: str) -> None:
    assert here.create_pact(name="Crew", purpose="Ship", alias=alias)["role"] == "creator"
    assert here.create_pact(name="Short-lived", alias=f"{alias}-x")["ok"] is True
    assert here.switch_pact(alias=alias)["current"] == alias
    assert here.list_pacts()["current"] == alias
    assert here.readyz() == {"ok": True, "reason": None}
    assert here.pact(f"{alias}-x").rename_pact(alias=f"{alias}-y")["alias"] == f"{alias}-y"
    assert here.pact(f"{alias}-y").remove_pact()["removed"]["alias"] == f"{alias}-y"
    pact = here.pact(alias)
    assert pact.set_pact_info(name="Crew 2", purpose=None) == {"ok": True, "name": "Crew 2", "purpose": None}
    assert pact.set_pact_info(purpose="Ship 2")["name"] == "Crew 2"
    assert pact.set_me(display_name="Build server")["display_name"] == "Build server"
    assert pact.pact_status()["role"] == "creator"
    assert pact.reindex_pact()["ok"] is True
    assert here.search_all(q="nobody says this")["entries"] == []
    assert pact.list_rejections()["entries"] == []
    assert list(pact.iter_rejections()) == []


def entries(pact: Any) -> None:
    note = pact.post_knowledge(topic="deploy", content="read-only on Sundays", extra={"severity": 3})
    assert note["payload"]["severity"] == 3
    key = "a-key.of:one_caller"
    again = [pact.post_message(content="hello", priority="high", idempotency_key=key)["id"] for _ in range(2)]
    assert again[0] == again[1]
    reply = pact.post_message(content="to the note", reply_to=note["id"])
    assert [row["id"] for row in pact.list_references(note["id"])] == [reply["id"]]
    assert pact.set_reaction(note["id"], reaction="useful")["reactions"] == {"useful": 1}
    assert "reactions" not in pact.clear_reaction(note["id"])
    assert pact.list_conflicts(topic="deploy")["conflicts"] == []
    graph = pact.read_graph(topic="deploy", depth=2, limit=5)
    assert [row["id"] for row in graph["nodes"]] == [note["id"]]
    assert (graph["edges"], graph["truncated"]) == ([], False)
    found = pact.search_pact(q="sundays", topic="deploy")
    assert [row["id"] for row in found["entries"]] == [note["id"]]
    assert found["matched"] == "all"
    assert pact.search_entries(q="sundays", embedding=[0.5, 1.0])["hybrid"] is False
    assert pact.get_entry(note["id"])["payload"]["content"] == "read-only on Sundays"
    assert pact.list_knowledge(topic="deploy")["entries"][0]["id"] == note["id"]
    assert len(pact.list_messages(order="asc")["entries"]) == 2
    mine = pact.post_message(content="to myself", to=[note["agent_id"]], ack=True, ttl=3600)["id"]
    assert [letter["id"] for letter in pact.list_inbox(unread=True)["entries"]] == [mine]
    assert [letter["id"] for letter in pact.iter_inbox(limit=1)] == [mine]
    assert "to myself" in pact.read_context(budget_tokens=500)["text"]
    assert pact.acknowledge_messages(ids=[mine])["acknowledged"][0]["acknowledged_at"] is not None
    assert pact.list_inbox(unread=True)["entries"] == []
    assert len(pact.list_entries(type=["knowledge", "message"], limit=2)["entries"]) == 2
    assert len(list(pact.iter_entries(type=["knowledge", "message"], limit=1))) == 4
    assert len(list(pact.iter_messages(limit=1))) == 3
    assert [row["id"] for row in pact.iter_knowledge()] == [note["id"]]
    skill = pact.share_skill(name="notes", version="1.0.0", format="generic", content="Group commits.")
    other = pact.post_skill(
        name="more", version="1", format="generic", content="More.", checksum=skill_checksum("More.")
    )
    assert [row["id"] for row in pact.iter_skills(order="asc", limit=1)] == [skill["id"], other["id"]]
    assert len(pact.list_skills(format="generic")["entries"]) == 2
    assert pact.get_skill_content(skill["id"])["content"] == "Group commits."
    assert pact.install_skill(skill["id"])["ok"] is True
    assert [row["name"] for row in pact.list_installed_skills()] == ["notes"]
    assert note["id"] in [row["id"] for row in pact.list_changes(limit=100)["entries"]]
    head = pact.list_changes(from_="head")
    assert pact.list_changes(since=head["cursor"], wait=0)["entries"] == []


def tasks(pact: Any) -> None:
    task = pact.post_task(title="Write the migration", description="Index first")
    claim = pact.claim_task(task["id"], ttl_ms=60_000, wait=10)
    assert claim["status"] == "claimed" and "pending" not in claim
    assert pact.renew_task(task["id"], fence=claim["fence"], ttl_ms=120_000)["fence"] == claim["fence"]
    assert pact.release_task(task["id"], fence=claim["fence"])["status"] == "open"
    claim = pact.claim_task(task["id"])
    done = pact.complete_task(task["id"], fence=claim["fence"], result={"commit": "1a2b3c4", "size": None})
    assert done["result"] == {"commit": "1a2b3c4", "size": None}
    nothing = pact.post_task(title="No result")
    assert pact.complete_task(nothing["id"], result=None)["result"] is None
    assert pact.get_task(task["id"])["status"] == "complete"
    assert [row["id"] for row in pact.list_tasks(status="complete", order="asc")["entries"]] == [
        task["id"],
        nothing["id"],
    ]
    assert len(list(pact.iter_tasks(limit=1))) == 2
    assert pact.explain_task(task["id"])["claims"][0]["outcome"] == "granted"


def members(here: Any, there: Any, alias: str) -> None:
    pact = here.pact(alias)
    peers = here.list_peers()
    there.add_peer(peer=f"{peers['node_key']}@{peers['listening'][0]}")
    joined = there.join_pact(token=pact.create_invite(ttl_ms=60_000)["token"], alias=alias, display_name="Second")
    assert joined["role"] == "member"
    key = there.pact(alias).pact_status()["public_key"]
    assert key in [row["id"] for row in pact.list_members()]
    assert pact.list_members(online=False) == []
    assert pact.add_member(key=key)["key"] == key
    assert pact.promote_member(key=key, successor=True)["role"] == "member"
    spare = pact.create_invite()
    assert pact.list_invites()["entries"][0]["nonce"] == spare["nonce"]
    assert pact.revoke_invite(spare["nonce"])["nonce"] == spare["nonce"]
    assert pact.remove_member(key=key)["key"] == key

    shut = f"{alias}-two"
    here.create_pact(name="Second way in", alias=shut)
    invite = here.pact(shut).create_invite()
    waiting = there.join_pact(key=here.pact(shut).pact_status()["pact_id"], alias=shut)
    assert waiting["role"] is None
    own = there.pact(shut).pact_status()["public_key"]
    assert there.pact(shut).redeem_invite(token=invite["token"], writer_key=own)["ok"] is True
    assert there.pact(shut).recover_pact()["votes"] >= 1
    assert here.pact(shut).delete_member(own)["ok"] is True


def test_every_operation_answers_as_the_contract_says(
    both: tuple[Any, Any, Contract], request: pytest.FixtureRequest
) -> None:
    here, there, contract = both
    alias = f"ops-{request.node.callspec.params['both']}"
    host(here, there)
    pacts(here, alias)
    entries(here.pact(alias))
    tasks(here.pact(alias))
    members(here, there, alias)
    succeeded = {name for name, statuses in contract.answered.items() if any(status < 300 for status in statuses)}
    assert operation_ids() - succeeded == {"streamEvents"}
    with pytest.raises(NotFoundError) as caught:
        here.pact(alias).get_entry("00000000-1")
    assert (caught.value.code, caught.value.status) == ("NOT_FOUND", 404)
    assert isinstance(caught.value, ConcordatError)


def test_a_path_parameter_leads_nowhere_else(client: Client, tmp_path: Path) -> None:
    for ref in ("..", ".", "../status", "a/b", "a?x=1", "a#b", "%2e%2e", "\n", "ü"):
        with pytest.raises(ConcordatError) as caught:
            client.pact(ref).pact_status()
        assert caught.value.code in {"UNKNOWN_PACT", "NOT_FOUND"}, ref
