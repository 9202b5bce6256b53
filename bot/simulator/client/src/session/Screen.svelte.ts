import type { Component } from 'svelte';
import type { MessageView, ModalView, Snowflake } from '../../../protocol.ts';

/** The one thing that may lie over the window. */
export type Dialog =
  | { is: 'modal'; view: ModalView }
  | { is: 'delete-message'; message: MessageView }
  | { is: 'delete-channel'; channel: Snowflake; name: string }
  | { is: 'create-channel'; guild: Snowflake; parent: Snowflake | null }
  | { is: 'leave-guild'; guild: Snowflake; name: string }
  | { is: 'join-guild' }
  | { is: 'image'; url: string; name: string };

export type MenuItem =
  | { label: string; icon?: Component; danger?: boolean; checked?: boolean; hint?: string; act(): void }
  | 'line'
  | { heading: string };

export type Point = { x: number; y: number };

/** What is open on this window's screen: nothing of it is known to the simulator. */
export class Screen {
  dialog: Dialog | null = $state.raw(null);
  menu: { at: Point; label: string; items: MenuItem[] } | null = $state.raw(null);
  card: { at: Point; user: Snowflake } | null = $state.raw(null);
  /** Message being edited, and the one being answered, in the open channel. */
  editing: Snowflake | null = $state(null);
  replyingTo: MessageView | null = $state.raw(null);
  /** Wide windows show the members; narrow ones show one pane at a time. */
  showsMembers = $state(localStorage.getItem('simulated-discord:members') !== 'hidden');
  pane: 'channels' | 'messages' | 'members' = $state('messages');
  notices: { id: number; text: string; tone: 'plain' | 'bad' }[] = $state.raw([]);
  #noticeId = 0;

  openMenu(at: Point, label: string, items: MenuItem[]): void {
    this.card = null;
    this.menu = { at, label, items };
  }

  openCard(at: Point, user: Snowflake): void {
    this.menu = null;
    this.card = { at, user };
  }

  toggleMembers(): void {
    this.showsMembers = !this.showsMembers;
    localStorage.setItem('simulated-discord:members', this.showsMembers ? 'shown' : 'hidden');
  }

  /** Says something for a few seconds at the foot of the window. */
  say(text: string, tone: 'plain' | 'bad' = 'plain'): void {
    const id = ++this.#noticeId;
    this.notices = [...this.notices.slice(-2), { id, text, tone }];
    setTimeout(() => this.dismiss(id), 6_000);
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  /** Forgets what belonged to the channel that was open. */
  leaveChannel(): void {
    this.editing = null;
    this.replyingTo = null;
    this.menu = null;
    this.card = null;
  }
}
