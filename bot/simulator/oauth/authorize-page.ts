import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Snowflake } from '../protocol.ts';
import { peopleOf } from '../person/windows.ts';
import { guildPermissions } from '../state/permissions.ts';
import type { State } from '../state/state.ts';

const WORDS: Record<string, string> = {
  identify: 'Know your name and picture',
  email: 'Know your e-mail address',
  guilds: 'Know which servers you are in',
  'guilds.members.read': 'Know your roles in a server',
  bot: 'Add a bot to a server',
  'applications.commands': 'Add commands to a server',
};

/** The page on which a person picks who to be and agrees. */
export function authorizePage(
  state: State,
  url: URL,
  scopes: string[],
  remembered: Snowflake | null,
  guildId: string | null,
): string {
  const people = peopleOf(state)
    .map(
      (person, index) =>
        `<label class="person"><input type="radio" name="person" value="${person.id}" required${
          person.id === remembered || (!remembered && index === 0) ? ' checked' : ''
        }><img src="${person.avatar_url}" alt="" width="36" height="36"><span>${escape(person.name)}<small>${escape(person.username)}</small></span><em>${person.part}</em></label>`,
    )
    .join('');
  const guilds = scopes.includes('bot') && !guildId ? guildChoice(state) : '';
  // Auth adds its own scopes to those asked for: each is shown once.
  const asks = [...new Set(scopes)].map((scope) => `<li>${escape(WORDS[scope] ?? scope)}</li>`).join('');
  return page(
    `Authorize ${state.application.name}`,
    `<header><img src="/cdn/avatars/${state.bot_id}/0.png" alt="" width="56" height="56"><div><p>An app asks for access</p><h1>${escape(
      state.application.name,
    )}</h1></div></header>
<form method="post" action="${escape(url.pathname + url.search)}">
<p class="asks">It would</p><ul>${asks}</ul>
<fieldset><legend>You are</legend><div class="people">${people}</div></fieldset>${guilds}
<footer><button name="answer" value="cancel" formnovalidate>Cancel</button><button class="primary" name="answer" value="authorize">Authorize</button></footer>
</form>`,
  );
}

/** A page with one thing to say. */
export function refusalPage(words: string, title = 'Authorization'): string {
  return page(
    title,
    `<header><div><h1>${escape(title)}</h1></div></header><p class="asks">${escape(words)}</p>`,
  );
}

function guildChoice(state: State): string {
  const mayInvite = (id: string) =>
    peopleOf(state).some(
      (person) => (guildPermissions(state.guilds.get(id)!, person.id) & P.ManageGuild) !== 0n,
    );
  const options = [...state.guilds.values()]
    .filter((guild) => mayInvite(guild.id))
    .map((guild) => `<option value="${guild.id}">${escape(guild.name)}</option>`)
    .join('');
  return `<label class="guild">Add to server<select name="guild">${options}</select></label>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:#1a1b1e;color:#e6e7ea;font:15px/1.45 Inter,system-ui,sans-serif}
main{width:min(440px,100%);background:#313338;border:1px solid #3d3f45;border-radius:12px;padding:24px;box-shadow:0 20px 60px #0008}
header{display:flex;gap:16px;align-items:center;margin-bottom:16px}header img{border-radius:50%}h1{margin:0;font-size:21px}header p{margin:0;color:#a5a8b0;font-size:13px}
.asks{margin:0 0 4px;color:#a5a8b0;font-size:13px}ul{margin:0 0 16px;padding-left:18px}fieldset{border:0;margin:0;padding:0}legend{font-weight:600;margin-bottom:8px;padding:0}
.people{display:grid;gap:4px;max-height:320px;overflow:auto}.person{display:flex;align-items:center;gap:12px;padding:7px 10px;border-radius:8px;cursor:pointer;border:1px solid transparent}
.person:hover{background:#3a3c42}.person:has(:checked){background:#3a3c42;border-color:#5865f2}.person:has(:focus-visible){outline:2px solid #a5b0ff}
.person img{border-radius:50%}.person span{flex:1;display:grid}.person small{color:#a5a8b0}.person em{font-style:normal;color:#a5a8b0;font-size:13px}.person input{accent-color:#5865f2;width:16px;height:16px}
.guild{display:grid;gap:6px;margin-top:16px;font-weight:600}select{padding:10px;border-radius:8px;background:#1e1f22;color:inherit;border:1px solid #3d3f45;font:inherit}
footer{display:flex;justify-content:flex-end;gap:8px;margin-top:20px}button{padding:10px 18px;border:0;border-radius:8px;background:none;color:inherit;font:inherit;font-weight:600;cursor:pointer}
button:focus-visible{outline:2px solid #a5b0ff;outline-offset:2px}.primary{background:#5865f2;color:#fff}.primary:hover{background:#4752c4}`;
