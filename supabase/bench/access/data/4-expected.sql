-- What must be there, counted from the plan and not from the tables.
select
  (select count(*) from bench.guilds)::integer as guilds,
  (select sum(categories) from bench.guilds)::integer as categories,
  (select count(*) from bench.people)::integer + (select count(*) from bench.guilds)::integer as people,
  (select sum(tickets) from bench.guilds)::integer as tickets,
  (select sum(tickets) from bench.guilds)::integer as ticket_heads,
  (select sum(tickets) from bench.guilds where n = 0)::integer as tickets_of_big,
  (select sum(bench.messages_of(ord)) from bench.tickets)::integer as messages,
  (select count(*) from bench.tickets where is_open)::integer as open,
  (select count(*) from bench.tickets t, generate_series(2, bench.messages_of(ord)) k where t.n = 0
    and t.j > (select g.tickets - 6400 from bench.guilds g where g.n = 0) and (ord + k) % 500 = 0)::integer as needles
