import { asText, type Form, type Json } from './form.ts';

/** A component's custom_id: 1 to 100 characters, once in a message or modal. `taken` are those seen before; it joins them. */
export function checkCustomId(
  form: Form,
  component: Json,
  path: (string | number)[],
  taken: Set<string>,
): void {
  const at = [...path, 'custom_id'];
  form.text(at, component.custom_id, 1, 100, true);
  const customId = asText(component.custom_id) ?? '';
  if (taken.has(customId))
    form.complain(at, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  taken.add(customId);
}
