-- What is to be: sizes of guilds, and the words that people write. Lies in a schema of its own, which goes when the data stands.
-- Settings: bench.tickets, bench.guilds.
create schema bench;

-- Whole numbers from 0 up to below p_below that look like chance and are the same in every run.
create function bench.pick(p_seed text, p_below integer) returns integer
language sql immutable parallel safe as $$ select (abs(hashtext(p_seed)::bigint) % p_below)::integer $$;

-- Guild 0 is the big one. Guilds 1, 2 and 3 have 1, 10 and 200 categories, each of which its staff is given by name.
create unlogged table bench.guilds as
with settings as (
  select current_setting('bench.tickets')::integer as tickets, current_setting('bench.guilds')::integer as guilds
), sizes as (
  select n, guilds,
    case when n = 0 then greatest(tickets / 20, 6400) else (tickets - greatest(tickets / 20, 6400)) / (guilds - 1) end as even,
    tickets
  from settings, generate_series(0, guilds - 1) n
), whole as (
  -- The last one takes what the division leaves.
  select n, case when n = guilds - 1 then tickets - sum(even) over (order by n rows between unbounded preceding and 1 preceding) else even end::integer
    as tickets
  from sizes
)
select n, (1300000000000000000 + n)::text as id, tickets,
  case n when 1 then 1 when 2 then 10 when 3 then 200 else 5 end as categories,
  case n when 0 then 500 else 3 end as agents,
  greatest(tickets / 3, 1) as people,
  1400000000000000000 + sum(greatest(tickets / 3, 1)) over (order by n) - greatest(tickets / 3, 1) as first_person,
  case n when 0 then 1410000000000000000 else 1410000000000000500 + (n - 1) * 3 end as first_agent
from whole;
alter table bench.guilds add primary key (n);

-- 3,000 words, common ones much more often than rare ones, in 20,000 phrases.
create unlogged table bench.phrases as
select n, string_agg(
    (array['la', 'mer', 'ti', 'do', 'sen', 'ka', 'ro', 'vin', 'pol', 'ge', 'nu', 'shi', 'bre', 'ost', 'fal'])[1 + word % 15]
    || (array['ra', 'ti', 'lo', 'men', 'da', 'ks', 'er', 'in', 'ou', 'st', 'al', 'be', 'cy', 'dun', 'em'])[1 + word / 15 % 15]
    || case when word >= 225 then chr(97 + word / 225) else '' end, ' ') as words
from (
  select n, floor(power(3000, random()))::integer as word
  from generate_series(0, 19999) n, generate_series(1, 6 + n % 5)
) x group by n;
alter table bench.phrases add primary key (n);
analyze bench.guilds, bench.phrases;
