import { expect, test } from 'vitest';
import { auditActions } from '../../contracts/audit-actions.ts';
import { listActions } from '../../contracts/lists.ts';
import { openTestDatabase } from '../test-database.ts';

/** The arguments of a call whose opening parenthesis was just read, as SQL writes them. */
function argumentsFrom(sql: string): string[] {
  const found = [''];
  for (let n = 0, depth = 0, isQuoted = false; n < sql.length; n += 1) {
    const at = sql[n]!;
    if (at === "'") isQuoted = !isQuoted;
    if (!isQuoted && at === ')' && depth === 0) break;
    if (!isQuoted && '(['.includes(at)) depth += 1;
    if (!isQuoted && ')]'.includes(at)) depth -= 1;
    if (!isQuoted && at === ',' && depth === 0) found.push('');
    else found[found.length - 1] += at;
  }
  return found;
}

test('the contract names every action that the database writes into the audit log: the desk has words for each', async () => {
  await using database = await openTestDatabase();
  const functions = await database.sql<{ body: string }[]>`
    select prosrc as body from pg_proc where pronamespace = 'private'::regnamespace and prosrc ~ 'private\\.(audit|begin_cause)\\('`;
  const calls = functions.flatMap(({ body }) =>
    [...body.matchAll(/private\.(audit|begin_cause)\(/g)].map((call) =>
      argumentsFrom(body.slice(call.index + call[0].length)),
    ),
  );
  expect(calls.length).toBeGreaterThanOrEqual(8);
  const named = calls.flatMap((args) =>
    [...args[2]!.matchAll(/'([a-z]+_[a-z_]+)'/g)].map((name) => name[1]!),
  );
  // Lists: each change of a row is an entry, by the kind that their trigger names.
  const lists = await database.sql<{ kind: string }[]>`
    select split_part(encode(tgargs, 'escape'), '\\000', 1) as kind from pg_trigger
    where tgfoid = 'private.note_setting'::regproc`;
  expect(lists.length).toBeGreaterThanOrEqual(1);
  const changes = lists.flatMap(({ kind }) => ['add', 'change', 'remove'].map((did) => `${did}_${kind}`));
  expect([...new Set([...named, ...changes])].sort()).toEqual([...auditActions, ...listActions].sort());
});
