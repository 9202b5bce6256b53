import { openTestDatabase } from './test-database.ts';

/** The people of supabase/seed.sql. */
export const noor = '1180000000000000101'; // owner
export const theo = '1180000000000000102'; // agent
export const ines = '1180000000000000103'; // agent
export const sam = '1180000000000000104'; // manager
export const marlowe = '1180000000000000201'; // requester of 2418
export const kestrel = '1180000000000000202'; // requester of 2420, owner of the other guild
export const moth = '1180000000000000205'; // requester of the restricted 2404
export const oddpenguin = '1180000000000000207'; // requester here, agent of the other guild
export const stranger = '1180000000000000999';

export const harbor = '1180000000000000001';
export const glasshouse = '1180000000000000002';
export const supportCrew = '1180000000000000303';
export const purchases = '5f0c0000-0000-4000-8000-000000000001';
export const account = '5f0c0000-0000-4000-8000-000000000002';

/** The id of a demo ticket by its number. */
export const ticketId = (number: number) => `5f0d0000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A database of one's own in which the demo's story has been told. */
export const openDemoDatabase = () => openTestDatabase(process.env.TEST_DEMO_TEMPLATE);
