/** Who is who in the demo guild (supabase/seed.sql), for the page that starts it all and for tools that drive it. All invented. */
export const demoPeople = [
  { name: 'Noor Haddad', discordId: '1180000000000000101', may: 'admin' },
  { name: 'Theo Lindqvist', discordId: '1180000000000000102', may: 'agent' },
  { name: 'Inês Carvalho', discordId: '1180000000000000103', may: 'agent' },
  { name: 'Sam Adeyemi', discordId: '1180000000000000104', may: 'manager' },
  { name: 'Marlowe', discordId: '1180000000000000201', may: 'requester' },
  { name: 'kestrel', discordId: '1180000000000000202', may: 'requester' },
  { name: 'salty bea', discordId: '1180000000000000203', may: 'requester' },
  { name: 'juniper', discordId: '1180000000000000208', may: 'requester' },
] as const;

export const demoGuildId = '1180000000000000001';
export const demoHelpChannelId = '1180000000000000404';

/** The simulated Discord's application: not secret, it opens nothing but the simulator (bot/simulator/scenario.ts). */
const applicationId = '1180000000000000900';
export const simulatedApplication = {
  clientId: applicationId,
  clientSecret: 'simulated-client-secret',
  botToken: `${Buffer.from(applicationId).toString('base64url')}.simulated.${'0'.repeat(27)}`,
};
