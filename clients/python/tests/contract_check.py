"""Holds every answer that passes through a client against the contract."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

import httpx
import jsonschema
from jsonschema.protocols import Validator
from live_daemon import ROOT


class Contract:
    """The contract as the daemon serves it, and which of its operations were answered, with which status."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.answered: dict[str, set[int]] = {}

    @cached_property
    def operations(self) -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
        """Method, pattern of the path and the operation itself; a path without parameters goes first."""
        paths = sorted(self.document["paths"].items(), key=lambda item: item[0].count("{"))
        return [
            (method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + r"\Z"), operation)
            for path, item in paths
            for method, operation in item.items()
            if method != "parameters"
        ]

    def check(self, request: httpx.Request, status: int, media_type: str, body: bytes) -> None:
        """Fails when the contract does not allow the answer."""
        operation = next(
            operation
            for method, pattern, operation in self.operations
            if method == request.method and pattern.match(request.url.path)
        )
        name = operation["operationId"]
        self.answered.setdefault(name, set()).add(status)
        response = self._follow(operation["responses"][str(status)])
        schema = response["content"][media_type.partition(";")[0]]["schema"]
        if media_type.startswith("application/json"):
            self._validator(schema).validate(json.loads(body))

    def _follow(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def _validator(self, schema: dict[str, Any]) -> Validator:
        whole = {**schema, "components": self.document["components"]}
        return jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())


class Checked(httpx.BaseTransport):
    """The network, with the contract looking on."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._network = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._network.handle_request(request)
        body = response.read()
        response.close()
        self._contract.check(request, response.status_code, response.headers["content-type"], body)
        return _again(response, body)

    def close(self) -> None:
        self._network.close()


class AsyncChecked(httpx.AsyncBaseTransport):
    """The same for the asynchronous client."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._network = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._network.handle_async_request(request)
        body = await response.aread()
        await response.aclose()
        self._contract.check(request, response.status_code, response.headers["content-type"], body)
        return _again(response, body)

    async def aclose(self) -> None:
        await self._network.aclose()


def _again(response: httpx.Response, body: bytes) -> httpx.Response:
    return httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(body))


def operation_ids() -> set[str]:
    """All operations of openapi.yaml, read without a parser of YAML."""
    text = (ROOT / "openapi.yaml").read_text()
    return set(re.findall(r"^      operationId: (\w+)$", text, re.MULTILINE))
