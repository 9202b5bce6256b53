import { expect, test } from 'vitest';
import { scrubEvent } from './scrub-event.ts';

test('no word, name, token or query leaves with an error', () => {
  const event = {
    message: 'secret words',
    user: { username: 'secret name' },
    request: { url: 'https://desk.example/g/1?secret=1', headers: { cookie: 'secret' } },
    breadcrumbs: [{ message: 'secret' }],
    transaction: '/g/secret',
    tags: { url: 'https://desk.example/?secret' },
    exception: {
      values: [
        {
          type: 'TypeError',
          value: 'secret is not a function',
          stacktrace: {
            frames: [{ filename: 'https://desk.example/_app/a.js?secret', vars: { token: 'secret' } }],
          },
        },
      ],
    },
  };
  const scrubbed = scrubEvent(event);
  expect(JSON.stringify(scrubbed)).not.toContain('secret');
  expect(scrubbed.exception.values[0]?.type).toBe('TypeError');
});
