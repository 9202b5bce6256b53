import { PUBLIC_SUPABASE_PUBLISHABLE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import { upstreamSeconds, upstreamUp } from './metrics.ts';

export type Upstream = { auth: boolean; data_api: boolean };

/** Anybody may look at /healthz: however often that is, Supabase is asked once in this time (ms), and waited for so long. */
const believedFor = 5000;
const patience = 3000;

// With the publishable key and nobody signed in the Data API shows nothing; that it refuses takes a look into its database.
const paths = { auth: '/auth/v1/health', data_api: '/rest/v1/guilds?select=id&limit=1' };

let asked: Promise<Upstream> | undefined;
let at = -Infinity;

async function ask(upstream: keyof Upstream): Promise<boolean> {
  const from = performance.now();
  const isUp = await fetch(PUBLIC_SUPABASE_URL + paths[upstream], {
    headers: { apikey: PUBLIC_SUPABASE_PUBLISHABLE_KEY },
    signal: AbortSignal.timeout(patience),
  }).then(
    async (answer) => (await answer.arrayBuffer(), answer.status < 500),
    () => false,
  );
  upstreamUp.set({ upstream }, Number(isUp));
  upstreamSeconds.set({ upstream }, (performance.now() - from) / 1000);
  return isUp;
}

/** Whether the parts of Supabase that the desk stands on answer. */
export function checkUpstream(): Promise<Upstream> {
  if (!asked || performance.now() - at > believedFor) {
    at = performance.now();
    asked = Promise.all([ask('auth'), ask('data_api')]).then(([auth, data_api]) => ({ auth, data_api }));
  }
  return asked;
}
