import { registerHooks } from 'node:module';
import type * as lite from '@supabase/lite';
import type * as litePostgres from '@supabase/lite/postgres';

const asRead = 'Number.isFinite(Number(r)))return Number(r);';
const mended =
  'Number.isFinite(Number(r))&&(Number.isSafeInteger(Number(r))||!/^-?\\d+$/.test(r)))return Number(r);';

type Lite = typeof lite & typeof litePostgres;
let loaded: Promise<Lite> | undefined;

/**
 * Loads @supabase/lite 0.10.0 with one line of it mended as it is read: it takes every filter value made of digits for a
 * JavaScript number, so that `id=eq.1180000000000000102` asks for another snowflake than the one named. PostgREST hands the
 * text to Postgres. Throws when the line is not there, in another version.
 */
export function loadLite(): Promise<Lite> {
  return (loaded ??= load());
}

async function load(): Promise<Lite> {
  let isMended = false;
  const hooks = registerHooks({
    load(url, context, nextLoad) {
      const file = nextLoad(url, context);
      if (!url.endsWith('/@supabase/lite/dist/index.js')) return file;
      const source = String(file.source);
      isMended = source.includes(asRead);
      return { ...file, source: source.replace(asRead, mended) };
    },
  });
  const whole = await import('@supabase/lite');
  const postgres = await import('@supabase/lite/postgres');
  hooks.deregister();
  if (!isMended)
    throw new Error('@supabase/lite is not the version whose reading of filters is mended in load-lite.ts');
  return { ...whole, ...postgres };
}
