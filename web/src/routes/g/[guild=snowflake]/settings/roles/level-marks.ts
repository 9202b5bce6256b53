import type { Level } from '@ticketflow/supabase/contracts/person.ts';

/** The hue of a level's pill, and the key that chooses it. */
export const levelMarks: Record<Level, { hue: number; key: string }> = {
  viewer: { hue: 250, key: '1' },
  agent: { hue: 150, key: '2' },
  manager: { hue: 205, key: '3' },
  admin: { hue: 295, key: '4' },
};

export const levels: readonly Level[] = ['viewer', 'agent', 'manager', 'admin'];
