import type { ClientInit, HandleClientError } from '@sveltejs/kit/hooks';
import { PUBLIC_SENTRY_DSN } from '$app/env/public';
import { t } from '#lib/words/words.ts';
import { scrubEvent } from './scrub-event.ts';

// zod makes its checks quicker by `new Function`, which the pages' policy forbids. Read when a schema is made: here, before any is.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

let report: ((error: unknown) => void) | null = null;

export const init: ClientInit = async () => {
  if (!PUBLIC_SENTRY_DSN) return;
  // 150 kB: fetched only where errors are reported at all.
  const sentry = await import('@sentry/sveltekit');
  sentry.init({
    dsn: PUBLIC_SENTRY_DSN,
    sendDefaultPii: false,
    beforeBreadcrumb: () => null,
    beforeSend: (event) => scrubEvent(event),
  });
  report = (error) => void sentry.captureException(error);
};

export const handleError: HandleClientError = ({ kind, error }) => {
  if (kind !== 'unknown') return;
  console.error(error);
  report?.(error);
  return { message: t.broken.page };
};
