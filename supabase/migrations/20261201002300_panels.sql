-- Panels: the messages in Discord from which tickets are opened.

create table public.panels (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null default gen_random_uuid() unique,
  channel_id public.snowflake not null,
  title text not null check (char_length(title) between 1 and 256),
  body text not null check (char_length(body) between 1 and 4000),
  color integer not null default 0 check (color between 0 and 16777215),
  image_url text check (image_url ~ '^https?://'),
  -- What stands in Discord now, or why nothing does.
  message_id public.snowflake,
  published_at timestamptz,
  publish_error jsonb check (publish_error is null or private.is_reason(publish_error)),
  primary key (guild_id, id)
);
alter table public.panels enable row level security;
comment on table public.panels is 'Panels: text, channel';

create table public.panel_categories (
  guild_id public.snowflake not null,
  panel_id uuid not null,
  category_id uuid not null,
  place integer not null default 0,
  primary key (panel_id, category_id),
  foreign key (guild_id, panel_id) references public.panels (guild_id, id) on delete cascade,
  foreign key (guild_id, category_id) references public.categories (guild_id, id) on delete cascade
);
alter table public.panel_categories enable row level security;
comment on table public.panel_categories is 'Which categories a panel offers, in order';
create index panel_categories_panel_idx on public.panel_categories (guild_id, panel_id);
create index panel_categories_category_idx on public.panel_categories (guild_id, category_id);

create policy "managers read panels" on public.panels for select to authenticated
  using (guild_id = any ((select private.guilds_at(3))::text[]));
create policy "managers read what panels offer" on public.panel_categories for select to authenticated
  using (guild_id = any ((select private.guilds_at(3))::text[]));

grant select on public.panels, public.panel_categories to authenticated, ticketflow_bot;
create policy "the bot reads panels" on public.panels for select to ticketflow_bot using (true);
create policy "the bot reads what panels offer" on public.panel_categories for select to ticketflow_bot using (true);

-- Queues the panel to be published, or edited where it stands.
create function private.enqueue_panel(p_panel uuid) returns uuid
language sql security definer set search_path = '' as $$
  select private.enqueue(p.guild_id, 'panel:' || p.id, 'publish_panel', p_payload => jsonb_build_object('panel_id', p.id))
  from public.panels p where p.id = p_panel
$$;

create function private.publish_panel(p_panel uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_panel public.panels;
begin
  select * into v_panel from public.panels where id = p_panel and guild_id = any (private.guilds_at(3));
  if v_panel.id is null then
    perform private.refuse('TF009', 'No such panel');
  end if;
  perform private.enqueue_panel(p_panel);
  perform private.audit(v_panel.guild_id, private.actor(), 'publish_panel', p_panel::text, null, null);
end
$$;

-- A panel as it is to be shown. Null when it is gone.
create function private.panel_to_publish(p_panel uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p.id, 'channel_id', p.channel_id, 'message_id', p.message_id, 'title', p.title, 'body', p.body,
    'color', p.color, 'image_url', p.image_url,
    'categories', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji,
        'button_style', c.button_style) order by pc.place), '[]')
      from public.panel_categories pc join public.categories c on c.id = pc.category_id
      where pc.panel_id = p.id and c.is_active))
  from public.panels p where p.id = p_panel
$$;

create function private.settle_panel(p_entry uuid, p_panel uuid, p_message_id text, p_error jsonb) returns void
language sql security definer set search_path = '' as $$
  update public.panels set message_id = coalesce(p_message_id, message_id), publish_error = p_error,
    published_at = case when p_error is null then now() else published_at end
  where id = p_panel;
  select private.settle_entry(p_entry, case when p_error is null then 'done' else 'failed' end, p_error);
$$;

-- p_messages: ids of messages that are gone; p_channel: a channel that is gone with all its messages. Returns how many panels it was.
create function private.record_panels_gone(p_guild text, p_messages text[], p_channel text default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_gone integer;
begin
  update public.panels
  set message_id = null, publish_error = case when channel_id = p_channel then '{"code": "panel_channel_gone"}'::jsonb
    else '{"code": "panel_message_gone"}' end
  where guild_id = p_guild and message_id is not null and (message_id = any (p_messages) or channel_id = p_channel);
  get diagnostics v_gone = row_count;
  if v_gone > 0 then
    perform private.poke_guild(p_guild);
  end if;
  return v_gone;
end
$$;

grant execute on function private.panel_to_publish(uuid), private.settle_panel(uuid, uuid, text, jsonb),
  private.record_panels_gone(text, text[], text) to ticketflow_bot;
