import { z } from 'zod';

/**
 * A field of a category's form. Lengths are those of Discord's modals
 * (https://discord.com/developers/docs/components/reference): label 45, description 100, text 4,000, 25 options.
 */
export const FormField = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['short_text', 'long_text']),
    id: z.string().regex(/^[a-z0-9_]{1,40}$/),
    label: z.string().min(1).max(45),
    description: z.string().max(100).optional(),
    placeholder: z.string().max(100).optional(),
    is_required: z.boolean().default(true),
    min_length: z.number().int().min(0).max(4000).optional(),
    max_length: z.number().int().min(1).max(4000).optional(),
    /** The answer to this field names the ticket. */
    is_subject: z.boolean().default(false),
  }),
  z.object({
    type: z.literal('select'),
    id: z.string().regex(/^[a-z0-9_]{1,40}$/),
    label: z.string().min(1).max(45),
    description: z.string().max(100).optional(),
    placeholder: z.string().max(150).optional(),
    is_required: z.boolean().default(true),
    options: z
      .array(z.object({ label: z.string().min(1).max(100), emoji: z.string().optional() }))
      .min(1)
      .max(25),
    is_subject: z.boolean().default(false),
  }),
]);
export type FormField = z.infer<typeof FormField>;
export const Form = z.array(FormField).max(5);
