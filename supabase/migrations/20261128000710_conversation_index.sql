-- A page of a conversation is read in its order by whoever asks. The gate of messages asks for the guild, and the planner, which takes
-- guild and ticket for independent, expected three rows of sixty by another index, and sorted the whole conversation. With the guild in
-- the index that has the order, nothing is better. It need not be unique: id alone is.
create index messages_conversation_idx on public.messages (ticket_id, position, id, guild_id);
drop index public.messages_place_idx;
