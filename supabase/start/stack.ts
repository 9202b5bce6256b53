import type { ChildProcess } from 'node:child_process';
import type { Part } from './run-part.ts';
import type { StartEnvironment } from './start-environment.ts';

export type StackOptions = {
  /** Where all data of the stand-ins lies. */
  folder: string;
  environment: StartEnvironment;
  /** Any free ports, for tests: several stacks side by side. */
  hasFreePorts?: boolean;
  /** False: a crash of the machine may break the data. For tests. */
  isDurable?: boolean;
  /** Watching: the desk by Vite, the bot restarted on change. */
  isWatching?: boolean;
  /** Told what is happening, line by line. */
  say: (line: string) => void;
  /** What the parts print. */
  log: (part: string, line: string) => void;
  /** A part's process runs, and is not ready yet. */
  onSpawn?: (part: PartName, child: ChildProcess) => void;
  /** A part ended by itself. */
  onExit?: (part: PartName, code: number | null) => void;
  /** Parts left out, for tests and benchmarks that bring their own. */
  without?: ('bot' | 'desk')[];
};

export type PartName = 'bot' | 'desk' | 'simulated Discord';

/** What `.local/stack.json` says, so that any tool can drive the running stack. Null where the real service is used. */
export type StackInfo = {
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  databaseUrl: string | null;
  botDatabaseUrl: string;
  webUrl: string;
  discordApiUrl: string;
  discordCdnUrl: string;
  discordWebUrl: string;
  discordControlUrl: string | null;
  botToken: string;
  /** Where the bot answers /healthz and /metrics; the desk does at its own address. */
  botHealthUrl: string;
  /** For the desk's /metrics, as a bearer token. */
  metricsToken: string;
  people: readonly { name: string; discordId: string; may: string }[];
};

export type Stack = {
  info: StackInfo;
  parts: Partial<Record<PartName, Part>>;
  startBot: () => Promise<Part>;
  startDesk: () => Promise<Part>;
  /** Local Supabase alone, without its Postgres: away, and back at the same address. Null where the real service is used. */
  supabase: { stop: () => Promise<void>; start: () => Promise<void> } | null;
  /** Calls that came to a stand-in and are not covered by it. */
  uncovered: () => Promise<string[]>;
  stop: () => Promise<void>;
};
