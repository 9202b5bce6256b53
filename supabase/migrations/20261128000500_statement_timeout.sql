-- A statement of the bot's takes milliseconds. One that hangs gives its connection back, and is tried again.
alter role ticketflow_bot set statement_timeout = '30s';
