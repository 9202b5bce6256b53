import type postgres from 'postgres';
import { callerSettings, takeOn } from '../caller-role.ts';
import type { Caller } from '../http/caller.ts';
import { json } from '../http/exchange.ts';
import { refuseCaller } from './routes.ts';

/** POST /graphql/v1: the gateway hands it to the function graphql_public.graphql, which says so while pg_graphql is off. */
export async function answerGraphql(
  request: Request,
  caller: Caller,
  sql: postgres.Sql,
): Promise<Response | undefined> {
  if (request.method !== 'POST' || new URL(request.url).pathname !== '/graphql/v1') return undefined;
  const refused = refuseCaller(caller);
  if (refused) return refused;
  const { query } = (await request.json().catch(() => ({}))) as { query?: string };
  const [row] = await sql.begin(async (transaction) => {
    await takeOn(transaction, callerSettings(caller.claims));
    return transaction<
      { answer: unknown }[]
    >`select graphql_public.graphql(query => ${query ?? null}) as answer`;
  });
  return json(200, row?.answer);
}
