import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { roles as english } from '../en/roles.ts';

/** Roles and what they give. */
export const roles = (f: Formats<'de'>): ReturnType<typeof english> => {
  const whereOf = (category: string | null) => (category ? `in „${category}“` : 'auf dem ganzen Server');
  const members = (count: number) => f.plural(count, { one: '# Mitglied', other: '# Mitglieder' });
  return {
    levelNames: {
      viewer: { name: 'Lesezugriff', may: 'Liest Tickets und Transkripte' },
      agent: { name: 'Agent', may: 'Antworten, Notizen, übernehmen, verschieben, schließen' },
      manager: { name: 'Manager', may: 'Kategorien, Panels, Boards, Auswertung' },
      admin: { name: 'Admin', may: 'Vergibt Stufen, exportiert und löscht Daten' },
    },
    roles: {
      title: 'Rollen und Stufen',
      text: 'Eine Discord-Rolle gibt allen, die sie haben, eine Stufe: auf dem ganzen Server oder in einer Kategorie. Es gilt die höchste Stufe aus allen Rollen. Änderungen gelten ab dem nächsten Klick.',
      notYours: 'Stufen vergeben nur Admins',
      changes: 'Änderungen',
      add: 'Rolle hinzufügen',
      allListed: 'Alle Rollen des Servers stehen in der Tabelle',
      count: (count) => f.number(count),
      members,
      hold: (count) => f.plural(count, { one: '# Mitglied hat sie', other: '# Mitglieder haben sie' }),
      setHere: 'hier festgelegt',
      fromWhole: 'vom ganzen Server',
      admins: (owner) =>
        owner
          ? `Der Server gehört ${owner}: ${owner} und alle mit „Server verwalten“ sind Admins.`
          : 'Admins sind, wem der Server gehört, und alle mit „Server verwalten“.',
      show: (count) =>
        f.plural(count, { one: '# Rolle ohne Stufe zeigen', other: '# Rollen ohne Stufe zeigen' }),
      hide: (count) =>
        f.plural(count, { one: '# Rolle ohne Stufe ausblenden', other: '# Rollen ohne Stufe ausblenden' }),
      comparedNow: 'Gerade eben mit Discord verglichen',
      comparedAgo: (ago) => `Vor ${ago} mit Discord verglichen`,
      compare: 'Jetzt vergleichen',
      comparing: 'Wird verglichen',
      table: 'Rollen und ihre Stufen',
      role: 'Rolle in Discord',
      whole: 'Ganzer Server',
      viewing: 'Ansicht',
      viewingRole: (role) => `Ansicht als ${role}`,
      viewAs: 'Ansehen als',
      viewAsRole: (role) => `Ansehen als ${role}`,
      manages: 'Wer in Discord „Server verwalten“ darf, ist Admin',
      cell: ({ role, category }) => `${role} ${whereOf(category)}`,
      levelOf: (cell) => `Stufe von ${cell}`,
      none: (cell) => `${cell}: keine Stufe`,
      set: ({ cell, level }) => `${cell}: ${level}`,
      inherited: ({ cell, level }) => `${cell}: ${level}, vom ganzen Server`,
      choose: 'Wählen',
      noLevel: 'Hier keine Stufe',
      given: ({ role, category, level }) => `${role} hat ${whereOf(category)} jetzt die Stufe ${level}`,
      taken: ({ role, category }) => `${role} hat ${whereOf(category)} keine eigene Stufe mehr`,
    },
    viewAs: {
      as: 'Ansicht als',
      deleted: 'gelöschte Rolle',
      stop: 'Beenden',
      open: ({ open, all }) => `${f.number(open)} von ${f.number(all)}`,
      sees: {
        everywhere: (open) => `sieht ${open} offenen Tickets, darf überall antworten`,
        some: ({ open, categories }) =>
          `sieht ${open} offenen Tickets, darf in ${f.list(categories)} antworten`,
        nowhere: (open) => `sieht ${open} offenen Tickets, darf nirgends antworten`,
      },
      label: 'Was diese Rolle öffnet',
      title: (role) => `Was ${role} öffnet`,
      holders: ({ count, more }) =>
        more === 0
          ? members(count)
          : `${members(count)}, ${f.plural(more, { one: 'eines hat', other: '# haben' })} mehr durch eine andere Rolle`,
      opens: {
        manage: 'Verwalten, auch eingeschränkte Tickets',
        answer: 'Antworten, Notizen, übernehmen, verschieben, schließen',
        read: 'Nur lesen',
        hidden: 'Gar nicht sichtbar',
      },
      restricted: {
        admin: 'Alles ist offen: eingeschränkte Tickets, Exporte, Einstellungen und das Audit-Log.',
        manager:
          'Eingeschränkte Tickets der verwalteten Kategorien sind sichtbar. Exporte, Stufen und das Audit-Log bleiben verborgen.',
        others:
          'Eingeschränkte Tickets bleiben verborgen, ebenso Exporte, Transkripte verborgener Kategorien und Einstellungen.',
      },
      inbox: 'Was im Eingang zu sehen ist',
      inboxLabel: 'Der Eingang mit dieser Rolle',
      empty: 'Nichts: Mit dieser Rolle allein ist kein offenes Ticket zu sehen.',
      more: (count) => `und ${f.number(count)} weitere`,
    },
  };
};
