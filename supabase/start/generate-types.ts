import { generateTypescript, sortGeneratorMetadata } from '@supabase/postgrest-typegen/generation';
import { introspect } from '@supabase/postgrest-typegen/introspection';
import { format } from 'prettier';
import postgres from 'postgres';

/**
 * The types of the public schema as `supabase gen types` writes them: the same engine, which the official CLI runs in a
 * container and this runs in-process.
 */
export async function generateTypes(databaseUrl: string): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const metadata = await introspect(
      { query: async (text) => ({ rows: await sql.unsafe(text) }) },
      { includedSchemas: ['public'] },
    );
    return await generateTypescript(sortGeneratorMetadata(metadata), {
      postgrestVersion: '14',
      format: (code) => format(code, { parser: 'typescript', singleQuote: true, printWidth: 110 }),
    });
  } finally {
    await sql.end();
  }
}
