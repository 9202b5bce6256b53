import process from 'node:process';
import { scrubEvent } from './scrub-event.ts';

if (process.env['PUBLIC_SENTRY_DSN']) {
  const sentry = await import('@sentry/sveltekit');
  sentry.init({
    dsn: process.env['PUBLIC_SENTRY_DSN'],
    sendDefaultPii: false,
    beforeBreadcrumb: () => null,
    beforeSend: (event) => scrubEvent(event),
  });
}
