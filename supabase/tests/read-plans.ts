import postgres from 'postgres';

/**
 * The plans of every statement that runs inside a function while it is called, as Postgres carried them out. Needs the superuser: the
 * plan of what a function runs is told by `auto_explain` alone.
 */
export async function readPlans(superuserUrl: string, call: string): Promise<string[]> {
  const plans: string[] = [];
  const sql = postgres(superuserUrl, {
    max: 1,
    onnotice: ({ message }) => void (message?.includes('Query Text:') && plans.push(message)),
  });
  try {
    await sql.unsafe(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
      set auto_explain.log_analyze = on; set auto_explain.log_level = 'notice'; set client_min_messages = 'notice'`);
    await sql.unsafe(call);
    return plans;
  } finally {
    await sql.end();
  }
}
