import Bug from '@lucide/svelte/icons/bug';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Flag from '@lucide/svelte/icons/flag';
import Gavel from '@lucide/svelte/icons/gavel';
import Gift from '@lucide/svelte/icons/gift';
import Handshake from '@lucide/svelte/icons/handshake';
import Key from '@lucide/svelte/icons/key-round';
import Leaf from '@lucide/svelte/icons/leaf';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import ShoppingBag from '@lucide/svelte/icons/shopping-bag';
import Star from '@lucide/svelte/icons/star';
import Ticket from '@lucide/svelte/icons/ticket';
import User from '@lucide/svelte/icons/user';
import Wrench from '@lucide/svelte/icons/wrench';

/** The icons that a category may carry, by the name that is stored; any other name shows a ticket. */
const icons: Record<string, typeof Ticket> = {
  bug: Bug,
  'circle-help': CircleHelp,
  flag: Flag,
  gavel: Gavel,
  gift: Gift,
  handshake: Handshake,
  key: Key,
  'key-round': Key,
  leaf: Leaf,
  lightbulb: Lightbulb,
  'message-circle': MessageCircle,
  shield: ShieldAlert,
  'shield-alert': ShieldAlert,
  'shopping-bag': ShoppingBag,
  star: Star,
  ticket: Ticket,
  user: User,
  wrench: Wrench,
};

export const iconOf = (name: string): typeof Ticket => icons[name] ?? Ticket;
