import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { Message, State } from './state.ts';
import { messagesOf, storeMessage } from './messages.ts';

/*
 * The state on disk, so that a demo survives a restart and a kill. Structure (guilds, channels, people) is one small file, written
 * whole and put in place by a rename; messages are lines at the end of another, the later line winning, so that a busy
 * channel costs one short write and not the whole state each time. Starting reads both and rewrites the second.
 */

/** Everything but messages; keys of `State` that are plain data. */
const STRUCTURE = [
  'application',
  'bot_id',
  'bot_token',
  'client_secret',
  'users',
  'guilds',
  'channels',
  'webhooks',
  'commands',
  'avatars',
  'oauth',
  'link_key',
] as const;

/** Written at most this long after a change. */
const DELAY_MS = 100;

type Line = { m: Message } | { x: string; c: string };

/** Fills the state from a snapshot; false when there is none. Lines that a kill cut short are dropped. */
export function readSnapshot(state: State, file: string): boolean {
  if (!existsSync(file)) return false;
  const structure = JSON.parse(readFileSync(file, 'utf8'), revive) as Partial<State>;
  for (const key of STRUCTURE)
    if (structure[key] !== undefined) Object.assign(state, { [key]: structure[key] });
  for (const line of existsSync(logOf(file)) ? readFileSync(logOf(file), 'utf8').split('\n') : []) {
    const change = parseLine(line);
    if (!change) continue;
    if ('m' in change) {
      if (state.channels.has(change.m.channel_id)) storeMessage(state, change.m);
    } else {
      const log = messagesOf(state, change.c);
      log.byId.delete(change.x);
      log.pins.delete(change.x);
    }
  }
  for (const [channelId, log] of state.messages) {
    log.ids = log.ids.filter((id) => log.byId.has(id));
    const channel = state.channels.get(channelId);
    const last = log.ids.at(-1);
    if (channel && last) channel.last_message_id = last;
    for (const id of log.ids) state.seenId(id);
  }
  for (const id of [...state.channels.keys(), ...state.webhooks.keys(), ...state.commands.keys()])
    state.seenId(id);
  return true;
}

/** Starts writing what changes. `stop` writes what is still waiting. */
export function keepSnapshot(state: State, file: string): { stop(): void } {
  let lines: string[] = [];
  let isStructureOld = true;
  let timer: NodeJS.Timeout | null = null;
  rewriteLog(state, file);
  const write = () => {
    timer = null;
    if (isStructureOld) writeStructure(state, file);
    isStructureOld = false;
    if (lines.length > 0) appendFileSync(logOf(file), lines.join(''));
    lines = [];
  };
  state.onChange = (change) => {
    if (change === 'structure') isStructureOld = true;
    else {
      const line: Line = 'removed' in change ? { x: change.removed, c: change.channel_id } : { m: change };
      lines.push(`${JSON.stringify(line)}\n`);
    }
    timer ??= setTimeout(write, DELAY_MS);
  };
  write();
  return {
    stop() {
      state.onChange = () => {};
      if (timer) clearTimeout(timer);
      write();
    },
  };
}

/** Takes a snapshot away, with its files; the next start begins from scratch. */
export function removeSnapshot(file: string): void {
  for (const path of [file, logOf(file), filesOf(file)]) rmSync(path, { recursive: true, force: true });
}

/** The folder of attachments beside a snapshot. */
export function filesOf(file: string): string {
  return `${file}.files`;
}

function logOf(file: string): string {
  return `${file}.messages`;
}

function writeStructure(state: State, file: string): void {
  const structure = Object.fromEntries(STRUCTURE.map((key) => [key, state[key]]));
  writeFileSync(`${file}.new`, JSON.stringify(structure, replace));
  renameSync(`${file}.new`, file);
}

function rewriteLog(state: State, file: string): void {
  const out = openSync(`${logOf(file)}.new`, 'w');
  for (const log of state.messages.values()) {
    for (const id of log.ids) writeSync(out, `${JSON.stringify({ m: log.byId.get(id)! } satisfies Line)}\n`);
  }
  closeSync(out);
  renameSync(`${logOf(file)}.new`, logOf(file));
}

function parseLine(line: string): Line | null {
  try {
    return line === '' ? null : (JSON.parse(line) as Line);
  } catch {
    return null;
  }
}

function replace(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] };
  return value instanceof Set ? { $set: [...value] } : value;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
  return '$set' in value ? new Set(value.$set as unknown[]) : value;
}
