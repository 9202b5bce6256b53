import { z } from 'zod';
import { Hue, Kept, listOf, text } from './settings.ts';

export const LabelSetting = z.object({ name: text(1, 40), hue: Hue });
export type LabelSetting = z.infer<typeof LabelSetting>;

export const Label = Kept.extend(LabelSetting.shape);
export type Label = z.infer<typeof Label>;

/** What `read_labels(guild)` answers to managers. Null to anybody else. */
export const Labels = listOf(Label);
export type Labels = z.infer<typeof Labels>;
