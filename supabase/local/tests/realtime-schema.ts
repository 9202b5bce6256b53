/** Policies on realtime.messages for the contract tests: what a topic `contract:<right>:…` lets a signed-in person do. */
export const realtimeSchema = `
  create table public.contract_revoked (owner uuid primary key);
  create function public.contract_is_revoked() returns boolean language sql stable security definer set search_path = ''
    as $$ select exists (select from public.contract_revoked where owner = (select auth.uid())) $$;
  create policy "contract: read" on realtime.messages for select to authenticated using (
    (select realtime.topic()) like 'contract:%' and (select realtime.topic()) not like 'contract:closed%'
    and ((select realtime.topic()) not like 'contract:presence-only%' or extension = 'presence')
    and not (select public.contract_is_revoked())
    and ((select realtime.topic()) not like 'contract:broken%' or 1 / length(substr(extension, 1, 0)) = 1)
  );
  create policy "contract: write" on realtime.messages for insert to authenticated with check (
    (select realtime.topic()) like 'contract:open%'
    or ((select realtime.topic()) like 'contract:presence-only%' and extension = 'presence')
  );
  create function public.contract_poke(topic text, payload jsonb) returns void language sql security definer
    set search_path = '' as $$ select realtime.send(payload, 'poke', topic, true) $$;
`;

export const realtimeCleanup = `
  drop policy if exists "contract: read" on realtime.messages;
  drop policy if exists "contract: write" on realtime.messages;
  drop function if exists public.contract_poke, public.contract_is_revoked;
  drop table if exists public.contract_revoked;
`;
