import type { Sql, Transaction } from '../../test-database.ts';

/** Who holds which right, by the catalogue alone. Roles: people (authenticated), bot, anon, service. */
export type Rights = {
  /** Schemas that a role may look into. */
  schemas: Record<string, string>;
  /** Names of functions by who may call them and schema. */
  callers: Record<string, string>;
  /** Columns kept from a role that reads others of the table. */
  hiddenColumns: Record<string, string>;
  /** Rights beyond reading that any role holds on a table or sequence. */
  writers: string[];
};

const roles = `(values (1, 'people', 'authenticated'), (2, 'bot', 'ticketflow_bot'), (3, 'anon', 'anon'), (4, 'service', 'service_role')) r (place, who, role)`;
const ours = `('public', 'private')`;
const inOrder = `string_agg(r.who, ' ' order by r.place)`;

export async function readRights(sql: Sql | Transaction): Promise<Rights> {
  const [row] = await sql.unsafe(`
    select
      (select jsonb_object_agg(x.schema, x.who) from (
        select n.nspname as schema, ${inOrder} as who from pg_namespace n, ${roles}
        where n.nspname in ${ours} and has_schema_privilege(r.role, n.oid, 'usage') group by 1) x) as schemas,
      (select jsonb_object_agg(x.who, x.names) from (
        select who || ' in ' || nspname as who, string_agg(name, ' ' order by name collate "C") as names from (
          select n.nspname, p.proname
              || case when count(*) over (partition by n.nspname, p.proname) > 1 then '(' || pg_get_function_identity_arguments(p.oid) || ')' else '' end as name,
            coalesce((select ${inOrder} from ${roles} where has_function_privilege(r.role, p.oid, 'execute')), 'nobody') as who
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ${ours}) f
        group by 1) x) as callers,
      (select jsonb_object_agg(x.who, x.columns) from (
        select c.relname || ', ' || r.who as who, string_agg(a.attname, ' ' order by a.attnum) as columns
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid, ${roles}
        where n.nspname in ${ours} and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
          and has_any_column_privilege(r.role, c.oid, 'select') and not has_column_privilege(r.role, c.oid, a.attnum, 'select')
        group by 1) x) as "hiddenColumns",
      array(select x.privilege || ' on ' || c.relname || ', ' || r.who
        from pg_class c join pg_namespace n on n.oid = c.relnamespace, ${roles}, lateral aclexplode(c.relacl) a
        cross join lateral (select lower(a.privilege_type) as privilege) x
        where n.nspname in ${ours} and (c.relkind = 'S' or x.privilege <> 'select')
          and (a.grantee = 0 or pg_has_role(r.role, a.grantee, 'usage')) and a.grantee <> c.relowner
        union all
        select 'create in ' || n.nspname || ', ' || r.who from pg_namespace n, ${roles}
        where n.nspname in ${ours} and has_schema_privilege(r.role, n.oid, 'create')) as writers`);
  return row as unknown as Rights;
}
