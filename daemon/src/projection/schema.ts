import { LETTERS_SCHEMA } from './letters.js';
import { LINK_TABLES } from './links.js';
import { NAMES_SCHEMA } from './names.js';
import { REACTION_TABLES } from './reactions.js';

/** SQL that makes the tables of all pacts; `p` is a pact's number, `seq` a position of its view, times are ms since 1970. */
export const SCHEMA = `
create table pacts(p integer primary key, pact_id text not null unique, root text not null, cursor integer not null, stable integer not null, entries integer not null, rejections integer not null);
create table entries(p integer not null, id text not null, seq integer not null, type text not null, ts integer not null, pos integer not null, writer integer not null, topic text, format text,
  agent_id integer not null, author integer not null, task text, n integer, outcome text, aside integer not null, marked integer not null, trust integer not null, expires_at integer, val text not null);
create unique index entries_id on entries(p, id);
create index entries_seq on entries(p, seq);
create index entries_time on entries(p, aside, ts, pos, writer);
create index entries_type on entries(p, aside, type, ts, pos, writer);
create index entries_topic on entries(p, aside, topic, ts, pos, writer) where topic is not null;
create index entries_format on entries(p, aside, format, ts, pos, writer) where format is not null;
create index entries_agent on entries(p, aside, agent_id, type, ts, pos, writer);
create index entries_author on entries(p, aside, author, type, ts, pos, writer);
create index entries_expiring on entries(p, expires_at) where expires_at is not null and aside < 2;
create index entries_expired on entries(p, expires_at) where aside >= 2;
create table refs(p integer not null, target text not null, ts integer not null, id text not null, primary key (p, target, ts, id)) without rowid;
create table tasks(p integer not null, id text not null, seq integer not null, ts integer not null, pos integer not null, writer integer not null, status text not null, lease_until integer,
  agent_id integer not null, author integer not null, aside integer not null, expires_at integer, holder text, assigned text,
  trust integer not null, val text not null);
create unique index tasks_id on tasks(p, id);
create index tasks_held on tasks(p, holder, lease_until, id) where status = 'claimed';
create index tasks_open on tasks(p, aside, assigned, ts, pos, writer) where status = 'open';
create index tasks_time on tasks(p, aside, ts, pos, writer);
create index tasks_status on tasks(p, aside, status, ts, pos, writer);
create index tasks_lease on tasks(p, lease_until) where lease_until is not null;
create table records(p integer not null, key text not null, seq integer not null, val text not null, primary key (p, key)) without rowid;
create index records_seq on records(p, seq);
create table feed(n integer primary key, p integer not null, op text not null, id text not null, type text not null, agent_id integer not null, at integer not null);
create index feed_known on feed(p, id, n) where op = 'put' and type = 'knowledge';
${LINK_TABLES}${REACTION_TABLES}${LETTERS_SCHEMA}${NAMES_SCHEMA}`;
