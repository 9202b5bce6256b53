-- The clock by which due times are compared.

-- How far the tests' clock runs ahead of the real one. One row, and no role but postgres has a right on it.
create table private.clock (
  is_single boolean primary key default true check (is_single),
  ahead interval not null default interval '0'
);
insert into private.clock default values;

-- The present time for what somebody was promised: timers, retention. What guards against another process or a lost answer (leases,
-- heartbeats, waits before a retry) is real time and asks clock_timestamp(), so that no test moves it.
-- Stable, so that it can be an index condition: within one statement of a client it does not change.
create function private.now() returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return statement_timestamp() + (select c.ahead from private.clock c);
end
$$;
