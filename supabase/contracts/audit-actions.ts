/**
 * What the database writes entries about: `private.audit` knows no others, and the triggers `note_setting` those of contracts/lists.ts. Without zod,
 * since the desk's pages read it too.
 */
export const auditActions = [
  'add_person',
  'close_ticket',
  'publish_panel',
  'read_transcript',
  'remove_person',
  'reopen_ticket',
  'restrict_ticket',
  'run_job',
  'set_language',
  'set_level',
] as const;
export type AuditAction = (typeof auditActions)[number];
