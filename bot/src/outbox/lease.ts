import { requestTimeout } from '../discord/relay-rest.ts';

/** A lane is leased this long, renewed with every entry (by the database's clock). */
export const leaseSeconds = 20;

/** The same for an entry with files, whose bytes take their time: 24 MB within a minute. */
const leaseSecondsWithFiles = 130;

/** Until when this process may send for an entry, in ms of `performance.now()`. */
export type Lease = { until: number };

export function startLease(): Lease {
  // A second less than the database grants: the answer to begin_entry took its time too.
  return { until: performance.now() + (leaseSeconds - 1) * 1000 };
}

/** How long a lease lasts from now on that the database has just been asked to make longer, for an entry with files. */
export function leaseLonger(): Lease & { seconds: number } {
  return {
    seconds: leaseSecondsWithFiles,
    until: performance.now() + (leaseSecondsWithFiles - 1) * 1000,
  };
}

/** A send that starts must be able to end within the lease. Throws a LeaseTooShort. */
export function assertTime(lease: Lease): void {
  if (lease.until - performance.now() < requestTimeout) throw new LeaseTooShort();
}

export class LeaseTooShort extends Error {}

/** Another bot may hold the lane by now: this one leaves the entry as it is. */
export class LeaseLost extends Error {}
