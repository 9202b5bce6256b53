import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '@ticketflow/supabase/contracts/database.types.ts';
import type { Component } from 'svelte';
import type { Session } from '#lib/server/read-session.ts';

declare global {
  namespace App {
    interface Locals {
      supabase: SupabaseClient<Database>;
      /** Of this request, in the log and in the answer's header. */
      requestId: string;
      /** In which the answer is written. */
      locale: string;
      /** The signed-in person's session, refreshed when it is about to end; null when nobody is signed in. */
      readSession: () => Promise<Session | null>;
    }
    interface Error {
      message: string;
      /** When the bot last knew the guild's roles, where that is why it is closed. */
      seenAt?: string;
    }
    interface PageData {
      /** The navigation beside the sheet, where a page brings its own. */
      nav?: Component;
    }
  }
}

export {};
