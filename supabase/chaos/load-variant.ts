import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { botSource, variants, type variantNames } from './variants.ts';

// Preloaded into a bot that is meant to be bad: changes its source as it is loaded.
const name = new URL(import.meta.url).searchParams.get('name') as (typeof variantNames)[number];
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.startsWith('file:')) return loaded;
    const file = fileURLToPath(url);
    const changes = variants[name].change?.filter((change) => file === botSource + change.file) ?? [];
    if (changes.length === 0) return loaded;
    let source = String(loaded.source);
    for (const { from, to } of changes) {
      if (source.split(from).length !== 2)
        throw new Error(`the variant ${name} does not fit ${file}: ${from}`);
      source = source.replace(from, to);
    }
    return { ...loaded, source };
  },
});
