import type { Job, JobError } from '@ticketflow/supabase/contracts/job.ts';
import type { JobKind } from '@ticketflow/supabase/contracts/job-kinds.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';

const kinds: Record<JobKind, string> = { sweep_outbox: 'Clearing old entries of the outbox' };

/** What a job is seen to do; of one under way that is finer than its state. */
const states: Record<Job['state'] | 'retrying' | 'silent', string> = {
  waiting: 'Waits for its turn',
  running: 'Running',
  retrying: 'Tried again after a failure',
  silent: 'Stopped answering',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

type Errors = { [C in JobError['code']]: (error: Extract<JobError, { code: C }>) => string };

/** Long work. */
export const jobs = (f: Formats<'en'>) => {
  const times = (count: number) =>
    count === 1 ? 'once' : f.plural(count, { one: '# time', other: '# times' });
  const errors: Errors = {
    interrupted: ({ attempts }) => `It was interrupted ${times(attempts)} before a page ended.`,
    database: ({ attempts, sqlstate }) => `The database refused its page ${times(attempts)} (${sqlstate}).`,
    bug: ({ attempts }) => `The bot could not do its page, ${times(attempts)}. The bot’s log says why.`,
  };
  return {
    jobKinds: kinds,
    jobStates: states,
    jobErrors: errors,
    jobs: {
      page: (guild: string) => `Jobs · ${guild} · TicketFlow`,
      title: 'Jobs',
      text: 'Work that takes the bot a while, done page by page. A job goes on after a restart; cancelled, it keeps what is done.',
      notYours: 'The list of jobs is for managers and admins',
      underWay: 'Under way',
      ended: 'Ended',
      none: 'No jobs yet',
      noneText: 'What you ask of the bot that takes a while appears here, with its progress.',
      /** `trouble`: why, as a sentence. */
      stale: (trouble: string) => `This list is no longer current. ${trouble}`,
      again: 'Try again',
      asked: ({ by, ago }: { by: string | undefined; ago: string }) =>
        `Asked for by ${by ?? 'somebody'}, ${ago}`,
      cancelledBy: (name: string) => `cancelled by ${name}`,
      lastSign: (age: string) => `last sign of life ${age} ago`,
      seconds: (count: number) => `${count} s`,
      progressOf: (name: string) => `Progress of ${name}`,
      progress: (done: number, total: number) => `${f.number(done)} of ${f.number(total)}`,
      progressOfUnknown: (done: number) => f.number(done),
      skipped: (count: number, reason: string) => `${f.number(count)} skipped: ${reason}`,
      staysDone: 'What is done stays done.',
      goOn: 'Let it go on',
      cancelJob: 'Cancel the job',
      cancel: 'Cancel',
    },
  };
};
