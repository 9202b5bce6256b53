-- A transaction of its own, in which heads can be read while they are looked through.
alter table public.ticket_heads validate constraint ticket_heads_say_check;
