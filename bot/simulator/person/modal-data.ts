import { refuseForm, type Complaint } from '../rest/refusal.ts';
import type { Call } from '../rest/route.ts';
import { storeFile } from '../rest/validate/draft.ts';
import { asList, asObject, asText, type Json } from '../rest/validate/form.ts';
import type { Attachment, Channel } from '../state/state.ts';
import { isOffered, kindOfIds } from './is-offered.ts';
import type { Chosen } from './resolved.ts';

/**
 * What was filled in, in the form of a modal submit: Labels with their component's `value` or `values`
 * (interactions/receiving-and-responding: Modal Submit Data). Throws 50035 as the app does before it sends.
 */
export function modalData(
  call: Call,
  channel: Channel,
  components: Json[],
): { components: Json[]; values: Chosen } {
  const given = asObject(call.body.values);
  const complaints: Complaint[] = [];
  const chosen: Required<Chosen> = { users: [], roles: [], channels: [], mentionables: [], attachments: [] };
  const fill = (input: Json): Json => {
    const customId = String(input.custom_id);
    const complain = (message: string) =>
      complaints.push({ path: ['values', customId], code: 'MODAL_VALIDATION_FAILED', message });
    const filled = { type: input.type, id: input.id, custom_id: customId };
    const value = given[customId];
    if (input.type === 4) return { ...filled, value: readText(input, value, complain) };
    if (input.type === 19)
      return { ...filled, values: readFiles(call, input, customId, chosen.attachments, complain) };
    if (input.type === 23) return { ...filled, value: value === true };
    const values = readChoice(input, value, (one) => isOffered(call, channel, input, one), complain);
    if (input.type === 21) return { ...filled, value: values[0] ?? null };
    const kind = kindOfIds(input);
    if (kind) chosen[kind].push(...values);
    return { ...filled, values };
  };
  const submitted = components.map((top) => {
    if (top.type === 18) return { type: 18, id: top.id, component: fill(asObject(top.component)) };
    if (top.type === 1)
      return {
        type: 1,
        id: top.id,
        components: asList(top.components).map((input) => fill(asObject(input))),
      };
    return { type: top.type, id: top.id };
  });
  if (complaints.length > 0) throw refuseForm(complaints);
  return { components: submitted, values: chosen };
}

function readText(input: Json, value: unknown, complain: (message: string) => void): string {
  const text = asText(value) ?? (value === undefined ? (asText(input.value) ?? '') : '');
  const isRequired = input.required !== false;
  if (isRequired && text.trim() === '') complain('This field is required');
  const [min, max] = [Number(input.min_length ?? 0), Number(input.max_length ?? 4000)];
  if (text.length > max) complain(`Must be ${max} or fewer in length.`);
  if (text !== '' && text.length < min) complain(`Must be ${min} or more in length.`);
  return text;
}

function readChoice(
  input: Json,
  value: unknown,
  isThere: (one: string) => boolean,
  complain: (message: string) => void,
): string[] {
  const values =
    value === undefined || value === null || value === ''
      ? []
      : Array.isArray(value)
        ? value.map(String)
        : [String(value)];
  const isRequired = input.required !== false;
  const min = Math.max(
    isRequired ? 1 : 0,
    values.length > 0 ? Number(input.min_values ?? 1) : isRequired ? Number(input.min_values ?? 1) : 0,
  );
  const max = Number(input.max_values ?? (input.type === 22 ? asList(input.options).length : 1));
  if (values.length < min) complain(min === 1 ? 'This field is required' : `Choose at least ${min}.`);
  if (values.length > max) complain(`Choose at most ${max}.`);
  if (!values.every(isThere)) complain('Choose one of the options.');
  return values;
}

/** Files of one upload field arrive as parts named by its custom_id. */
function readFiles(
  call: Call,
  input: Json,
  customId: string,
  into: Attachment[],
  complain: (message: string) => void,
): string[] {
  const files = call.files.filter((file) => file.key === customId || file.key.startsWith(`${customId}[`));
  const min = input.required === false ? 0 : Number(input.min_values ?? 1);
  const max = Number(input.max_values ?? 1);
  if (files.length < min) complain('This field is required');
  if (files.length > max) complain(`Choose at most ${max}.`);
  const stored = files.slice(0, max).map((file) => storeFile(call.state, file, file.filename, null));
  into.push(...stored);
  return stored.map(({ id }) => id);
}
