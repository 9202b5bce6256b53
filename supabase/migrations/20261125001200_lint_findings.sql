-- What the lints of the catalogue found (tests/lints).

-- No policy and no shell asks these as the person himself, and the bot's functions refuse for it.
revoke execute on function private.level_rank(text), private.access_epoch(text), private.ticket_level(uuid),
  private.can_read_ticket(uuid) from authenticated;
revoke execute on function private.refuse(text, text) from ticketflow_bot;

-- An entry of the outbox lies in a lane of its own guild.
alter table public.outbox_lanes add constraint outbox_lanes_guild_key unique (guild_id, lane);
drop index public.outbox_lanes_guild_idx;
alter table public.outbox drop constraint outbox_lane_fkey,
  add constraint outbox_lane_fkey foreign key (guild_id, lane) references public.outbox_lanes (guild_id, lane) on delete cascade;
drop index public.outbox_lane_idx;
create index outbox_lane_idx on public.outbox (lane, guild_id);

-- Names of more than 63 characters had lost their ends.
alter policy "people read tickets of their categories, given to them, or aske" on public.tickets
  rename to "people read tickets of their categories, given or asked";
alter policy "people read the words of tickets they may read, notes as staff " on public.messages
  rename to "people read the words of their tickets, notes as staff";
alter policy "people read the files of messages they may read, and their own " on public.files
  rename to "people read the files of their messages, and what they reserved";
