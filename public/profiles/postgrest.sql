-- Deskmates on PostgreSQL (15 or later) behind PostgREST (12 or later)
-- =====================================================================
-- For a programme of any size. Run this file on an empty database, as an owner who may create roles:
--
--   createdb deskmates && psql -d deskmates -v ON_ERROR_STOP=1 -f postgrest.sql
--
-- Running it again does no harm: it changes rules and functions, never data. A rule that is new holds for whatever is
-- written from then on, and a warning names the tables in which something older is against it. Who is signed in may
-- have to sign in again.
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
--      A session ends with its account, and with any change of it: delete the row in programme.accounts, or set a new
--      password, and the tokens that were given before are worth nothing from the next request on.
--   4. Where browsers reach PostgREST, so that the picture of a desk is one of its own and none of another site's, which
--      everybody who looks at desks would then ask for it. Unless it is set, any address in the web is taken.
--        alter role authenticator set programme.address = 'https://api.example.org';
--      PostgREST is restarted after that.
-- Then PostgREST needs no more than
--        PGRST_DB_URI=postgres://authenticator:...@localhost/deskmates postgrest
-- behind a proxy that
--   * adds TLS;
--   * limits how often one address may POST to /rpc/sign_in, /rpc/store_picture, /all_comments and /waitlist, and how
--     often it may send anything with `Authorization`. One request brings one new row: a list of rows is refused (429),
--     unless it comes from a coordinator. Passwords are taken by POST alone (405);
--   * refuses bodies of more than 1 MB (pictures) before they come here;
--   * refuses `select=` with a bracket. That asks PostgREST to put rows of one table into those of another, which
--     multiplies them, and nothing here needs it. Below, it is refused too, for all the tables there are now.
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

-- What signs may be in a name is said below by their numbers.
do $$ begin
  if current_setting('server_encoding') <> 'UTF8' then
    raise 'the database must have the encoding UTF8 (createdb -E UTF8 -T template0)';
  end if;
end $$;

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
alter role anon set statement_timeout = '3s';
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

-- What a token says of the account that it was made for: another password, and it is another account. The password
-- here is the hash that is stored.
create or replace function programme.mark(email text, password text) returns text
language sql immutable set search_path = pg_catalog as $$
  select left(encode(sha256(convert_to(email || ' ' || password, 'utf8')), 'hex'), 32)
$$;
revoke execute on function programme.mark(text, text) from public;

-- PostgREST calls it before every request. A token holds as long as its account is as it was when the token was made:
-- without this, who was removed, or is no coordinator any more, would go on for hours.
create or replace function programme.still_here() returns void
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  claims json := nullif(current_setting('request.jwt.claims', true), '')::json;
begin
  if claims ->> 'role' in ('participant', 'coordinator') and not exists (
    select from programme.accounts a where a.role = claims ->> 'role'
      and a.participant is not distinct from (claims ->> 'participant')
      and programme.mark(a.email, a.password) = claims ->> 'mark'
  ) then
    raise sqlstate 'PT401' using message = 'this session has ended';
  end if;
end $$;
revoke execute on function programme.still_here() from public;
grant execute on function programme.still_here() to anon, participant, coordinator;
alter role authenticator set pgrst.db_pre_request = 'programme.still_here';

-- Limits count requests, so one request brings one thing: who sends a list of them is refused. Coordinators import.
-- The mark is gone when the transaction ends, and a request is one transaction.
create or replace function programme.one_at_a_time() returns void
language plpgsql set search_path = pg_catalog as $$
begin
  if current_setting('programme.sent', true) <> '' then
    raise sqlstate 'PT429' using message = 'one at a time';
  end if;
  perform set_config('programme.sent', 'once', true);
end $$;
grant execute on function programme.one_at_a_time() to anon, participant;


-- What pages can read --------------------------------------------------------------------------------------------------
-- These are the types of the app (src/domain). One row that it cannot read costs everybody more than that row, and some
-- kinds nobody can remove again. So what does not fit is refused, by the constraints at the end of this file.
-- (The first have no search_path of their own: so PostgreSQL puts them into the constraints, and calls nothing.)

-- An id can stand in an address: "." and ".." mean something else there.
create or replace function programme.is_id(id text) returns boolean
language sql immutable as $$
  select id ~ '^[A-Za-z0-9._-]{1,64}$' and id not in ('.', '..')
$$;

-- A programme has no letters of before 2000. JSON has no "infinity", and dates of five digits are none to a browser.
create or replace function programme.is_time(at timestamptz) returns boolean
language sql immutable as $$
  select at >= timestamptz '2000-01-01 00:00:00+00' and at < timestamptz '2100-01-01 00:00:00+00'
$$;
create or replace function programme.is_day(day date) returns boolean
language sql immutable as $$
  select day between date '2000-01-01' and date '2100-01-01'
$$;

-- Something of it is seen, in one line, and it turns no other text around (U+202A to 202E, 2066 to 2069).
create or replace function programme.is_name(name text) returns boolean
language sql immutable as $$
  select char_length(name) between 1 and 80
    and name !~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]'
    and name ~ '[^ \u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff]'
$$;

-- http or https, a host, and nothing that ends an address in a text.
create or replace function programme.is_link(link text) returns boolean
language sql immutable as $$
  select octet_length(link) <= 2000 and link ~ '^https?://[^/?#\\.:@]'
    and link !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028-\u202f\u205f\u2066-\u2069\u3000<>"]'
$$;

-- ISO 3166-1 (November 2026), and XK: those that src/domain/country.rs knows.
create or replace function programme.is_country(country text) returns boolean
language sql immutable as $$
  select country = any (string_to_array(
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY '
    'BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK '
    'FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR '
    'IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK '
    'ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM '
    'PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF '
    'TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW', ' '))
$$;

-- A plain list of texts: no null in it, and no lists.
create or replace function programme.are_texts(texts text[]) returns boolean
language sql immutable strict set search_path = pg_catalog as $$
  select coalesce(array_ndims(texts), 1) = 1 and array_position(texts, null) is null
$$;

-- {"interval": 7, "channels": ["email"], "times": "", "hopes": "", "expectations": "", "boundaries": ""}: each may be
-- missing, none may be anything else. Intervals are days.
create or replace function programme.are_terms(terms jsonb) returns boolean
language sql immutable strict set search_path = pg_catalog as $$
  select case when jsonb_typeof(terms) = 'object' then
    coalesce(jsonb_typeof(terms -> 'interval') = 'number' and terms ->> 'interval' ~ '^[1-9][0-9]{0,2}$', true)
    and not exists (
      select from unnest(array['times', 'hopes', 'expectations', 'boundaries']) as field
      where jsonb_typeof(terms -> field) <> 'string'
    )
    and case jsonb_typeof(coalesce(terms -> 'channels', '[]')) when 'array' then not exists (
      select from jsonb_array_elements(coalesce(terms -> 'channels', '[]')) as channel where jsonb_typeof(channel) <> 'string'
    ) else false end
  else false end
$$;

-- [[17, 20], null, null, null, null, null, null]: hours of each day from Monday on, the earlier one first.
create or replace function programme.is_week(week jsonb) returns boolean
language sql immutable strict set search_path = pg_catalog as $$
  select case when jsonb_typeof(week) = 'array' then jsonb_array_length(week) = 7 and not exists (
    select from jsonb_array_elements(week) as day
    where case
      when day = 'null' then false
      when day::text ~ '^\[(1?[0-9]|2[0-4]), (1?[0-9]|2[0-4])\]$' then (day ->> 0)::integer >= (day ->> 1)::integer
      else true
    end
  ) else false end
$$;

-- [{"what": "Choose a book", "done": true}]
create or replace function programme.are_steps(steps jsonb) returns boolean
language sql immutable strict set search_path = pg_catalog as $$
  select case when jsonb_typeof(steps) = 'array' then not exists (
    select from jsonb_array_elements(steps) as step
    where jsonb_typeof(step) <> 'object' or jsonb_typeof(step -> 'what') is distinct from 'string'
      or jsonb_typeof(step -> 'done') <> 'boolean'
  ) else false end
$$;

-- Whether something is a list of ways to reach somebody: [{"kind": "email", "at": "amina@example.org"}]
create or replace function programme.are_channels(channels jsonb) returns boolean
language sql immutable strict set search_path = pg_catalog as $$
  select case when jsonb_typeof(channels) = 'array' then not exists (
    select from jsonb_array_elements(channels) as one
    where jsonb_typeof(one) <> 'object' or jsonb_typeof(one -> 'kind') is distinct from 'string'
      or jsonb_typeof(one -> 'at') is distinct from 'string'
  ) else false end
$$;
grant execute on function programme.is_id(text), programme.is_time(timestamptz), programme.is_day(date),
  programme.is_name(text), programme.is_link(text), programme.is_country(text), programme.are_texts(text[]),
  programme.are_terms(jsonb), programme.is_week(jsonb), programme.are_steps(jsonb), programme.are_channels(jsonb)
  to anon, participant, coordinator;


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
create policy published on programme.comments for select to anon, participant
  using (state = 'published' and topic in (select t.id from api.topics t)); -- the caller's: released ones
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
    perform programme.one_at_a_time();
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
    perform programme.one_at_a_time();
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
  -- Whoever has no account any more is no participant, though PostgREST takes them for one.
  seen_by = 'public' or (seen_by = 'programme' and (select programme.me()) is not null) or by = (select programme.me())
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
      -- (One that was stored when any time was taken gets one that is.)
      update api.contacts c set note = '', at = least(greatest(c.at, '2000-01-01Z'), '2099-12-31Z')
        where c.by = who and c.note <> '';
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
--   401 for a wrong password and for an address that has no account, after the same time; 405 unless it is a POST.
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
  -- GET and HEAD: what they ask stands in logs, and the limits count POST. Before anything is compared, so that the
  -- answer says nothing about the password.
  if current_setting('transaction_read_only') = 'on' then
    raise sqlstate 'PT405' using message = 'POST it';
  end if;
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
      'role', account.role, 'participant', account.participant, 'mark', programme.mark(account.email, account.password),
      'exp', extract(epoch from expires)::bigint
    )::text, 'utf8'));
  return json_build_object(
    'token', signed || '.' || programme.base64url(extensions.hmac(signed, key, 'sha256')),
    'participant', account.participant, 'role', account.role, 'expires', expires
  );
end $$;
revoke execute on function api.sign_in(text, text) from public;
grant execute on function api.sign_in(text, text) to anon, participant, coordinator;


-- What is refused in every table ----------------------------------------------------------------------------------------
-- Not valid: they hold for what is written from now on, and do not ask what is there.

do $$
declare
  one record;
begin
  for one in
    select c.oid::regclass as name from pg_class c
    where c.relkind = 'r' and c.relnamespace in ('api'::regnamespace, 'programme'::regnamespace)
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'id')
  loop
    execute format('alter table %s drop constraint if exists id_fits', one.name);
    execute format('alter table %s add constraint id_fits check (programme.is_id(id)) not valid', one.name);
  end loop;
  -- Every moment; those that only the database sets are in time anyway.
  for one in
    select c.oid::regclass as name, a.attname as field from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace in ('api'::regnamespace, 'programme'::regnamespace)
      and a.atttypid = 'timestamptz'::regtype and not a.attisdropped
  loop
    execute format('alter table %s drop constraint if exists %I', one.name, one.field || '_fits');
    execute format('alter table %s add constraint %I check (programme.is_time(%I)) not valid',
      one.name, one.field || '_fits', one.field);
  end loop;
end $$;

alter table api.rounds drop constraint if exists fits;
alter table api.rounds add constraint fits check (
  programme.is_day(applications_open) and programme.is_day(applications_close) and programme.is_day(start)
  and programme.is_day("end")
) not valid;
alter table api.topics drop constraint if exists fits;
alter table api.topics add constraint fits check (
  programme.are_texts(categories) and programme.are_texts(tags)
) not valid;
alter table programme.comments drop constraint if exists fits;
alter table programme.comments add constraint fits check (programme.is_name(name) and programme.is_link(link)) not valid;
alter table programme.waitlist drop constraint if exists fits;
alter table programme.waitlist add constraint fits check (
  programme.is_name(name) and programme.is_country(country)
) not valid;
alter table api.partnerships drop constraint if exists fits;
alter table api.partnerships add constraint fits check (
  programme.is_id(round) and programme.are_texts(participants)
) not valid;
-- They change it themselves.
alter table api.participants drop constraint if exists fits;
alter table api.participants add constraint fits check (
  programme.is_id(round) and programme.is_name(name) and programme.is_country(country)
  and char_length(role) <= 200 and char_length(workplace) <= 200 and char_length(time_zone) between 1 and 64
  and pg_column_size(languages) < 2000 and programme.are_texts(languages)
  and pg_column_size(channels) < 20000 and programme.are_channels(channels)
) not valid;
alter table api.agreements drop constraint if exists fits;
alter table api.agreements add constraint fits check (
  programme.are_terms(terms) and programme.is_id(replaces) and programme.is_id(accepts)
) not valid;
alter table api.hours drop constraint if exists fits;
alter table api.hours add constraint fits check (programme.is_week(week)) not valid;
alter table api.notes drop constraint if exists fits;
alter table api.notes add constraint fits check (
  programme.is_id(topic) and programme.is_id(prompt) and programme.is_id(contact)
) not valid;
alter table api.ticks drop constraint if exists fits;
alter table api.ticks add constraint fits check (programme.is_id(topic) and programme.is_id(prompt)) not valid;
alter table api.goals drop constraint if exists fits;
alter table api.goals add constraint fits check (programme.is_day(until) and programme.are_steps(steps)) not valid;
alter table api.settings drop constraint if exists fits;
alter table api.settings add constraint fits check (programme.are_texts(notices)) not valid;
alter table api.desks drop constraint if exists fits;
alter table api.desks add constraint fits check (
  programme.is_id(call) and programme.is_name(name) and programme.is_country(country)
  and programme.is_link(picture) and programme.is_link(small)
) not valid;
alter table programme.accounts drop constraint if exists fits;
alter table programme.accounts add constraint fits check (programme.is_id(participant)) not valid;

-- What was there before is only looked at.
do $$
declare
  one record;
begin
  for one in
    select c.conrelid::regclass as name, c.conname from pg_constraint c
    where not c.convalidated and c.connamespace in ('api'::regnamespace, 'programme'::regnamespace)
  loop
    begin
      execute format('alter table %s validate constraint %I', one.name, one.conname);
    exception when check_violation then
      raise warning '%: rows from before are against its constraint "%", and no page reads them; mend or delete them',
        one.name, one.conname;
    end;
  end loop;
end $$;

-- What participants write: one at a time, not dated ahead, and not under a topic that they do not see.
create or replace function programme.written() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    perform programme.one_at_a_time();
  end if;
  -- The last word counts, by its time: one from the year 2090 would for good. A day is for clocks that are wrong.
  if new.at > now() + interval '1 day' and (tg_op = 'INSERT' or new.at is distinct from old.at) then
    raise check_violation using message = 'this is dated ahead: is the clock right?';
  end if;
  return new;
end $$;
-- That a topic is a reference would tell which ids there are: here one that is not out is one that is not there.
create or replace function programme.about_topic() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if new.topic is not null and (tg_op = 'INSERT' or new.topic is distinct from old.topic)
    and not exists (select from api.topics t where t.id = new.topic) then
    raise foreign_key_violation using message = 'the topic is not there';
  end if;
  return new;
end $$;
do $$
declare
  name text;
begin
  foreach name in array array['contacts', 'agreements', 'hours', 'concerns', 'notes', 'ticks', 'goals', 'messages',
    'reflections', 'settings', 'desks'] loop
    execute format('drop trigger if exists written on api.%I', name);
    execute format('create trigger written before insert or update on api.%I for each row
      when (current_user = ''participant'') execute function programme.written()', name);
  end loop;
end $$;
drop trigger if exists about_topic on api.contacts;
create trigger about_topic before insert or update on api.contacts for each row
  when (current_user = 'participant') execute function programme.about_topic();

-- A desk has a picture that was stored here, where it is known where that is. The owner's imports are not asked.
create or replace function programme.shown_from_here() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  here text := nullif(rtrim(current_setting('programme.address', true), '/'), '') || '/rpc/picture?id=';
begin
  if not (starts_with(new.picture, here) and (new.small is null or starts_with(new.small, here))) then
    raise check_violation using message = 'a picture is stored here first';
  end if;
  return new;
end $$;
drop trigger if exists shown_from_here on api.desks;
create trigger shown_from_here before insert or update on api.desks for each row
  when (current_user = 'participant') execute function programme.shown_from_here();


-- What is told beside the rows -------------------------------------------------------------------------------------------

-- Who asks for a planned count (Prefer: count=planned) gets what the planner thinks, and it thinks of all rows, also
-- those that row level security hides. So it knows nothing of any column: no statistics are gathered, and those that
-- were are gone. (The indexes are those that the questions of the site need; it finds them without.) How many rows a whole table
-- has, roughly, it still tells.
do $$
declare
  one record;
begin
  for one in
    select c.oid, c.oid::regclass as name, n.nspname, c.relname, a.attname, a.attnum
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname in ('api', 'programme') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and c.oid <> 'api.rounds'::regclass -- everybody reads all of it
  loop
    execute format('alter table %s alter column %I set statistics 0', one.name, one.attname);
  end loop;
end $$;
-- From PostgreSQL 18 on the owner may forget them, before that only a superuser.
do $$
declare
  one record;
begin
  for one in
    select s.schemaname, s.tablename, s.attname from pg_stats s
    where s.schemaname in ('api', 'programme') and (s.schemaname, s.tablename) <> ('api', 'rounds')
      and exists (
        select from pg_class c where c.oid = format('%I.%I', s.schemaname, s.tablename)::regclass and c.relkind = 'r'
      )
  loop
    if to_regproc('pg_catalog.pg_clear_attribute_stats') is not null then
      execute format('select pg_clear_attribute_stats(%L, %L, %L, false)', one.schemaname, one.tablename, one.attname);
    else
      delete from pg_statistic s
      where s.starelid = format('%I.%I', one.schemaname, one.tablename)::regclass
        and s.staattnum = (
          select a.attnum from pg_attribute a where a.attrelid = s.starelid and a.attname = one.attname
        );
    end if;
  end loop;
exception when insufficient_privilege then
  raise warning 'statistics from before are still there: only a superuser can remove them; let one run this file';
end $$;

-- PostgREST puts rows into those that they refer to or that refer to them, over and over, as `select=` asks: a hundred
-- bytes make fifty megabytes. A function of the name of the other table takes the place of each such reference, and
-- nobody may call it.
do $$
declare
  one record;
begin
  for one in
    with shown as (
      select c.oid as base, c.relname as name from pg_class c
      where c.relkind = 'r' and c.relnamespace = 'api'::regnamespace
      union
      select d.refobjid, c.relname from pg_class c join pg_rewrite r on r.ev_class = c.oid
        join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
      where c.relkind = 'v' and c.relnamespace = 'api'::regnamespace and d.refobjid <> c.oid
    ), pairs as (
      select a.name as a, b.name as b from pg_constraint k join shown a on a.base = k.conrelid
        join shown b on b.base = k.confrelid
      where k.contype = 'f'
    )
    select a as into_rows, b as rows_of from pairs union select b, a from pairs
  loop
    execute format('create or replace function api.%1$I(api.%2$I) returns setof api.%1$I rows 1
      language sql stable set search_path = pg_catalog as $f$select null::api.%1$I limit 0$f$', one.rows_of, one.into_rows);
    execute format('revoke execute on function api.%I(api.%I) from public', one.rows_of, one.into_rows);
  end loop;
end $$;

commit;

-- A PostgREST that runs already looks again.
notify pgrst, 'reload config';
notify pgrst, 'reload schema';
