-- Deskmates on PostgreSQL (15 or later) behind PostgREST (12 or later)
-- =====================================================================
-- For a programme of any size. Run this file on an empty database, as an owner who may create roles:
--
--   createdb deskmates && psql -d deskmates -v ON_ERROR_STOP=1 -f postgrest.sql
--
-- Running it again does no harm: it changes rules and functions, never data.
--
-- After that, by hand, because neither belongs in a file that others read:
--   1. The key that tokens are signed with, at least 32 characters that nobody guesses. PostgREST reads it from here,
--      too, so it is in one place only. Whoever changes it restarts PostgREST and signs everybody out.
--        alter role authenticator set pgrst.jwt_secret = '...';
--   2. The way PostgREST signs in to the database (or however your pg_hba.conf wants it):
--        alter role authenticator password '...';
--   3. The people. Participants get the id that they have in `participants`; the same call sets a new password.
--        select programme.set_account('ines@example.org', 'a long password', 'coordinator');
--        select programme.set_account('amina@example.org', 'another one', 'participant', 'p01');
-- Then PostgREST needs no more than
--        PGRST_DB_URI=postgres://authenticator:...@localhost/deskmates postgrest
-- behind a proxy that adds TLS and limits how often one address may call POST /rpc/sign_in, /rpc/store_picture, /all_comments and /waitlist.
--
-- Who may do what is decided here and nowhere else:
--   anon         anybody. Reads rounds, released topics, published comments; sends comments (held until a coordinator
--                publishes them) and waitlist entries; never reads an e-mail address.
--   participant  the same, and what belongs to the partnerships they are in.
--   coordinator  everything but what partners have with each other: contacts, agreements, hours, notes, ticks, goals,
--                messages, and pictures that are only for a partner.
-- Tables whose every column may be read by those who may read the row are in the schema `api`, which PostgREST shows,
-- behind row level security. Tables with e-mail addresses are in the schema `programme`, which it does not show; there
-- are views for them. These run with the rights of the caller (security_invoker), so row level security holds below them
-- and a mistake in a view opens nothing. None needs security_barrier: they hide columns, which are not granted below
-- either; rows are hidden by row level security, which no filter of the caller's can get ahead of.

begin;

create schema if not exists api;
create schema if not exists programme;
create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;

-- Roles belong to the whole server, hence the question whether they are there.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'participant', 'coordinator', 'authenticator'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I noinherit', wanted);
    end if;
  end loop;
end $$;
alter role authenticator login;
grant anon, participant, coordinator to authenticator;

-- What PostgREST reads when it starts.
alter role authenticator set pgrst.db_schemas = 'api';
alter role authenticator set pgrst.db_anon_role = 'anon';
alter role authenticator set pgrst.db_max_rows = '1000';
alter role authenticator set timezone = 'UTC';
-- No question of a stranger's may keep the database busy for long.
alter role anon set statement_timeout = '5s';
alter role participant set statement_timeout = '5s';

grant usage on schema api, programme to anon, participant, coordinator;
-- A new function may be called by everybody unless that is taken back; below, each is granted by name.
alter default privileges in schema api revoke execute on functions from public;
alter default privileges in schema programme revoke execute on functions from public;
alter default privileges revoke execute on functions from public;

-- The participant who is asking, as their token says; null for everybody else.
-- Who has no account any more is nobody, however long their token still holds. It runs with the rights of its owner,
-- because nobody else may read the table of accounts.
create or replace function programme.me() returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  who text := nullif(current_setting('request.jwt.claims', true), '')::json ->> 'participant';
begin
  return (select a.participant from programme.accounts a where a.participant = who);
end $$;
revoke execute on function programme.me() from public;
grant execute on function programme.me() to participant;


-- Rounds and topics: public, written by coordinators -----------------------------------------------------------------

create table if not exists api.rounds (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  title text not null check (char_length(title) between 1 and 200),
  summary text not null default '',
  applications_open date not null,
  applications_close date not null,
  start date not null,
  "end" date not null,
  figures jsonb, -- {"participants": 860, "countries": 84} once they are known
  check (applications_open <= applications_close and start <= "end")
);

create table if not exists api.topics (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  round text not null references api.rounds,
  number integer not null check (number >= 1),
  title text not null check (char_length(title) between 1 and 200),
  release timestamptz not null,
  language text, -- BCP 47; null: that of the programme
  image jsonb,
  body text not null default '',
  prompts jsonb not null default '[]' check (jsonb_typeof(prompts) = 'array'),
  closing text not null default '',
  categories text[] not null default '{}',
  tags text[] not null default '{}',
  unique (round, number)
);
create index if not exists topics_by_release on api.topics (release, id);

alter table api.rounds enable row level security;
alter table api.topics enable row level security;
grant select on api.rounds, api.topics to anon, participant;
grant select, insert, update, delete on api.rounds, api.topics to coordinator;

drop policy if exists anybody on api.rounds;
create policy anybody on api.rounds for select to anon, participant using (true);
drop policy if exists coordinators on api.rounds;
create policy coordinators on api.rounds to coordinator using (true) with check (true);
-- Before its release a topic is not there, for whoever is not a coordinator.
drop policy if exists anybody on api.topics;
create policy anybody on api.topics for select to anon, participant using (release <= now());
drop policy if exists coordinators on api.topics;
create policy coordinators on api.topics to coordinator using (true) with check (true);


-- Comments -----------------------------------------------------------------------------------------------------------
--   GET   /comments      the published ones, for everybody; this view has no e-mail column to show, filter or sort by
--   POST  /all_comments  for everybody; what comes from a stranger is held, whatever it says
--   GET, PATCH, DELETE /all_comments   for coordinators: every comment, with the address of its author

create table if not exists programme.comments (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  topic text not null references api.topics,
  parent text references programme.comments,
  name text not null check (char_length(name) between 1 and 80),
  link text check (link ~ '^https?://' and char_length(link) <= 2000),
  text text not null,
  created timestamptz not null default now(),
  edited timestamptz,
  state text not null default 'held' check (state in ('published', 'held', 'removed')),
  email text check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and char_length(email) <= 254),
  check (parent <> id),
  -- What is removed may be forgotten: nothing but its place needs to stay, for the replies that hang on it.
  constraint text_length check (char_length(text) <= 20000 and (text <> '' or state = 'removed')),
  constraint email_required check (email is not null or state = 'removed')
);
-- One topic's comments in order, and their number, out of the index, at a million of them, too.
create index if not exists comments_of_topic on programme.comments (topic, created, id) where state = 'published';
-- The newest of the whole programme.
create index if not exists comments_by_time on programme.comments (created, id) where state = 'published';
-- What waits for a coordinator, longest first.
create index if not exists comments_held on programme.comments (created, id) where state = 'held';
-- Whether anything hangs on a comment that is to be deleted.
create index if not exists comments_by_parent on programme.comments (parent) where parent is not null;

alter table programme.comments enable row level security;
grant select (id, topic, parent, name, link, text, created, edited, state) on programme.comments to anon, participant;
grant insert on programme.comments to anon, participant;
grant select, insert, update, delete on programme.comments to coordinator;

drop policy if exists published on programme.comments;
create policy published on programme.comments for select to anon, participant using (state = 'published');
drop policy if exists sent on programme.comments;
create policy sent on programme.comments for insert to anon, participant with check (state = 'held');
drop policy if exists coordinators on programme.comments;
create policy coordinators on programme.comments to coordinator using (true) with check (true);

create or replace view api.comments with (security_invoker = true) as
  select id, topic, parent, name, link, text, created, edited, state from programme.comments where state = 'published';
grant select on api.comments to anon, participant, coordinator;

create or replace view api.all_comments with (security_invoker = true) as
  select id, topic, parent, name, link, text, created, edited, state, email from programme.comments;
grant insert on api.all_comments to anon, participant;
-- So that a stranger may be told what became of the comment just sent (Prefer: return=representation with
-- select=id,created,state or the like). It gives nothing else away: reading needs the table's own rights as well.
grant select (id, topic, parent, name, link, text, created, edited, state) on api.all_comments to anon, participant;
grant select, insert, update, delete on api.all_comments to coordinator;

-- Strangers write under topics, and answer comments, that strangers can read: it runs with the caller's rights, so what
-- is not there for them is not there.
create or replace function programme.send_comment() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_user <> 'coordinator' then
    new.state := 'held';
    new.created := now();
    new.edited := null;
    if not exists (select from api.topics t where t.id = new.topic) then
      raise foreign_key_violation using message = 'the topic is not there';
    end if;
    if new.parent is not null
      and not exists (select from programme.comments c where c.id = new.parent and c.topic = new.topic) then
      raise foreign_key_violation using message = 'the comment replied to is not there';
    end if;
  end if;
  new.state := coalesce(new.state, 'held');
  new.created := coalesce(new.created, now());
  insert into programme.comments (id, topic, parent, name, link, text, created, edited, state, email)
  values (new.id, new.topic, new.parent, new.name, new.link, new.text, new.created, new.edited, new.state, new.email);
  return new;
end $$;
drop trigger if exists send on api.all_comments;
create trigger send instead of insert on api.all_comments for each row execute function programme.send_comment();


-- The waitlist: POST /waitlist for everybody, the rest for coordinators ----------------------------------------------

create table if not exists programme.waitlist (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name text not null check (char_length(name) between 1 and 80),
  country text not null check (country ~ '^[A-Z]{2}$'),
  consented timestamptz not null,
  email text not null check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and char_length(email) <= 254)
);
create unique index if not exists waitlist_once on programme.waitlist (lower(email));

alter table programme.waitlist enable row level security;
grant insert on programme.waitlist to anon, participant;
grant select, insert, update, delete on programme.waitlist to coordinator;
drop policy if exists sent on programme.waitlist;
create policy sent on programme.waitlist for insert to anon, participant with check (true);
drop policy if exists coordinators on programme.waitlist;
create policy coordinators on programme.waitlist to coordinator using (true) with check (true);

create or replace view api.waitlist with (security_invoker = true) as
  select id, name, country, consented, email from programme.waitlist;
grant insert on api.waitlist to anon, participant;
grant select (id, name, country, consented) on api.waitlist to anon, participant; -- as for all_comments
grant select, insert, update, delete on api.waitlist to coordinator;

create or replace function programme.send_waitlist() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_user = 'coordinator' then
    new.consented := coalesce(new.consented, now());
    insert into programme.waitlist (id, name, country, consented, email)
    values (new.id, new.name, new.country, new.consented, new.email);
  else
    new.consented := now();
    -- The second entry of an address looks like the first: who is on the list is nobody's business.
    insert into programme.waitlist (id, name, country, consented, email)
    values (new.id, new.name, new.country, new.consented, new.email) on conflict do nothing;
  end if;
  return new;
end $$;
drop trigger if exists send on api.waitlist;
create trigger send instead of insert on api.waitlist for each row execute function programme.send_waitlist();


-- Participants, partnerships, contacts: private ----------------------------------------------------------------------
-- Their rounds are not references: people are matched before a round is announced.

create table if not exists api.partnerships (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  round text not null,
  participants text[] not null check (cardinality(participants) between 2 and 8)
);
create index if not exists partnerships_of on api.partnerships using gin (participants);

-- Whether something is a list of ways to reach somebody: [{"kind": "email", "at": "amina@example.org"}]
create or replace function programme.are_channels(channels jsonb) returns boolean
language sql immutable set search_path = pg_catalog as $$
  select jsonb_typeof(channels) = 'array' and not exists (
    select from jsonb_array_elements(channels) as one
    where jsonb_typeof(one) <> 'object' or jsonb_typeof(one -> 'kind') is distinct from 'string'
      or jsonb_typeof(one -> 'at') is distinct from 'string'
  )
$$;
grant execute on function programme.are_channels(jsonb) to participant, coordinator;

create table if not exists api.participants (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  round text not null,
  name text not null check (char_length(name) between 1 and 80),
  role text not null default '',
  workplace text not null default '',
  country text not null check (country ~ '^[A-Z]{2}$'),
  time_zone text not null,
  languages text[] not null default '{}',
  channels jsonb not null default '[]' -- [{"kind": "email", "at": "amina@example.org"}]
);
alter table api.participants add column if not exists channels jsonb not null default '[]';
-- They change it themselves: one that is not what the pages expect would spoil the list for everybody who reads it.
alter table api.participants drop constraint if exists fits;
alter table api.participants add constraint fits check (
  char_length(role) <= 200 and char_length(workplace) <= 200 and char_length(time_zone) between 1 and 64
  and pg_column_size(languages) < 2000 and pg_column_size(channels) < 20000
  and array_position(languages, null) is null and programme.are_channels(channels)
) not valid;

create table if not exists api.contacts (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  channel text not null check (char_length(channel) between 1 and 80),
  topic text references api.topics,
  minutes integer check (minutes between 1 and 1440),
  note text not null default '' check (char_length(note) <= 20000),
  -- Goes up with every change. PATCH /contacts?id=eq.X&rev=eq.N changes nothing if somebody was faster.
  rev integer not null default 1
);
alter table api.contacts add column if not exists minutes integer check (minutes between 1 and 1440);
create index if not exists contacts_of on api.contacts (partnership, at, id);

alter table api.partnerships enable row level security;
alter table api.participants enable row level security;
alter table api.contacts enable row level security;
grant select on api.partnerships, api.participants to participant;
grant select, insert, update, delete on api.partnerships, api.participants to coordinator;
grant select, insert, update, delete on api.contacts to participant;

drop policy if exists members on api.partnerships;
create policy members on api.partnerships for select to participant
  using (participants @> array[(select programme.me())]);
drop policy if exists coordinators on api.partnerships;
create policy coordinators on api.partnerships to coordinator using (true) with check (true);

drop policy if exists partners on api.participants;
create policy partners on api.participants for select to participant using (
  id = (select programme.me()) or id in (select unnest(p.participants) from api.partnerships p)
);
drop policy if exists coordinators on api.participants;
create policy coordinators on api.participants to coordinator using (true) with check (true);
-- Who somebody is they say themselves; which round they are in, and who their partner is, they do not.
grant update (name, role, workplace, country, time_zone, languages, channels) on api.participants to participant;
drop policy if exists own on api.participants;
create policy own on api.participants for update to participant using (id = (select programme.me()));

-- Both partners read a contact; only who noted it may change it. Coordinators have no rights here at all.
-- (The sub-selects see the caller's own partnerships only.)
drop policy if exists partners on api.contacts;
create policy partners on api.contacts for select to participant
  using (partnership in (select p.id from api.partnerships p));
drop policy if exists noted on api.contacts;
create policy noted on api.contacts for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);
drop policy if exists mended on api.contacts;
create policy mended on api.contacts for update to participant using (by = (select programme.me()));
drop policy if exists taken_back on api.contacts;
create policy taken_back on api.contacts for delete to participant using (by = (select programme.me()));

create or replace function programme.number_own() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    new.rev := 1;
  else
    new.rev := old.rev + 1;
    new.id := old.id;
    new.partnership := old.partnership;
    new."by" := old."by";
  end if;
  return new;
end $$;
drop trigger if exists number on api.contacts;
create trigger number before insert or update on api.contacts
  for each row execute function programme.number_own();


-- What partners say about their agreement: proposals and yeses. They are only added; nobody may change or remove one.
create table if not exists api.agreements (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  terms jsonb check (pg_column_size(terms) < 60000),
  replaces text,
  accepts text,
  check ((terms is null) <> (accepts is null))
);
create index if not exists agreements_of on api.agreements (partnership, at, id);
alter table api.agreements enable row level security;
grant select, insert on api.agreements to participant;
drop policy if exists partners on api.agreements;
create policy partners on api.agreements for select to participant
  using (partnership in (select p.id from api.partnerships p));
drop policy if exists said on api.agreements;
create policy said on api.agreements for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);

-- The hours of the week in which partners could talk. They are only added: of each partner the last counts.
create table if not exists api.hours (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  zone text not null check (char_length(zone) between 1 and 64),
  week jsonb not null check (jsonb_array_length(week) = 7) -- from Monday on: [17, 20] or null
);
create index if not exists hours_of on api.hours (partnership, at, id);
alter table api.hours enable row level security;
grant select, insert on api.hours to participant;
drop policy if exists partners on api.hours;
create policy partners on api.hours for select to participant
  using (partnership in (select p.id from api.partnerships p));
drop policy if exists given on api.hours;
create policy given on api.hours for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);

-- Private words to the coordinators. Whoever wrote one and the coordinators read it; the partner never does.
create table if not exists api.concerns (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  about text not null check (about in ('silent', 'mismatch', 'conduct', 'stop')),
  text text not null default '' check (char_length(text) <= 5000)
);
create index if not exists concerns_by on api.concerns (by, at, id);
alter table api.concerns enable row level security;
grant select, insert on api.concerns to participant;
grant select on api.concerns to coordinator;
drop policy if exists own on api.concerns;
create policy own on api.concerns for select to participant using (by = (select programme.me()));
drop policy if exists told on api.concerns;
create policy told on api.concerns for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);
drop policy if exists coordinators on api.concerns;
create policy coordinators on api.concerns for select to coordinator using (true);

-- Notes about a prompt or a contact. One that is not shared is its author's alone.
create table if not exists api.notes (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  topic text,
  prompt text,
  contact text,
  shared boolean not null,
  text text not null check (char_length(text) between 1 and 20000),
  rev integer not null default 1,
  check ((topic is null) = (prompt is null) and (topic is null) <> (contact is null))
);
create index if not exists notes_of on api.notes (partnership, at, id);
alter table api.notes enable row level security;
grant select, insert, update, delete on api.notes to participant;
drop policy if exists readers on api.notes;
create policy readers on api.notes for select to participant using (
  by = (select programme.me()) or (shared and partnership in (select p.id from api.partnerships p))
);
drop policy if exists written on api.notes;
create policy written on api.notes for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);
drop policy if exists mended on api.notes;
create policy mended on api.notes for update to participant using (by = (select programme.me()));
drop policy if exists taken_back on api.notes;
create policy taken_back on api.notes for delete to participant using (by = (select programme.me()));
drop trigger if exists number on api.notes;
create trigger number before insert or update on api.notes
  for each row execute function programme.number_own();

-- Ticks at prompts. Either partner sets one and takes one away.
create table if not exists api.ticks (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  topic text not null check (char_length(topic) between 1 and 64),
  prompt text not null check (char_length(prompt) between 1 and 64)
);
create index if not exists ticks_of on api.ticks (partnership, at, id);
alter table api.ticks enable row level security;
grant select, insert, delete on api.ticks to participant;
drop policy if exists partners on api.ticks;
create policy partners on api.ticks for select to participant
  using (partnership in (select p.id from api.partnerships p));
drop policy if exists ticked on api.ticks;
create policy ticked on api.ticks for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);
drop policy if exists taken_away on api.ticks;
create policy taken_away on api.ticks for delete to participant
  using (partnership in (select p.id from api.partnerships p));

-- Goals. One that is not shared is its owner's alone; of a shared one the partner may tick off the steps.
create table if not exists api.goals (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  shared boolean not null,
  what text not null check (char_length(what) between 1 and 2000),
  sign text not null default '' check (char_length(sign) <= 2000),
  until date,
  steps jsonb not null default '[]' check (jsonb_typeof(steps) = 'array' and pg_column_size(steps) < 60000), -- [{"what": "Choose a book", "done": true}]
  reached timestamptz,
  rev integer not null default 1
);
create index if not exists goals_of on api.goals (partnership, at, id);
alter table api.goals enable row level security;
grant select, insert, update, delete on api.goals to participant;
drop policy if exists readers on api.goals;
create policy readers on api.goals for select to participant using (
  by = (select programme.me()) or (shared and partnership in (select p.id from api.partnerships p))
);
drop policy if exists set_own on api.goals;
create policy set_own on api.goals for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);
drop policy if exists mended on api.goals;
create policy mended on api.goals for update to participant using (
  by = (select programme.me()) or (shared and partnership in (select p.id from api.partnerships p))
);
drop policy if exists taken_back on api.goals;
create policy taken_back on api.goals for delete to participant using (by = (select programme.me()));
-- Of another's goal one ticks off the steps, and changes nothing else.
create or replace function programme.tick_goal() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  ticked jsonb := new.steps;
begin
  new := old;
  if jsonb_path_query_array(ticked, '$[*].what') = jsonb_path_query_array(old.steps, '$[*].what') then
    new.steps := ticked;
  end if;
  return new;
end $$;
-- Triggers run by their names: this one before the revision is numbered.
drop trigger if exists keep on api.goals;
create trigger keep before update on api.goals
  for each row when (old."by" <> programme.me()) execute function programme.tick_goal();
drop trigger if exists number on api.goals;
create trigger number before insert or update on api.goals
  for each row execute function programme.number_own();

-- Messages from one partner to the other. They are only added.
create table if not exists api.messages (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  text text not null check (char_length(text) between 1 and 20000)
);
create index if not exists messages_of on api.messages (partnership, at, id);
alter table api.messages enable row level security;
grant select, insert on api.messages to participant;
drop policy if exists partners on api.messages;
create policy partners on api.messages for select to participant
  using (partnership in (select p.id from api.partnerships p));
drop policy if exists written on api.messages;
create policy written on api.messages for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);

-- What participants say to the programme at the end. Whoever wrote one and the coordinators read it. Only added.
create table if not exists api.reflections (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  partnership text not null references api.partnerships on delete cascade,
  by text not null default programme.me(),
  at timestamptz not null default now(),
  rating integer not null check (rating between 1 and 5),
  changed text not null default '' check (char_length(changed) <= 5000),
  differently text not null default '' check (char_length(differently) <= 5000),
  in_touch boolean not null,
  quote boolean not null
);
create index if not exists reflections_by on api.reflections (by, at, id);
alter table api.reflections enable row level security;
grant select, insert on api.reflections to participant;
grant select on api.reflections to coordinator;
drop policy if exists own on api.reflections;
create policy own on api.reflections for select to participant using (by = (select programme.me()));
drop policy if exists told on api.reflections;
create policy told on api.reflections for insert to participant with check (
  by = (select programme.me()) and partnership in (select p.id from api.partnerships p)
);
drop policy if exists coordinators on api.reflections;
create policy coordinators on api.reflections for select to coordinator using (true);


-- How the coordinators reach a participant, what they want to hear of, and whether everything about them is to be erased.
-- Only added: of each the last that says something of it holds. The partner does not read it.
create table if not exists api.settings (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  by text not null default programme.me(),
  at timestamptz not null default now(),
  channels jsonb check (programme.are_channels(channels) and pg_column_size(channels) < 20000),
  notices text[] check (pg_column_size(notices) < 2000 and array_position(notices, null) is null),
  erase text check (erase in ('wanted', 'withdrawn')),
  received timestamptz not null default clock_timestamp() -- the server's time, which nobody sets
);
create index if not exists settings_by on api.settings (by, received);
alter table api.settings enable row level security;
grant select on api.settings to participant, coordinator;
grant insert (id, by, at, channels, notices, erase) on api.settings to participant;
drop policy if exists own on api.settings;
create policy own on api.settings for select to participant using (by = (select programme.me()));
drop policy if exists said on api.settings;
create policy said on api.settings for insert to participant with check (by = (select programme.me()));
drop policy if exists coordinators on api.settings;
create policy coordinators on api.settings for select to coordinator using (true);


-- Pictures of where people work ---------------------------------------------------------------------------------------

-- The files. Whoever knows the address of one sees it, and nobody can list them; the addresses cannot be guessed.
create table if not exists programme.pictures (
  id text primary key default replace(gen_random_uuid()::text, '-', ''),
  by text not null default programme.me(),
  at timestamptz not null default now(),
  -- A JPEG of at most a megabyte, and nothing that a browser would run.
  bytes bytea not null check (octet_length(bytes) <= 1000000 and substr(bytes, 1, 3) = '\xffd8ff')
);

-- POST /rpc/store_picture, Content-Type: application/octet-stream
--   200 {"id": ...}. It runs with the rights of its owner, because nobody else may read the table.
create or replace function api.store_picture(bytea) returns json
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  made text;
begin
  if programme.me() is null then
    raise insufficient_privilege using message = 'only participants send pictures';
  end if;
  insert into programme.pictures (bytes) values ($1) returning pictures.id into made;
  return json_build_object('id', made);
end $$;
revoke execute on function api.store_picture(bytea) from public;
grant execute on function api.store_picture(bytea) to participant;

-- GET /rpc/picture?id=...
do $$
begin
  if to_regtype('api."*/*"') is null then
    create domain api."*/*" as bytea; -- whatever type the answer says it is
  end if;
end $$;
create or replace function api.picture(id text) returns api."*/*"
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  found bytea;
begin
  select p.bytes into found from programme.pictures p where p.id = picture.id;
  if found is null then
    raise sqlstate 'PT404' using message = 'no such picture';
  end if;
  perform set_config('response.headers', '[{"Content-Type": "image/jpeg"}, {"X-Content-Type-Options": "nosniff"}, {"Cache-Control": "private, max-age=86400"}]', true);
  return found;
end $$;
revoke execute on function api.picture(text) from public;
grant execute on function api.picture(text) to anon, participant, coordinator;

-- What is told with a picture, and who may see it. Whoever sent one may remove it; coordinators may, too.
create table if not exists api.desks (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  call text not null check (char_length(call) between 1 and 64),
  by text not null default programme.me(),
  name text not null check (char_length(name) between 1 and 80),
  country text check (country ~ '^[A-Z]{2}$'),
  at timestamptz not null default now(),
  picture text not null check (picture ~ '^https?://' and char_length(picture) <= 2000),
  small text check (small ~ '^https?://' and char_length(small) <= 2000),
  width integer not null check (width between 1 and 100000),
  height integer not null check (height between 1 and 100000),
  alt text not null check (char_length(alt) between 1 and 1000),
  story text not null default '' check (char_length(story) <= 10000),
  seen_by text not null check (seen_by in ('partner', 'programme', 'public')),
  licence text not null check (licence in ('none', 'CC-BY-SA-4.0', 'CC-BY-4.0', 'CC0-1.0'))
);
create index if not exists desks_of on api.desks (call, at, id);
create index if not exists desks_picture on api.desks (right(picture, 32));
create index if not exists desks_small on api.desks (right(small, 32));
create index if not exists pictures_at on programme.pictures (at);
alter table api.desks enable row level security;
grant select on api.desks to anon;
grant select, insert, delete on api.desks to participant;
grant select, delete on api.desks to coordinator;
drop policy if exists anybody on api.desks;
create policy anybody on api.desks for select to anon using (seen_by = 'public');
drop policy if exists participants on api.desks;
create policy participants on api.desks for select to participant using (
  seen_by <> 'partner' or by = (select programme.me())
  or by in (select unnest(p.participants) from api.partnerships p)
);
drop policy if exists sent on api.desks;
create policy sent on api.desks for insert to participant with check (by = (select programme.me()));
drop policy if exists taken_back on api.desks;
create policy taken_back on api.desks for delete to participant using (by = (select programme.me()));
drop policy if exists coordinators on api.desks;
create policy coordinators on api.desks to coordinator using (seen_by <> 'partner');



-- Accounts and signing in --------------------------------------------------------------------------------------------

-- Nobody but this file's functions reads it: no role of the API has a right to it.
create table if not exists programme.accounts (
  email text primary key check (email = lower(email)),
  password text not null, -- a bcrypt hash
  role text not null check (role in ('participant', 'coordinator')),
  participant text unique,
  check ((role = 'participant') = (participant is not null))
);

create or replace function programme.set_account(email text, password text, role text, participant text default null)
returns void language plpgsql set search_path = pg_catalog as $$
begin
  if char_length(password) < 10 then
    raise check_violation using message = 'a password has at least 10 characters';
  end if;
  -- bcrypt reads 72 bytes; longer ones would count as the same.
  if octet_length(password) > 72 then
    raise check_violation using message = 'a password has at most 72 bytes';
  end if;
  insert into programme.accounts as a values (
    lower(email), extensions.crypt(password, extensions.gen_salt('bf', 10)), role, participant
  )
  on conflict on constraint accounts_pkey
  do update set password = excluded.password, role = excluded.role, participant = excluded.participant;
end $$;

create or replace function programme.base64url(bytes bytea) returns text
language sql immutable set search_path = pg_catalog as $$
  select translate(encode(bytes, 'base64'), E'+/=\n', '-_')
$$;

-- Erases participants who asked for it at least so long ago and have not taken it back since; or of those only one (null:
-- everybody). What goes and what stays is what the page tells them beforehand. Gives who was erased. Where one cannot be
-- erased, the others are all the same, and the server's log says why.
drop function if exists programme.erase_due(interval, text);
create or replace function programme.erase_due(wait interval, only_one text) returns setof text
language plpgsql volatile set search_path = pg_catalog as $$
declare
  who text;
begin
  for who in
    select s.by from api.settings s
    where s.erase = 'wanted' and s.received <= clock_timestamp() - wait and (only_one is null or s.by = only_one)
      -- A word that waited for a network can come after one that was said later: either order takes it back.
      and not exists (
        select from api.settings later
        where later.by = s.by and later.erase = 'withdrawn' and (later.received > s.received or later.at > s.at)
      )
    group by s.by
  loop
    begin
      delete from api.desks d where d.by = who;
      delete from programme.pictures p where p.by = who;
      delete from api.messages m where m.by = who;
      delete from api.notes n where n.by = who;
      delete from api.goals g where g.by = who;
      delete from api.hours h where h.by = who;
      delete from api.agreements a where a.by = who;
      delete from api.reflections r where r.by = who;
      -- When the two were in touch is the partner's history, too.
      update api.contacts c set note = '' where c.by = who and c.note <> '';
      delete from api.participants p where p.id = who;
      delete from programme.accounts a where a.participant = who;
      delete from api.settings s where s.by = who;
      return next who;
    exception when others then
      raise warning 'participant % could not be erased: %', who, sqlerrm;
    end;
  end loop;
end $$;

-- Removes the files that no desk names any more, a day after they came: until then a desk that was removed can be put back.
create or replace function programme.sweep_pictures() returns void
language sql volatile set search_path = pg_catalog as $$
  delete from programme.pictures p
  where p.at < now() - interval '1 day'
    and not exists (select from api.desks d where right(d.picture, 32) = p.id)
    and not exists (select from api.desks d where right(d.small, 32) = p.id)
$$;

-- POST /rpc/erase_now {"participant": "p01"}: a coordinator does not wait for who asked for it and cannot wait.
create or replace function api.erase_now(participant text) returns setof text
language sql volatile security definer set search_path = pg_catalog as $$
  -- Without a name, nobody.
  select programme.erase_due(interval '0', coalesce(participant, ''))
$$;
revoke execute on function api.erase_now(text), programme.erase_due(interval, text), programme.sweep_pictures() from public;
grant execute on function api.erase_now(text) to coordinator;

-- POST /rpc/sign_in {"email": ..., "password": ...}
--   200 {"token": ..., "participant": "p01" or null, "role": ..., "expires": ...}; send "Authorization: Bearer TOKEN".
--   401 for a wrong password and for an address that has no account, after the same time.
-- It runs with the rights of its owner, because nobody else may read the table of accounts.
create or replace function api.sign_in(email text, password text) returns json
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  account programme.accounts;
  known text;
  key text := current_setting('pgrst.jwt_secret', true);
  expires timestamptz := date_trunc('second', now()) + interval '12 hours';
  signed text;
begin
  if char_length(coalesce(key, '')) < 32 then
    raise 'pgrst.jwt_secret is not set, or is too short';
  end if;
  select * into account from programme.accounts a where a.email = lower(sign_in.email);
  -- Where there is no account, a hash that no password has is compared all the same.
  known := coalesce(account.password, '$2a$10$abcdefghijklmnopqrstuuJNDHnIwzzKtvDbi.qUUG1bnrBqeYtY2');
  if extensions.crypt(coalesce(sign_in.password, ''), known) <> known or account.email is null then
    raise sqlstate 'PT401' using message = 'wrong address or password';
  end if;
  -- Whenever anybody signs in, so that it needs no timetable of its own.
  perform programme.erase_due(interval '14 days', null);
  perform programme.sweep_pictures();
  if not exists (select from programme.accounts a where a.email = account.email) then
    -- It was their own turn. An exception would undo it.
    perform set_config('response.status', '401', true);
    return json_build_object('message', 'this account was erased');
  end if;
  signed := programme.base64url(convert_to('{"alg":"HS256","typ":"JWT"}', 'utf8')) || '.'
    || programme.base64url(convert_to(json_build_object(
      'role', account.role, 'participant', account.participant, 'exp', extract(epoch from expires)::bigint
    )::text, 'utf8'));
  return json_build_object(
    'token', signed || '.' || programme.base64url(extensions.hmac(signed, key, 'sha256')),
    'participant', account.participant, 'role', account.role, 'expires', expires
  );
end $$;
revoke execute on function api.sign_in(text, text) from public;
grant execute on function api.sign_in(text, text) to anon, participant, coordinator;

commit;

-- A PostgREST that runs already looks again.
notify pgrst, 'reload config';
notify pgrst, 'reload schema';
