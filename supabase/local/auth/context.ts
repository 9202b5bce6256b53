import type postgres from 'postgres';
import type { Caller } from '../http/caller.ts';

/** What the parts of auth need to know of the stack. */
export type AuthContext = {
  /** Superuser's connection pool to the project's database. */
  sql: postgres.Sql;
  supabaseUrl: string;
  siteUrl: string;
  redirectUrls: string[];
  discord: {
    /** Where Discord answers; https://discord.com for the real one. */
    url: string;
    clientId: string;
    clientSecret: string;
    /** As `email_optional` in config.toml. */
    isEmailOptional: boolean;
  };
  jwtSecret: string;
  /** What GET /settings says otherwise than it would, to try what reads it. */
  settings?: object;
  log: (line: string) => void;
};

export type AuthRequest = { request: Request; url: URL; caller: Caller; id?: string };
