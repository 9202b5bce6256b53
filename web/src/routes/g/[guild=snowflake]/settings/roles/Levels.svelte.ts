import type { Access, Role, ViewAs } from '@ticketflow/supabase/contracts/access.ts';
import type { Level } from '@ticketflow/supabase/contracts/person.ts';
import type { TicketPage } from '@ticketflow/supabase/contracts/ticket.ts';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { t } from '#lib/words/words.ts';

/** What a holder of one role would see: the verdict's own answer, and the inbox that goes with it. */
export type View = ViewAs & { list: TicketPage };

/** The guild's roles and levels as this page shows them. A change shows at once; refused, it goes back, with words. */
export class Levels {
  readonly #desk: Desk;
  access = $state.raw<Access>() as Access;
  view = $state.raw<View | null>(null);
  /** Answers that were asked for before the last change are not believed. */
  #asked = 0;

  constructor(desk: Desk, access: Access, view: View | null) {
    this.#desk = desk;
    this.access = access;
    this.view = view;
    if (view) desk.people.meet(view.list.people);
  }

  /** Sets a level (null: none) for a role in the guild (category null) or one category; says so, with an undo. */
  async set(role: Role, category: string | null, level: Level | null): Promise<void> {
    this.#show(role.id, category, level);
    this.#asked += 1;
    const answer = await this.#desk.ask('set_level', {
      guild: this.#desk.guild.id,
      role: role.id,
      category: category ?? undefined,
      level: level ?? undefined,
    });
    if (answer.ok && answer.data !== level) {
      const before = answer.data;
      toast(this.#words(role, category, level), {
        act: { label: t.settings.undo, run: () => void this.set(role, category, before) },
      });
    } else if (!answer.ok) toast(answer.words, { tone: 'danger' });
    await this.refresh();
  }

  /** Asks for all of it again. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    const { guild } = this.#desk;
    const answer = await this.#desk.ask('read_access', { guild: guild.id });
    if (answer.ok && answer.data && asked === this.#asked) this.access = answer.data;
    if (this.view) await this.look(this.view.role_id);
  }

  /** Looks at the guild as a holder of this role; null ends it. */
  async look(role: string | null): Promise<void> {
    if (!role) {
      this.view = null;
      return;
    }
    const args = { guild: this.#desk.guild.id, role };
    const [opens, list] = await Promise.all([
      this.#desk.ask('view_as', args),
      this.#desk.ask('list_tickets_as', args),
    ]);
    if (opens.ok && list.ok) {
      this.#desk.people.meet(list.data.people);
      this.view = { ...opens.data, list: list.data };
    } else toast(opens.ok ? (list.ok ? '' : list.words) : opens.words, { tone: 'danger' });
  }

  /** Asks the bot to compare with Discord now; the page hears when it is done. */
  async compare(): Promise<void> {
    this.access = { ...this.access, is_comparing: true };
    const answer = await this.#desk.ask('compare_access', { guild: this.#desk.guild.id });
    if (!answer.ok) toast(answer.words, { tone: 'danger' });
    await this.refresh();
  }

  #show(role: string, category: string | null, level: Level | null): void {
    const others = this.access.grants.filter(
      (grant) => grant.role_id !== role || grant.category_id !== category,
    );
    this.access = {
      ...this.access,
      grants: level ? [...others, { role_id: role, category_id: category, level }] : others,
    };
  }

  #words(role: Role, category: string | null, level: Level | null): string {
    const named = this.access.categories.find(({ id }) => id === category)?.name ?? null;
    const where = { role: role.name, category: named };
    return level ? t.roles.given({ ...where, level: t.levels[level] }) : t.roles.taken(where);
  }
}
