/**
 * What the database writes entries about: `private.audit` and the triggers `note_setting` know no others. Without zod,
 * since the desk's pages read it too.
 */
export const auditActions = [
  'add_block',
  'add_person',
  'change_block',
  'close_ticket',
  'publish_panel',
  'read_transcript',
  'remove_block',
  'remove_person',
  'reopen_ticket',
  'restrict_ticket',
  'run_job',
  'set_language',
  'set_level',
] as const;
export type AuditAction = (typeof auditActions)[number];
