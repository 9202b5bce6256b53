import type { Level } from '../../contracts/person.ts';

export const levels: Record<Level, string> = {
  viewer: 'viewer',
  agent: 'agent',
  manager: 'manager',
  admin: 'admin',
};
