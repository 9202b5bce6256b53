import type { ReasonTexts } from '../../contracts/reasons.ts';
import type { Formats } from '../formats.ts';
import { permissions } from './permissions.ts';

export const reasons = (f: Formats<'de'>): ReasonTexts => {
  const named = (names: (keyof typeof permissions)[]) =>
    f.list(names.map((name) => `„${permissions[name]}“`));
  return {
    byCode: {
      discord_slow: 'Discord antwortet langsam.',
      discord_away: 'Discord ist nicht erreichbar.',
      discord_silent: 'Discord hat nicht geantwortet.',
      discord_broken: ({ status }) => `Bei Discord gibt es gerade eine Störung (${status}).`,
      storage_away: 'Der Dateispeicher ist nicht erreichbar.',
      overtaken: 'Discord meldet etwas Neues dazu, deshalb wird noch einmal gelesen.',
      lease_lost: 'Ein anderer Prozess des Bots hat das übernommen.',
      held_back: 'Discord hat zu viel abgelehnt, deshalb macht der Bot eine Pause.',
      token_refused: 'Discord akzeptiert den Bot nicht.',
      rate_limited: 'Discord bittet den Bot zu warten.',

      no_channel: 'Dieses Ticket hat keinen Kanal in Discord.',
      connection_broke: 'Die Verbindung ist beim Senden abgebrochen. Sieh in Discord nach, ob es dort steht.',
      no_file_key: 'Der Bot hat keinen Schlüssel zum Dateispeicher und kann deshalb keine Dateien senden.',
      file_gone: 'Eine Datei dieser Nachricht fehlt im Dateispeicher. Hänge sie noch einmal an.',
      storage_refuses: ({ status }) => `Der Dateispeicher lehnt den Bot ab (${status}).`,
      webhook_gone:
        'Der Webhook, der das geschrieben hat, wurde in Discord gelöscht. Deshalb lässt es sich nicht mehr bearbeiten.',
      not_sent_yet: 'Die Antwort selbst ist noch nicht in Discord angekommen. Sende sie noch einmal.',
      deleted: 'Es wurde gelöscht.',

      panel_gone: 'Das Panel wurde entfernt.',
      panel_empty: 'Auf diesem Panel steht keine offene Kategorie.',
      panel_channel_gone: 'Sein Kanal wurde in Discord gelöscht. Wähle einen anderen.',
      panel_message_gone: 'Seine Nachricht wurde in Discord gelöscht. Veröffentliche es noch einmal.',

      missing_permissions: ({ kind }) => forbidden[kind],
      missing_access: 'Der Bot kann den Kanal nicht sehen. Gib ihm dort „Kanäle ansehen“.',
      channel_gone: 'Den Kanal gibt es in Discord nicht mehr.',
      message_gone: 'Die Nachricht gibt es in Discord nicht mehr.',
      guild_gone: 'Der Bot ist nicht mehr auf diesem Server.',
      guild_hidden: 'Discord zeigt diesen Server gerade nicht.',
      channels_full: 'Dieser Server hat 500 Kanäle. Mehr erlaubt Discord nicht.',
      webhooks_full: 'Der Kanal hat 15 Webhooks. Mehr erlaubt Discord nicht: Lösche einen.',
      dm_closed: 'Diese Person nimmt keine Nachrichten vom Bot an.',
      too_large: 'Die Nachricht ist zu groß für Discord.',
      invalid_content: 'Discord lehnt den Inhalt dieser Nachricht ab.',
      automod: 'Das AutoMod des Servers hat diese Nachricht blockiert.',
      discord: ({ discord_code, status, text }) => `Discord lehnt ab (${discord_code || status}): „${text}“`,

      channel_forbidden:
        'Der Bot darf hier keine Kanäle erstellen. Er braucht „Kanäle verwalten“ und jede Berechtigung, die er dort vergibt.',
      channel_parent_gone: 'Die Kanalkategorie für diese Tickets gibt es in Discord nicht mehr.',
      channel_refused:
        'Discord lehnt den Kanal ab. Seine Kategorie in Discord ist voll (50 Kanäle) oder gelöscht, oder sein Name ist nicht erlaubt.',
      access_not_set:
        'Discord hat nicht wie vom Bot verlangt eingestellt, wer den Kanal dieses Tickets sieht und wer dort schreibt.',
      cannot_hide: (facts) =>
        facts.in === 'category'
          ? `Der Bot kann dieses Ticket nicht privat halten. Ihm fehlt ${named(facts.permissions)} in der Kanalkategorie dieser Tickets.`
          : `Der Bot kann dieses Ticket nicht privat halten. Ihm fehlt ${named(facts.permissions)} auf diesem Server.`,
      cannot_deny: (facts) =>
        `Der Bot kann ${named(facts.permissions)} im Kanal dieses Tickets nicht verbieten. Er hat diese Berechtigung selbst nicht.`,
      made_open: ({ made }) =>
        made === 'channel'
          ? 'Discord hat den Kanal nicht privat erstellt, wie der Bot es verlangt hat. Der Bot hat ihn wieder gelöscht.'
          : 'Discord hat den Thread nicht privat erstellt, wie der Bot es verlangt hat. Der Bot hat ihn wieder gelöscht.',
      lock_not_set: ({ is_locked }) =>
        is_locked
          ? 'Discord hat den Thread dieses Tickets nicht gesperrt, wie der Bot es verlangt hat.'
          : 'Discord hat den Thread dieses Tickets nicht entsperrt, wie der Bot es verlangt hat.',

      thread_forbidden:
        'Der Bot darf dort keine privaten Threads erstellen. Er braucht „Private Threads erstellen“, „Nachrichten in Threads senden“ und „Threads verwalten“.',
      thread_hidden:
        'Der Bot oder das Mitglied kann den Kanal nicht sehen, in dem sich diese Threads öffnen. Gib beiden dort „Kanäle ansehen“.',
      thread_parent_gone: 'Den Kanal, in dem sich diese Threads öffnen, gibt es in Discord nicht mehr.',
      thread_wrong_parent:
        'Private Threads öffnen sich nur in Textkanälen. Wähle für diese Kategorie einen anderen Kanal.',
      threads_full: 'Dieser Server hat so viele aktive Threads, wie Discord erlaubt.',
      thread_refused: 'Discord lehnt den Thread ab. Sein Name ist nicht erlaubt.',

      copy_too_large: 'Größer als die 10 MB, die aufbewahrt werden. Die Datei liegt nur in Discord.',
      copy_too_late: 'Die Datei war in Discord gelöscht, bevor sie kopiert werden konnte.',
      copy_withheld: 'Discord gibt diese Datei nicht heraus.',
      copy_no_key: 'Dateien werden hier nicht kopiert. Der Bot hat keinen Schlüssel zum Dateispeicher.',
      copy_key_refused:
        'Dateien werden hier nicht kopiert. Der Dateispeicher lehnt den Schlüssel des Bots ab.',
      copy_refused: ({ status }) => `Der Dateispeicher lehnt diese Datei ab (${status}).`,
      copy_unreadable: 'Der Bot darf diesen Kanal in Discord nicht lesen.',
      copy_waits: 'Die Datei lässt sich gerade nicht kopieren.',

      bug: 'Der Bot konnte das nicht ausführen. Sein Log sagt, warum.',
    },
    other: (code) => `Der Bot nennt einen Grund, der hier noch nicht bekannt ist (${code}).`,
  };
};

/** By what the bot may not do. */
const forbidden = {
  send_reply: 'Der Bot darf im Kanal dieses Tickets nicht schreiben. Ihm fehlt dort eine Berechtigung.',
  edit_reply:
    'Der Bot darf seine Nachrichten im Kanal dieses Tickets nicht bearbeiten. Ihm fehlt dort eine Berechtigung.',
  delete_reply:
    'Der Bot darf im Kanal dieses Tickets keine Nachrichten löschen. Ihm fehlt dort eine Berechtigung.',
  open_channel: 'Der Bot darf keine Kanäle erstellen. Ihm fehlt eine Berechtigung.',
  close_channel:
    'Der Bot darf nicht ändern, wer im Kanal dieses Tickets schreibt. Ihm fehlt dort eine Berechtigung.',
  reopen_channel:
    'Der Bot darf nicht ändern, wer im Kanal dieses Tickets schreibt. Ihm fehlt dort eine Berechtigung.',
  set_overwrites:
    'Der Bot darf nicht ändern, wer den Kanal dieses Tickets sieht. Ihm fehlt dort eine Berechtigung.',
  publish_panel: 'Der Bot darf im Kanal dieses Panels nicht schreiben. Ihm fehlt dort eine Berechtigung.',
  fetch_member: 'Der Bot darf keine Mitglieder nachschlagen. Ihm fehlt eine Berechtigung.',
  leave_threads: 'Der Bot darf niemanden aus Threads entfernen. Ihm fehlt dort eine Berechtigung.',
  compare_access: 'Der Bot darf Rollen und Mitglieder nicht lesen. Ihm fehlt eine Berechtigung.',
};
