import type { Block, Blocks } from '@ticketflow/supabase/contracts/blocks.ts';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';

/** Who is to be blocked: a member or a role, by id and by the name that is shown. */
export type Target = { kind: 'member' | 'role'; id: string; name: string };

/** The guild's block list as this page shows it. */
export class BlockList {
  readonly #desk: Desk;
  list = $state.raw<Blocks>() as Blocks;

  constructor(desk: Desk, list: Blocks) {
    this.#desk = desk;
    this.list = list;
    desk.people.meet(list.people);
  }

  async refresh(): Promise<void> {
    const answer = await this.#desk.ask('read_blocks', { guild: this.#desk.guild.id });
    if (!answer.ok || !answer.data) return;
    this.#desk.people.meet(answer.data.people);
    this.list = answer.data;
  }

  /** Puts somebody on the list. Gives the words of a refusal, or null. */
  async block({ kind, id, name }: Target, reason: string): Promise<string | null> {
    const guild = this.#desk.guild.id;
    const entry = crypto.randomUUID();
    const setting = {
      person_id: kind === 'member' ? id : null,
      role_id: kind === 'role' ? id : null,
      reason,
    };
    const answer = await this.#desk.ask('save_block', { guild, id: entry, setting });
    if (!answer.ok) return answer.words;
    await this.refresh();
    toast(`${name} opens no tickets any more`, {
      act: { label: 'Undo', run: () => void this.#take({ id: entry, version: answer.data }) },
    });
    return null;
  }

  /** Takes somebody off the list, with an undo. */
  async unblock(block: Block, target: Target): Promise<void> {
    if (!(await this.#take(block))) return;
    toast(`${target.name} may open tickets again`, {
      act: { label: 'Undo', run: () => void this.block(target, block.reason) },
    });
  }

  async #take({ id, version }: Pick<Block, 'id' | 'version'>): Promise<boolean> {
    const answer = await this.#desk.ask('remove_block', { guild: this.#desk.guild.id, id, version });
    if (!answer.ok) toast(answer.words, { tone: 'danger' });
    await this.refresh();
    return answer.ok;
  }
}
