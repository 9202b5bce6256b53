/** Every kind of job. Its pages are done by `private.page_<kind>`. Without zod, since the desk's pages read it too. */
export const jobKinds = ['sweep_outbox'] as const;
export type JobKind = (typeof jobKinds)[number];
