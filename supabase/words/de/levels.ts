import type { Level } from '../../contracts/person.ts';

// As the English ones: the words of the product for what a role may do, capitalised as German does.
export const levels: Record<Level, string> = {
  viewer: 'Lesezugriff',
  agent: 'Agent',
  manager: 'Manager',
  admin: 'Admin',
};
