import type { APIEmbed, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { imageSize } from '../../cdn/image-size.ts';
import type { Snowflake } from '../../protocol.ts';
import type { Attachment, State } from '../../state/state.ts';
import type { UploadedFile } from '../read-body.ts';
import { refuse, refuseForm } from '../refusal.ts';
import { readComponents } from './components.ts';
import { readEmbeds } from './embeds.ts';
import { asList, asObject, asText, createForm, type Form, type Json } from './form.ts';
import { readMentions, type Mentions } from './mentions.ts';

/** What was asked to be said, checked. Files are stored already. */
export interface Draft extends Mentions {
  content: string;
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  attachments: Attachment[];
  flags: number;
  tts: boolean;
  nonce: string | number | null;
}

/** Parts of a message that the simulator does not have; asking for one must not go unnoticed. */
const NOT_COVERED = ['poll', 'sticker_ids', 'shared_client_theme'];

const IS_COMPONENTS_V2 = 1 << 15;
/** SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2: what a sender may set. */
const SETTABLE = 4 | 64 | 4096 | IS_COMPONENTS_V2;

/** The author's side of a message: may they ping everyone, is it for a guild? */
export interface DraftRules {
  guildId: Snowflake | null;
  mayMentionAll: boolean;
  repliedTo?: Snowflake | null;
}

/**
 * Reads a message to be created (resources/message: Create Message).
 * Throws 50035 with all complaints, 50006 when there is nothing to say.
 */
export function readDraft(state: State, body: Json, files: UploadedFile[], rules: DraftRules): Draft {
  const form = createForm();
  const flags = (typeof body.flags === 'number' ? body.flags : 0) & SETTABLE;
  const isV2 = (flags & IS_COMPONENTS_V2) !== 0;
  form.text(['content'], body.content, 0, 2000);
  checkNonce(form, body.nonce);
  if (isV2) refuseOldPartsInV2(form, body);
  const embeds = readEmbeds(form, body.embeds ?? (body.embed ? [body.embed] : []));
  const components = readComponents(form, body.components, isV2);
  checkFiles(form, state, files);
  const content = asText(body.content) ?? '';
  const mentions = readMentions(state, form, content, body.allowed_mentions, rules);
  form.check();
  refuseNotCovered(body);
  const attachments = storeFiles(state, body, files);
  const hasContent = content.trim() !== '' || embeds.length + attachments.length + components.length > 0;
  if (!hasContent) throw refuse(50006);
  const nonce = typeof body.nonce === 'string' || typeof body.nonce === 'number' ? body.nonce : null;
  return {
    content: content.trim(),
    embeds,
    components,
    attachments,
    flags,
    tts: body.tts === true,
    nonce,
    ...mentions,
  };
}

/** The fields of an edit: what is absent stays, null empties (resources/message: Edit Message). */
export function readEdit(
  state: State,
  body: Json,
  files: UploadedFile[],
  before: {
    flags: number;
    content: string;
    embeds: APIEmbed[];
    components: unknown[];
    attachments: Attachment[];
  },
  rules: DraftRules,
): Partial<Draft> {
  const form = createForm();
  const flags =
    typeof body.flags === 'number'
      ? body.flags & (4 | IS_COMPONENTS_V2)
      : before.flags & (4 | IS_COMPONENTS_V2);
  const isV2 = ((before.flags | flags) & IS_COMPONENTS_V2) !== 0;
  form.text(['content'], body.content, 0, 2000);
  if (isV2) refuseOldPartsInV2(form, body);
  const edit: Partial<Draft> = { flags: (before.flags & ~4) | flags };
  if ('content' in body) {
    edit.content = (asText(body.content) ?? '').trim();
    Object.assign(edit, readMentions(state, form, edit.content, body.allowed_mentions, rules));
  }
  if ('embeds' in body) edit.embeds = readEmbeds(form, body.embeds);
  if ('components' in body) edit.components = readComponents(form, body.components, isV2);
  checkFiles(form, state, files);
  form.check();
  refuseNotCovered(body);
  const kept = 'attachments' in body ? keptFiles(before.attachments, body.attachments) : before.attachments;
  if ('attachments' in body || files.length > 0)
    edit.attachments = [...kept, ...storeFiles(state, body, files)];
  const after = { ...before, ...edit };
  if (after.content === '' && after.embeds.length + after.attachments.length + after.components.length === 0)
    throw refuse(50006);
  return edit;
}

function checkNonce(form: Form, nonce: unknown): void {
  if (typeof nonce === 'string') form.text(['nonce'], nonce, 0, 25);
}

function refuseOldPartsInV2(form: Form, body: Json): void {
  for (const key of ['content', 'embeds', 'poll', 'sticker_ids']) {
    const value = body[key];
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
      continue;
    const message = `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    form.complain([key], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
  }
}

function refuseNotCovered(body: Json): void {
  const used = NOT_COVERED.filter((key) =>
    Array.isArray(body[key]) ? (body[key] as unknown[]).length > 0 : body[key],
  );
  if (used.length === 0) return;
  const message = `not covered by the simulator: ${used.join(', ')}`;
  throw refuseForm([{ path: [used[0]!], code: 'NOT_COVERED', message }]);
}

function checkFiles(form: Form, state: State, files: UploadedFile[]): void {
  if (files.length > 10)
    form.complain(['attachments'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  if (files.some((file) => file.bytes.length > state.settings.attachmentBytes)) throw refuse(40005);
}

function storeFiles(state: State, body: Json, files: UploadedFile[]): Attachment[] {
  return files.map((file) => {
    const told = asList(body.attachments)
      .map(asObject)
      .find((item) => String(item.id) === file.key);
    return storeFile(state, file, asText(told?.filename) ?? file.filename, asText(told?.description));
  });
}

/** Keeps the bytes of an uploaded file and gives its record. */
export function storeFile(
  state: State,
  file: UploadedFile,
  filename: string,
  description: string | null,
  id = state.nextId(),
): Attachment {
  state.files.put(id, { bytes: file.bytes, content_type: file.content_type });
  const size = imageSize(file.bytes);
  return {
    id,
    filename: filename.replace(/[^\w.()+-]+/g, '_').slice(-260) || 'file',
    title: null,
    description,
    content_type: file.content_type,
    size: file.bytes.length,
    width: size?.width ?? null,
    height: size?.height ?? null,
    spoiler: filename.startsWith('SPOILER_'),
  };
}

function keptFiles(before: Attachment[], named: unknown): Attachment[] {
  const ids = new Set(asList(named).map((item) => String(asObject(item).id)));
  return before.filter(({ id }) => ids.has(id));
}
