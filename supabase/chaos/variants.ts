import { fileURLToPath } from 'node:url';

/**
 * A bot that is known to be bad: the checker must find it out. `change` are texts of the bot's source that are replaced as it is
 * loaded, each found exactly once; `sql` is run in the database before; `answers` are the wrong answers of Discord that it
 * cannot bear, instead of all: a short run meets few.
 */
export type Variant = {
  bots?: number;
  sql?: string;
  change?: { file: string; from: string; to: string }[];
  answers?: string[];
};

export const variantNames = [
  'none',
  'send-then-mark',
  'library-retries',
  'no-catch-up',
  'no-leases',
  'acts-then-settles',
] as const;

export const variants: Record<(typeof variantNames)[number], Variant> = {
  none: {},
  /** Sends, then marks as sent: what was interrupted in between is sent again without a look. */
  'send-then-mark': {
    change: [
      {
        file: 'outbox/kinds/send-reply.ts',
        from: 'if (entry.was_attempted && !(isByBot',
        to: 'if (false && entry.was_attempted && !(isByBot',
      },
      { file: 'outbox/kinds/send-reply.ts', from: 'enforce_nonce: true', to: 'enforce_nonce: false' },
    ],
  },
  /** discord.js' own retries: a request whose answer was lost is sent again at once. */
  'library-retries': {
    change: [{ file: 'discord/relay-rest.ts', from: 'retries: 0', to: 'retries: 3' }],
    answers: ['500 after Discord accepted', '503 without JSON after Discord accepted'],
  },
  'no-catch-up': {
    change: [{ file: 'resync/resync.ts', from: 'await catchUp(which);', to: '' }],
  },
  /** Two bots that both work, and a lane may be leased and worked though the other holds it. */
  'no-leases': {
    bots: 2,
    sql: `
      create or replace function private.hold_shard(
        p_shard integer, p_count integer, p_worker text, p_place text, p_seconds integer, p_dead text default null
      ) returns jsonb
      language sql security definer set search_path = '' as $$ select '{"held": true}'::jsonb $$;
      create or replace function private.lease_lanes(p_worker text, p_limit integer, p_seconds integer) returns setof text
      language sql security definer set search_path = '' as $$
        update public.outbox_lanes l
        set leased_by = p_worker, lease_until = clock_timestamp() + make_interval(secs => p_seconds)
        where l.wake_at <= clock_timestamp() returning l.lane
      $$`,
  },
  /** A timer acts in a transaction of its own, and is settled only when it is claimed again: what was interrupted acts again. */
  'acts-then-settles': {
    sql: `
      create or replace function private.end_timer(p_timer private.timers, p_has_acted boolean) returns boolean
      language sql security definer set search_path = '' as $$
        update private.timers set facts = '{"acted": true}' where id = p_timer.id and facts = '{}';
        delete from private.timers where id = p_timer.id and p_timer.facts <> '{}';
        select true
      $$`,
  },
};

/** Node's arguments that load the bot as the variant says. */
export function variantArguments(name: (typeof variantNames)[number]): string[] {
  if (!variants[name].change) return [];
  return [`--import=${new URL(`load-variant.ts?name=${name}`, import.meta.url).href}`];
}

export const botSource = fileURLToPath(new URL('../../bot/src/', import.meta.url));
