import type { Job, Jobs } from '@ticketflow/supabase/contracts/job.ts';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';

/** The guild's jobs as this page shows them. */
export class JobList {
  readonly #desk: Desk;
  jobs = $state.raw<Job[]>([]);
  /** When they were read, by this browser's clock. */
  readAt = $state(Date.now());
  /** Why the list could not be read again, in words; what is shown is older then. */
  trouble = $state<string | null>(null);
  readonly isAnyUnderWay = $derived(this.jobs.some(({ ended_at }) => ended_at === null));

  constructor(desk: Desk, first: Jobs) {
    this.#desk = desk;
    this.#take(first);
  }

  #take({ jobs, people }: Jobs): void {
    this.#desk.people.meet(people);
    this.jobs = jobs;
    this.readAt = Date.now();
    this.trouble = null;
  }

  async refresh(): Promise<void> {
    const answer = await this.#desk.ask('list_jobs', { guild: this.#desk.guild.id });
    if (!answer.ok) this.trouble = answer.words;
    else if (answer.data) this.#take(answer.data);
  }

  async cancel({ id }: Job): Promise<void> {
    const answer = await this.#desk.ask('cancel_job', { guild: this.#desk.guild.id, job: id });
    if (!answer.ok) toast(answer.words, { tone: 'danger' });
    await this.refresh();
  }
}
