/**
 * Fixed keys for development, in the form of Supabase's own (sb_publishable_…, sb_secret_…). They guard nothing: the
 * stack listens on loopback only. A start script may persist others and hand them in.
 */
export const developmentKeys = {
  publishableKey: 'sb_publishable_ticketflow_local_development',
  secretKey: 'sb_secret_ticketflow_local_development',
  jwtSecret: 'ticketflow-local-development-signs-with-this-secret',
};

export type Keys = typeof developmentKeys;
