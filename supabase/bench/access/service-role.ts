import type postgres from 'postgres';
import type { Database } from './database.ts';

/**
 * What a reading function does besides the verdict: the function itself as the catalogue has it, with the verdict of the person it
 * is measured against handed in ready and its checks cut out. Each cut must be found.
 */
const counterparts: { name: string; cuts: string[][] }[] = [
  { name: 'page_of_heads', cuts: [['private.opens_head(v, h)', 'true']] },
  { name: 'page_by_priority', cuts: [['private.page_of_heads(', 'public.bare_page_of_heads(']] },
  {
    name: 'find_tickets',
    cuts: [
      ['private.page_of_heads(', 'public.bare_page_of_heads('],
      ['private.page_by_priority(', 'public.bare_page_by_priority('],
    ],
  },
  {
    name: 'list_tickets',
    cuts: [['private.my_verdict()'], ['private.find_tickets(', 'public.bare_find_tickets(']],
  },
  { name: 'read_ticket', cuts: [['private.my_verdict()'], ['private.ticket_level(p_ticket)', '2']] },
  {
    name: 'search_messages',
    cuts: [
      ['private.my_verdict()'],
      ["and private.opens(v, t) and (m.kind <> 'note' or private.opens_notes(v, t))", ''],
    ],
  },
];

/**
 * Gives service_role, in this database alone, what it needs to be compared with: to read the tables (nothing of ours is granted to
 * it) and the counterparts of the reading functions, as `bare_<name>`. Call after the schema was compared.
 */
export async function openToService({ sql, stack }: Database, userId: string): Promise<void> {
  await sql`grant select on public.tickets, public.ticket_heads, public.messages, public.people to service_role`;
  const verdict = await verdictOf(sql, userId);
  for (const { name, cuts } of counterparts) {
    const [found] = await sql`select pg_get_functiondef(oid) as text, oid::regprocedure::text as signature
      from pg_proc where pronamespace = 'private'::regnamespace and proname = ${name}`;
    let text = (found!.text as string).replace(`FUNCTION private.${name}(`, `FUNCTION public.bare_${name}(`);
    for (const [cut = '', put = `'${verdict}'::private.verdict`] of cuts) {
      if (!text.includes(cut)) throw new Error(`private.${name} has changed: it does not say ${cut}`);
      text = text.replaceAll(cut, put);
    }
    await sql.unsafe(text);
    const signature = (found!.signature as string).replace('private.', 'public.bare_');
    await sql.unsafe(`grant execute on function ${signature} to service_role`);
  }
  await sql`notify pgrst, 'reload schema'`;
  await stackReads(stack.supabaseUrl, stack.secretKey);
}

async function verdictOf(sql: postgres.Sql, userId: string): Promise<string> {
  return sql.begin(async (transaction) => {
    await transaction`select set_config('request.jwt.claim.sub', ${userId}, true)`;
    const [row] = await transaction`select private.my_verdict()::text as verdict`;
    return (row!.verdict as string).replaceAll("'", "''");
  });
}

/** Waits until the Data API has read the new functions. */
async function stackReads(supabaseUrl: string, apikey: string): Promise<void> {
  for (const deadline = Date.now() + 15_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const answer = await fetch(`${supabaseUrl}/rest/v1/rpc/bare_read_ticket`, {
      method: 'POST',
      headers: { apikey, 'content-type': 'application/json' },
      body: JSON.stringify({
        p_ticket: '00000000-0000-4000-8000-000000000000',
        p_after_revision: null,
        p_before_position: null,
        p_page_size: 1,
      }),
    });
    if (answer.ok) return;
    if (Date.now() > deadline)
      throw new Error(`The Data API does not know the functions: ${await answer.text()}`);
  }
}
