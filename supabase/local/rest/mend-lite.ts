/** A piece of the code of @supabase/lite 0.10.0 as it stands there, and as it should. */
type Mend = { from: string; to: string };

/**
 * It takes every filter value made of digits for a JavaScript number, so that `id=eq.1180000000000000102` asks for another
 * snowflake than the one named. PostgREST hands the text to Postgres.
 */
const filters: Mend = {
  from: 'Number.isFinite(Number(r)))return Number(r);',
  to: 'Number.isFinite(Number(r))&&(Number.isSafeInteger(Number(r))||!/^-?\\d+$/.test(r)))return Number(r);',
};

/**
 * It writes the arguments of a function as JSON, and the driver writes them as JSON again: an object for a jsonb argument
 * arrives as a string. PostgREST (src/PostgREST/Query/QueryBuilder.hs, callPlanToQuery) lets Postgres read them: those of a
 * body through json_to_record, those of an address as text. In lite's names `m` is "by GET", `y` the argument's name, `w`
 * its value, `b` its type, `p` the name of the variadic argument, and `sql` kysely's tag.
 */
const namedArguments: Mend = {
  from:
    'if(y===p&&h){pn(h,"RPC variadic elem type"),De(y,"RPC variadic param key");let _=Array.isArray(w)?w:[w];' +
    'return sql`VARIADIC ${sql.raw(y)} := ${_}::${sql.raw(h+"[]")}`}' +
    'if(Dp(b)){pn(b,"RPC arg type");let _=m&&Array.isArray(w)?w[w.length-1]:w,E=Zr(b),' +
    'x=E==="json"||E==="array"&&!Array.isArray(_)?ao(_):_;return sql`${sql.raw(y)} := ${x}::${sql.raw(b)}`}',
  to:
    'pn(b,"RPC arg type");let T=sql.raw(b),V=y===p,N=sql.raw((V?"VARIADIC ":"")+y),A=[].concat(w);' +
    'if(m)return V?sql`${N} := ${A}::text[]::${T}`:sql`${N} := ${A.at(-1)}::text::${T}`;' +
    'return sql`${N} := (select value from pg_catalog.json_to_record(' +
    '${JSON.stringify({value:V?A:w})}::text::json) as _(value ${T}))`;',
};

/** The same for the whole body as a function's one argument without a name. */
const unnamedArgument: Mend = {
  from: 'o=sql`${sql.raw(i)}(${ao(t.args)}::${sql.raw(l)})`',
  to: 'o=sql`${sql.raw(i)}(${JSON.stringify(t.args)}::text::${sql.raw(l)})`',
};

/** It reads an argument in the address as it reads a filter: `"5"` and `5`, `null` and nothing would be the same. */
const argumentsInAddress: Mend = {
  from: 'c.length>1?i[a]=c.map(u=>at(u)):i[a]=at(c[0])',
  to: 'i[a]=c.length>1?c:c[0]',
};

/** Mends the code of @supabase/lite. Throws when something is not there, in another version. */
export function mendLite(source: string): string {
  return [filters, namedArguments, unnamedArgument, argumentsInAddress].reduce((code, { from, to }) => {
    if (code.split(from).length !== 2)
      throw new Error(
        `@supabase/lite is not the version that mend-lite.ts mends: there is no single ${from}`,
      );
    return code.replace(from, () => to);
  }, source);
}
