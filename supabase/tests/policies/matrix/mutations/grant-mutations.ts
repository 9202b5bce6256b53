import type { Sql } from '../../../test-database.ts';
import type { Mutation } from './mutation.ts';

const roles = ['anon', 'authenticated', 'ticketflow_bot', 'service_role'];

/** Every right on a schema, table, column or function of ours revoked from each role that was given it. */
export async function grantMutations(sql: Sql): Promise<Mutation[]> {
  const grants = await sql<{ privilege: string; object: string; role: string; touches: string }[]>`
    with ours as (select oid, nspname from pg_namespace where nspname in ('public', 'private'))
    select a.privilege_type || x.column as privilege, x.object, r.rolname as role, x.touches
    from (
      select nspname as touches, 'schema ' || nspname as object, '' as column, nspacl as acl from pg_namespace where oid in (select oid from ours)
      union all
      select n.nspname || '.' || c.relname, 'table ' || c.oid::regclass, '', c.relacl from pg_class c join ours n on n.oid = c.relnamespace
      union all
      select n.nspname || '.' || c.relname, 'table ' || c.oid::regclass, '(' || quote_ident(t.attname) || ')', t.attacl
      from pg_attribute t join pg_class c on c.oid = t.attrelid join ours n on n.oid = c.relnamespace
      union all
      select n.nspname || '.' || p.proname, 'function ' || p.oid::regprocedure, '', p.proacl from pg_proc p join ours n on n.oid = p.pronamespace
    ) x, lateral aclexplode(x.acl) a join pg_roles r on r.oid = a.grantee
    where r.rolname = any (${roles}) order by 2, 3`;
  return grants.map(({ privilege, object, role, touches }) => {
    const right = `${privilege.toLowerCase()} on ${object}`;
    return {
      name: `${right}, taken from ${role}`,
      statement: `revoke ${right} from ${role}`,
      touches,
      isPolicy: false,
    };
  });
}
