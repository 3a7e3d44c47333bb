# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
"""The tools that agents get: one for each operation that they need, under the names of the MCP tools."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from .models import EntryType, Json, SkillFormat, TaskStatus


class ToolArguments(BaseModel):
    """What every tool's arguments have in common: a misspelt one is refused."""

    model_config = ConfigDict(extra="forbid")


class RememberArguments(ToolArguments):
    """Record what you learned."""

    topic: str = Field(min_length=1, max_length=200)
    content: str = Field(min_length=1)
    source: str | None = Field(default=None, description="Where it comes from")
    refs: list[str] | None = Field(default=None, description="Ids of entries that this one builds on", max_length=32)
    ttl: int | None = Field(default=None, description="Seconds until the entry expires; null or absent for ever", ge=1, le=3153600000)


class RecallArguments(ToolArguments):
    """What the group knows."""

    topic: str | None = Field(default=None, description="Exactly this topic", min_length=1, max_length=200)
    order: Literal["asc", "desc"] | None = Field(default=None, description="Newest first (desc) or oldest first (asc)")
    limit: int | None = Field(default=None, description="Rows a page", ge=1, le=1000)
    cursor: str | None = Field(default=None, description="The `cursor` of the page before", min_length=1, max_length=512)
    author: str | None = Field(default=None, description="Handle of a node; everything that it or its agents wrote", min_length=1, max_length=128)
    agent_id: str | None = Field(default=None, description="Exactly this agent, `<handle>` or `<name>@<handle>`", min_length=1, max_length=128)
    since: str | None = Field(default=None, description="Only entries at or after this time, ISO 8601 or milliseconds since 1970", pattern="^([0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)$")


class TasksArguments(ToolArguments):
    """Tasks and who holds them."""

    status: TaskStatus | None = Field(default=None, description="Only tasks in this state")
    order: Literal["asc", "desc"] | None = Field(default=None, description="Newest first (desc) or oldest first (asc)")
    limit: int | None = Field(default=None, description="Rows a page", ge=1, le=1000)
    cursor: str | None = Field(default=None, description="The `cursor` of the page before", min_length=1, max_length=512)
    author: str | None = Field(default=None, description="Handle of a node; everything that it or its agents wrote", min_length=1, max_length=128)
    agent_id: str | None = Field(default=None, description="Exactly this agent, `<handle>` or `<name>@<handle>`", min_length=1, max_length=128)
    since: str | None = Field(default=None, description="Only entries at or after this time, ISO 8601 or milliseconds since 1970", pattern="^([0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)$")


class TaskArguments(ToolArguments):
    """One task with its history."""

    id: str = Field(description="Entry id", pattern="^[0-9a-f]{8}-[0-9]{1,12}$")


class AddTaskArguments(ToolArguments):
    """Put a task up for the group."""

    title: str = Field(min_length=1, max_length=200)
    description: str | None = Field(default=None)
    assigned_to: str | None = Field(default=None, description="Agent id that the task is reserved for", min_length=1, max_length=128)
    refs: list[str] | None = Field(default=None, description="Ids of entries that this one builds on", max_length=32)
    ttl: int | None = Field(default=None, description="Seconds until the entry expires; null or absent for ever", ge=1, le=3153600000)


class ClaimArguments(ToolArguments):
    """Take a task."""

    id: str = Field(description="Entry id", pattern="^[0-9a-f]{8}-[0-9]{1,12}$")
    wait: float | None = Field(default=None, description="Seconds to wait for the pact to settle it", ge=0, le=30)
    ttl_ms: int | None = Field(default=None, description="Milliseconds until the claim ends unless it is renewed; 24 hours when left out", ge=1000, le=86400000)


class RenewArguments(ToolArguments):
    """Keep a task longer."""

    id: str = Field(description="Entry id", pattern="^[0-9a-f]{8}-[0-9]{1,12}$")
    fence: int | None = Field(default=None, description="The `fence` of your claim", ge=0, le=9007199254740991)
    ttl_ms: int | None = Field(default=None, description="Milliseconds until the claim ends unless it is renewed; 24 hours when left out", ge=1000, le=86400000)


class ReleaseArguments(ToolArguments):
    """Give a task back."""

    id: str = Field(description="Entry id", pattern="^[0-9a-f]{8}-[0-9]{1,12}$")
    fence: int | None = Field(default=None, description="The `fence` of your claim", ge=0, le=9007199254740991)


class CompleteArguments(ToolArguments):
    """Finish a task with its result."""

    id: str = Field(description="Entry id", pattern="^[0-9a-f]{8}-[0-9]{1,12}$")
    result: Json | None = Field(default=None, description="Any JSON value")
    fence: int | None = Field(default=None, description="The `fence` of your claim", ge=0, le=9007199254740991)


class SendArguments(ToolArguments):
    """Say something to the group."""

    content: str = Field(min_length=1)
    priority: Literal["low", "normal", "high"] | None = Field(default=None)
    reply_to: str | None = Field(default=None, description="The message that this answers", pattern="^[0-9a-f]{8}-[0-9]{1,12}$")
    refs: list[str] | None = Field(default=None, description="Ids of entries that this one builds on", max_length=32)
    ttl: int | None = Field(default=None, description="Seconds until the entry expires; null or absent for ever", ge=1, le=3153600000)


class MessagesArguments(ToolArguments):
    """Messages of the group."""

    order: Literal["asc", "desc"] | None = Field(default=None, description="Newest first (desc) or oldest first (asc)")
    limit: int | None = Field(default=None, description="Rows a page", ge=1, le=1000)
    cursor: str | None = Field(default=None, description="The `cursor` of the page before", min_length=1, max_length=512)
    author: str | None = Field(default=None, description="Handle of a node; everything that it or its agents wrote", min_length=1, max_length=128)
    agent_id: str | None = Field(default=None, description="Exactly this agent, `<handle>` or `<name>@<handle>`", min_length=1, max_length=128)
    since: str | None = Field(default=None, description="Only entries at or after this time, ISO 8601 or milliseconds since 1970", pattern="^([0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)$")


class SkillsArguments(ToolArguments):
    """Skills of the group."""

    format: SkillFormat | None = Field(default=None, description="Only skills in this format")
    order: Literal["asc", "desc"] | None = Field(default=None, description="Newest first (desc) or oldest first (asc)")
    limit: int | None = Field(default=None, description="Rows a page", ge=1, le=1000)
    cursor: str | None = Field(default=None, description="The `cursor` of the page before", min_length=1, max_length=512)
    author: str | None = Field(default=None, description="Handle of a node; everything that it or its agents wrote", min_length=1, max_length=128)
    agent_id: str | None = Field(default=None, description="Exactly this agent, `<handle>` or `<name>@<handle>`", min_length=1, max_length=128)
    since: str | None = Field(default=None, description="Only entries at or after this time, ISO 8601 or milliseconds since 1970", pattern="^([0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)$")


class ReadSkillArguments(ToolArguments):
    """Content of a skill, checked."""

    id: str = Field(description="Entry id", pattern="^[0-9a-f]{8}-[0-9]{1,12}$")


class ChangesArguments(ToolArguments):
    """What arrived since a cursor."""

    since: str | None = Field(default=None, description="Cursor of the last answer", min_length=1, max_length=512)
    from_: Literal["head"] | None = Field(default=None, description="Begin at the present instead of the beginning")
    wait: float | None = Field(default=None, description="Seconds to wait for something to arrive", ge=0, le=30)
    limit: int | None = Field(default=None, description="Rows a page", ge=1, le=1000)
    type: EntryType | None = Field(default=None, description="Only entries of this type")


class StatusArguments(ToolArguments):
    """State of a pact on this node."""


class Tool(NamedTuple):
    """One tool: its name, the method of `Pact` that it calls, what it is for, and its arguments."""

    name: str
    method: str
    description: str
    arguments: type[ToolArguments]


TOOLS: tuple[Tool, ...] = (
    Tool("remember", "post_knowledge", "Record what you learned. One fact or note under a topic. Keys beyond those named here are welcome and become part of the payload.", RememberArguments),
    Tool("recall", "list_knowledge", "What the group knows.", RecallArguments),
    Tool("tasks", "list_tasks", "Tasks and who holds them. Newest first. `history` is empty in lists; GET /tasks/{id} has it.", TasksArguments),
    Tool("task", "get_task", "One task with its history.", TaskArguments),
    Tool("add_task", "post_task", "Put a task up for the group. With `assigned_to` only that agent can claim it.", AddTaskArguments),
    Tool("claim", "claim_task", "Take a task. 200 only when the pact has settled that you hold it; keep the `fence` and send it with renew, release and complete. 409 TASK_ALREADY_CLAIMED names the holder. 202 means that it is not settled yet, because the indexer is away or slow: do not start work that must not be done twice; read the task again, or claim again with a longer `wait`. The claim ends by itself after `ttl_ms`; renew it while you work.", ClaimArguments),
    Tool("renew", "renew_task", "Keep a task longer. Moves the end of your claim to `ttl_ms` from now.", RenewArguments),
    Tool("release", "release_task", "Give a task back.", ReleaseArguments),
    Tool("complete", "complete_task", "Finish a task with its result. By the holder, or by anybody while the task is open. Send the `fence` of your claim: when somebody else holds the task by now the answer is 409 STALE_FENCE, and your result is still kept and shown in the task's `late_results` (`details.late_result_kept`).", CompleteArguments),
    Tool("send", "post_message", "Say something to the group. `reply_to` becomes the first of the entry's `refs`.", SendArguments),
    Tool("messages", "list_messages", "Messages of the group.", MessagesArguments),
    Tool("skills", "list_skills", "Skills of the group.", SkillsArguments),
    Tool("read_skill", "get_skill_content", "Content of a skill, checked.", ReadSkillArguments),
    Tool("changes", "list_changes", "What arrived since a cursor. Oldest first, in the order in which entries reached this node, so nothing is skipped whatever their authors' clocks say. With `wait` the answer is held until something arrives. Without `since` it begins at the beginning, with `from=head` at the present. `retracted` lists entries that the pact has taken back.", ChangesArguments),
    Tool("status", "pact_status", "State of a pact on this node. Is this node a member, is it in step with the others (`synced`), can it work alone (`offline_ready`), are writes held after a power cut (`writes_held`), was it removed (`excluded_by`), how much of the log is signed (`confirmed_length` of `length`).", StatusArguments),
)
