import type postgres from 'postgres';

type Node = {
  'Node Type': string;
  'Index Name'?: string;
  'Subplan Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
};
export type Plan = { ms: number; planningMs: number; buffers: number; leadingIndex: string };

/** Runs as whom a request would: a person by his account, or service_role. */
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
export async function explain(sql: postgres.Sql, userId: string | null, select: string): Promise<Plan> {
  return sql.begin('read only', async (transaction) => {
    await actAs(transaction, userId);
    let plan: Plan | undefined;
    for (let run = 0; run < 3; run += 1) {
      const [row] = await transaction.unsafe(`explain (analyze, buffers, format json) ${select}`);
      const [found] = row!['QUERY PLAN'] as [
        { Plan: Node; 'Execution Time': number; 'Planning Time': number },
      ];
      plan = {
        ms: found.Plan ? found['Execution Time'] : Number.NaN,
        planningMs: found['Planning Time'],
        buffers: found.Plan['Shared Hit Blocks'] + found.Plan['Shared Read Blocks'],
        leadingIndex: leadingIndex(found.Plan) ?? found.Plan['Node Type'],
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
