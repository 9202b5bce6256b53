import type { BlockSetting } from '@ticketflow/supabase/contracts/blocks.ts';
import type { LabelSetting } from '@ticketflow/supabase/contracts/labels.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { lists as english } from '../en/lists.ts';
import type { ListWords } from '../list-words.ts';

const labels: ListWords<LabelSetting> = {
  title: 'Labels',
  text: 'Wörter, die das Team an Tickets hängt, um sie wiederzufinden und zu zählen. In dieser Reihenfolge werden sie angeboten.',
  add: 'Neues Label',
  make: 'Label hinzufügen',
  empty: {
    title: 'Noch keine Labels',
    text: 'Ein Label sagt, worum es in einem Ticket geht, etwa Erstattung oder Verlorenes.',
  },
  fields: { name: 'Name', hue: 'Farbe' },
  removed: (name) => `Das Label „${name}“ ist entfernt`,
  replaced: ({ name, replacement }) => `„${replacement}“ steht jetzt anstelle von „${name}“`,
};

const blocks: ListWords<BlockSetting> = {
  title: 'Sperrliste',
  text: 'Wer auf dieser Liste steht oder eine Rolle hat, die darauf steht, kann keine Tickets öffnen. Der Bot sagt das in Discord. Tickets, die schon offen sind, bleiben offen.',
  add: 'Mitglied oder Rolle sperren',
  make: 'Sperren',
  remove: { short: 'Entsperren', of: (name) => `${name} entsperren` },
  empty: {
    title: 'Niemand ist gesperrt',
    text: 'Alle auf dem Server dürfen Tickets öffnen, soweit jede Kategorie es zulässt.',
  },
  fields: { person_id: 'Mitglied', role_id: 'Rolle', reason: 'Grund' },
  added: (name) => `${name} kann keine Tickets mehr öffnen`,
  removed: (name) => `${name} darf wieder Tickets öffnen`,
};

/** Each list of settings. */
export const lists = (_: Formats<'de'>): ReturnType<typeof english> => ({
  labels,
  blocks,
  blocking: {
    chosen: (name) => `${name} sperren`,
    another: 'Andere Auswahl',
    target: 'Mitglied oder Rolle',
    nameOrId: 'Ein Name oder eine Discord-ID',
    holders: 'alle, die sie haben',
    account: (id) => `Das Konto ${id}`,
    notFound:
      'Niemand mit diesem Namen war in einem Ticket. Mit einer Discord-ID lässt sich jedes Konto sperren.',
    forStaff: 'für das Team, in Discord nie zu sehen',
    noReason: 'Kein Grund angegeben',
    by: ({ name, date }) => `${name}, ${date}`,
  },
});
