import { PUBLIC_SUPABASE_PUBLISHABLE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import { log } from './log.ts';
import { authFaults, AuthSettings } from './auth-faults.ts';

/** What is known of Auth's settings: well; at fault (a line each); or not read, with the reason. */
type Checked =
  { state: 'well' } | { state: 'at fault'; faults: string[] } | { state: 'unread'; reason: string };

// A good answer is believed for a minute, so that a crowd signing in asks once. What is not good is asked again each time.
const believedFor = 60_000;
let last: { checked: Checked; at: number } | undefined;
let asking: Promise<Checked> | undefined;

async function ask(): Promise<Checked> {
  try {
    const answer = await fetch(`${PUBLIC_SUPABASE_URL}/auth/v1/settings`, {
      headers: { apikey: PUBLIC_SUPABASE_PUBLISHABLE_KEY },
      signal: AbortSignal.timeout(5000),
    });
    if (!answer.ok) return { state: 'unread', reason: `it answers ${answer.status}` };
    const settings = AuthSettings.safeParse(await answer.json());
    if (!settings.success) return { state: 'unread', reason: 'its answer is not that of Supabase Auth' };
    const faults = authFaults(settings.data);
    return faults.length > 0 ? { state: 'at fault', faults } : { state: 'well' };
  } catch {
    return { state: 'unread', reason: 'it does not answer' };
  }
}

async function check(): Promise<Checked> {
  if (last?.checked.state === 'well' && Date.now() - last.at < believedFor) return last.checked;
  const checked = await (asking ??= ask().finally(() => (asking = undefined)));
  last = { checked, at: Date.now() };
  return checked;
}

/** Throws an error with `faults` when Auth would let people in by another way than Discord. One that cannot be read yet is not a fault. */
export async function checkAuthAtStart(): Promise<void> {
  const checked = await check();
  if (checked.state === 'at fault')
    throw Object.assign(new Error('Auth is not set up safely'), { faults: checked.faults });
  if (checked.state === 'unread')
    log.error(
      `Auth at ${PUBLIC_SUPABASE_URL} cannot be checked: ${checked.reason}. Nobody can sign in until it can; it is asked again at each try.`,
    );
}

/** Null when people may sign in; else why not. The server's log says more. */
export async function whyNoSignIn(): Promise<'away' | 'unsafe' | null> {
  const checked = await check();
  if (checked.state === 'well') return null;
  if (checked.state === 'unread') {
    log.error(`Auth at ${PUBLIC_SUPABASE_URL} cannot be checked: ${checked.reason}. A sign-in was refused.`);
    return 'away';
  }
  for (const fault of checked.faults) log.error(`A sign-in was refused: ${fault}`);
  return 'unsafe';
}
