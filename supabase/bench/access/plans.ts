import type postgres from 'postgres';

type Node = Buffers & {
  'Node Type': string;
  'Index Name'?: string;
  'Subplan Name'?: string;
  Plans?: Node[];
};
type Buffers = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
type Explained = { Plan: Node; Planning?: Buffers; 'Execution Time': number; 'Planning Time': number };
export type Plan = {
  ms: number;
  planningMs: number;
  buffers: number;
  planningBuffers: number;
  leadingIndex: string;
};

/** Runs as whom a request would: a person by their account, or service_role. */
export async function actAs(sql: postgres.TransactionSql, userId: string | null): Promise<void> {
  const role = userId ? 'authenticated' : 'service_role';
  const claims = JSON.stringify({ sub: userId, role });
  await sql`select set_config('role', ${role}, true), set_config('request.jwt.claims', ${claims}, true),
    set_config('request.jwt.claim.sub', ${userId ?? ''}, true), set_config('request.jwt.claim.role', ${role}, true)`;
}

/**
 * How Postgres answers a select as somebody: time, buffers, and the index that it begins with. Explained three times on one connection, of
 * which the last counts: the first ones also fill the caches of the catalogue and of the functions.
 */
export const explain = (sql: postgres.Sql, userId: string | null, select: string): Promise<Plan> =>
  explainAs(sql, userId, 3, select);

/** The same asked for a person with the rights of the functions' owner, after the plans of all that it calls have settled (on the sixth call). */
export const explainAsOwner = (sql: postgres.Sql, userId: string, select: string): Promise<Plan> =>
  explainAs(sql, userId, 7, select, 'postgres');

async function explainAs(
  sql: postgres.Sql,
  userId: string | null,
  runs: number,
  select: string,
  role?: string,
): Promise<Plan> {
  return sql.begin('read only', async (transaction) => {
    await actAs(transaction, userId);
    if (role) await transaction`select set_config('role', ${role}, true)`;
    let plan: Plan | undefined;
    for (let run = 0; run < runs; run += 1) {
      const [row] = await transaction.unsafe(`explain (analyze, buffers, format json) ${select}`);
      const [found] = row!['QUERY PLAN'] as [Explained];
      const node = found.Plan;
      plan = {
        ms: found['Execution Time'],
        planningMs: found['Planning Time'],
        buffers: node['Shared Hit Blocks'] + node['Shared Read Blocks'],
        planningBuffers:
          (found.Planning?.['Shared Hit Blocks'] ?? 0) + (found.Planning?.['Shared Read Blocks'] ?? 0),
        leadingIndex: leadingIndex(node) ?? node['Node Type'],
      };
    }
    return plan!;
  });
}

/** The index of the first scan, in the order in which rows come; what the verdict asks (subplans) comes on the side. */
function leadingIndex(node: Node): string | undefined {
  if (node['Index Name']) return node['Index Name'];
  for (const child of node.Plans ?? []) {
    const found = child['Subplan Name'] ? undefined : leadingIndex(child);
    if (found) return found;
  }
  return undefined;
}
