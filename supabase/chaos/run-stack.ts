import { databaseUrl } from '../local/database-url.ts';
import { startLocalStack, type LocalStackOptions } from '../local/stack.ts';

// The local stack alone, over a Postgres that runs already, as a process that can be killed. Its options come as JSON.
const { postgresUrl, ...options } = JSON.parse(process.argv[2] ?? '{}') as { postgresUrl: string } & Omit<
  LocalStackOptions,
  'postgres' | 'log'
>;
const stack = await startLocalStack({
  ...options,
  postgres: { adminUrl: (database) => databaseUrl(postgresUrl, { database }) },
  log: (line) => console.log(line),
});
console.log(`stack ready ${stack.supabaseUrl}`);
process.on('SIGTERM', () => void stack.stop().then(() => process.exit(0)));
// A query of the libraries' own that nobody waits for must not end it with its database: PostgREST and Realtime live on.
process.on('unhandledRejection', (error) => console.log('unhandled', error));
