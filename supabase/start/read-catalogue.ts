import postgres from 'postgres';

/** Every object of ours in a database, by kind and name, with all that defines it. */
export type Catalogue = Record<string, Record<string, unknown>>;

const ours = `('public'::regnamespace, 'private'::regnamespace)`;
const rights = (acl: string) =>
  `(select coalesce(jsonb_agg(r order by r), '[]') from (select concat_ws(' ', coalesce(nullif(a.grantee, 0)::regrole::text, 'public'),
    a.privilege_type, case when a.is_grantable then 'grantable' end) r from aclexplode(${acl}) a) x)`;

/** One query a kind; `name` tells the objects apart, the other columns define them. */
const queries: Record<string, string> = {
  schema: `select nspname as name, ${rights(`coalesce(nspacl, acldefault('n', nspowner))`)} as rights
    from pg_namespace where oid in ${ours}`,
  'default privileges': `select concat_ws(' ', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype) as name,
    ${rights('defaclacl')} as rights from pg_default_acl`,
  relation: `select c.oid::regclass::text as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text as owner,
      c.reloptions, obj_description(c.oid, 'pg_class') as comment,
      ${rights(`coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner))`)} as rights
    from pg_class c where c.relnamespace in ${ours} and c.relkind in ('r', 'v', 'm', 'S', 'p', 'c')`,
  column: `select c.oid::regclass::text || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, a.attidentity,
      a.attgenerated, a.attoptions, a.attstattarget, a.attcollation::regcollation::text as collation,
      pg_get_expr(d.adbin, d.adrelid) as default, col_description(c.oid, a.attnum) as comment, ${rights('a.attacl')} as rights
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace in ${ours} and c.relkind in ('r', 'v', 'm', 'p') and a.attnum > 0 and not a.attisdropped`,
  type: `select c.oid::regclass::text as name, array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum) as attributes
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'c' and c.relnamespace in ${ours} group by c.oid`,
  domain: `select t.oid::regtype::text as name, format_type(t.typbasetype, t.typtypmod) as base, t.typnotnull,
      (select jsonb_agg(c.conname || ' ' || pg_get_constraintdef(c.oid) order by c.conname) from pg_constraint c where c.contypid = t.oid) as checks
    from pg_type t where t.typtype = 'd' and t.typnamespace in ${ours}`,
  constraint: `select concat_ws(' ', nullif(conrelid, 0)::regclass, conname) as name, pg_get_constraintdef(oid) as definition, convalidated, condeferrable
    from pg_constraint where connamespace in ${ours} and contype <> 't' and contypid = 0`,
  index: `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition, i.indisvalid
    from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace in ${ours}`,
  function: `select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as definition, p.proowner::regrole::text as owner,
      obj_description(p.oid, 'pg_proc') as comment, ${rights(`coalesce(p.proacl, acldefault('f', p.proowner))`)} as rights
    from pg_proc p where p.pronamespace in ${ours} and p.prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`,
  policy: `select format('%I.%I: %s', schemaname, tablename, policyname) as name, permissive, roles::text, cmd, qual, with_check
    from pg_policies where schemaname in ('public', 'private', 'storage', 'realtime')`,
  trigger: `select format('%s %s', t.tgrelid::regclass, t.tgname) as name, pg_get_triggerdef(t.oid) as definition, t.tgenabled
    from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and c.relnamespace in ${ours}`,
  extension: `select extname as name, extnamespace::regnamespace::text as schema from pg_extension`,
  role: `select r.rolname as name, r.rolcanlogin, r.rolinherit, r.rolsuper, r.rolbypassrls,
      (select jsonb_agg(s.setconfig) from pg_db_role_setting s where s.setrole = r.oid) as settings,
      (select jsonb_agg(m.roleid::regrole::text order by m.roleid::regrole::text) from pg_auth_members m where m.member = r.oid) as memberships
    from pg_roles r where r.rolname !~ '^pg_'`,
  rows: `select 'private.settings' as name, jsonb_agg(to_jsonb(s)) as rows from private.settings s
    union all select 'storage.buckets', jsonb_agg(to_jsonb(b) - 'created_at' - 'updated_at' order by b.id) from storage.buckets b`,
};

/** Reads the catalogue of a migrated database. Throws when two objects of a kind have one name. */
export async function readCatalogue(databaseUrl: string): Promise<Catalogue> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const catalogue: Catalogue = {};
  try {
    for (const [kind, query] of Object.entries(queries))
      for (const { name, ...rest } of await sql.unsafe<{ name: string }[]>(query)) {
        const key = `${kind} ${name}`;
        if (catalogue[key]) throw new Error(`The catalogue has two of ${key}.`);
        catalogue[key] = rest;
      }
    return catalogue;
  } finally {
    await sql.end();
  }
}

/** What differs, a line each: added, removed, or which of its parts changed. Empty when both are the same. */
export function compareCatalogues(before: Catalogue, after: Catalogue): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const [old, now] = [before[key], after[key]];
    if (!old) return [`+ ${key}`];
    if (!now) return [`- ${key}`];
    const parts = Object.keys(now).filter((part) => JSON.stringify(old[part]) !== JSON.stringify(now[part]));
    return parts.length > 0 ? [`~ ${key}: ${parts.join(', ')}`] : [];
  });
}
