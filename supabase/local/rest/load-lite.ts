import { registerHooks } from 'node:module';
import type * as lite from '@supabase/lite';
import type * as litePostgres from '@supabase/lite/postgres';
import { mendLite } from './mend-lite.ts';

type Lite = typeof lite & typeof litePostgres;
let loaded: Promise<Lite> | undefined;

/** Loads @supabase/lite, mended as it is read. Throws when it is another version than the one that is mended. */
export function loadLite(): Promise<Lite> {
  return (loaded ??= load());
}

async function load(): Promise<Lite> {
  let isMended = false;
  const hooks = registerHooks({
    load(url, context, nextLoad) {
      const file = nextLoad(url, context);
      if (!url.endsWith('/@supabase/lite/dist/index.js')) return file;
      isMended = true;
      return { ...file, source: mendLite(String(file.source)) };
    },
  });
  const whole = await import('@supabase/lite');
  const postgres = await import('@supabase/lite/postgres');
  hooks.deregister();
  if (!isMended) throw new Error('@supabase/lite was loaded before load-lite.ts could mend it');
  return { ...whole, ...postgres };
}
