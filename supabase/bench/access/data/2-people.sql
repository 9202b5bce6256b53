-- Guilds with their categories, roles, grants, staff and requesters; accounts of the staff and of a few requesters.
insert into public.guilds (id, name, owner_id, access_seen_at, last_ticket_number)
select id, 'Guild ' || n, (1420000000000000000 + n)::text, now(), tickets from bench.guilds;

insert into public.categories (guild_id, id, name, place)
select g.id, md5('category ' || g.n || ' ' || c)::uuid, 'Category ' || c, c from bench.guilds g, generate_series(0, g.categories - 1) c;

-- Role 0 is everybody's; 1 to 3 are staff's; the rest are colours and ranks.
insert into public.roles (guild_id, id, name, color, position)
select id, case r when 0 then id else (1500000000000000000 + n * 100 + r)::text end, 'Role ' || r, r * 1000, r
from bench.guilds, generate_series(0, 12) r;

-- In most guilds role 1 answers everywhere, role 2 manages, role 3 reads one category. In guilds 1 to 3 role 1 has each category by name.
insert into public.grants (guild_id, role_id, category_id, level)
select id, (1500000000000000000 + n * 100 + 1)::text, null::uuid, 'agent' from bench.guilds where n not in (1, 2, 3)
union all
select id, (1500000000000000000 + n * 100 + 1)::text, md5('category ' || n || ' ' || c)::uuid, 'agent'
from bench.guilds, generate_series(0, categories - 1) c where n in (1, 2, 3)
union all
select id, (1500000000000000000 + n * 100 + 2)::text, null, 'manager' from bench.guilds
union all
select id, (1500000000000000000 + n * 100 + 3)::text, md5('category ' || n || ' 0')::uuid, 'viewer' from bench.guilds;

create unlogged table bench.people as
select (first_person + k)::text as id, n, false as is_agent, k from bench.guilds, generate_series(0, people - 1) k
union all
select (first_agent + k)::text, n, true, k from bench.guilds, generate_series(0, agents - 1) k;

analyze bench.people;

insert into public.people (id, username, display_name, avatar_hash)
select id, 'user.' || right(id, 8), initcap(words), case when k % 3 > 0 then md5(id) end
from bench.people join bench.phrases f on f.n = bench.pick(id, 20000);
insert into public.people (id, username, display_name)
select (1420000000000000000 + n)::text, 'owner.' || n, 'Owner ' || n from bench.guilds;

insert into public.members (guild_id, person_id, role_ids, is_mirrored, roles_seen_at)
select g.id, p.id,
  array[(1500000000000000000 + g.n * 100 + 4 + bench.pick(p.id, 4))::text, (1500000000000000000 + g.n * 100 + 8 + bench.pick(p.id, 5))::text]
    || case when p.is_agent then array[(1500000000000000000 + g.n * 100 + 1)::text] else '{}' end,
  p.is_agent, now()
from bench.people p join bench.guilds g using (n);

-- The stranger is in no guild.
create unlogged table bench.accounts as
select id, md5('user ' || id)::uuid as user_id from bench.people where is_agent or k % 20 = 0
union all select '1499999999999999999', md5('user 1499999999999999999')::uuid;
insert into auth.users (id, aud, role, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
select user_id, 'authenticated', 'authenticated', '{"provider":"discord","providers":["discord"]}'::jsonb, '{}'::jsonb, now(), now()
from bench.accounts;
insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
select id, user_id, jsonb_build_object('sub', id), 'discord', now(), now() from bench.accounts;
