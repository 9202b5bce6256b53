import { behind, shells } from '../../../shells.ts';

/** As the catalogue is read: each once, in the order of their letters. */
const inOrder = (names: string[]) => [...new Set(names)].sort().join(' ');

const askedByPolicies = [
  'actor',
  'added_to',
  'can_join',
  'categories_at',
  'guilds_at',
  'is_download',
  'is_known',
  'is_upload',
  'known_guilds',
  'reachable_guilds',
  'staff_guilds',
];

/** Who may call a function: by schema, and by the role that may execute it. Nobody may call any other. */
export const callers: Record<string, string> = {
  // Shells that the Data API shows; each has its line in verdicts.ts.
  'people in public': inOrder(shells.map(({ name }) => name)),
  // What those shells and the policies ask. The Data API does not show this schema.
  'people in private': inOrder([...shells.flatMap(behind), ...askedByPolicies]),
  // And fire_<kind> for each kind of timer: they ask whether it was claimed.
  'bot in private': `
    as_member as_rule beat_job begin_entry bind_channel claim_jobs claim_timers compare_thread
    count_marked end_catch_up erasures_due extend_lease fail_channel fail_timer hold_shard known_discord_ids known_messages lease_copies lease_lanes
    mark_absent_guilds mark_catch_up note_comparison open_ticket page_sweep_outbox panel_to_publish people_to_compare
    present_ids put_back_entry read_backlog record_channel_deleted record_deletions record_message
    record_page record_panels_gone record_reactions release_job release_lane release_shard
    remove_member report_catch_up set_guild_status set_member_roles settle_copy settle_entry
    settle_erasures settle_panel settle_reply stamp_access sync_guild threads_to_leave
    tickets_to_catch_up update_member`,
};

export const schemas = { public: 'people bot anon service', private: 'people bot' };

/** Columns kept from anyone who reads others of the table. */
export const hiddenColumns = {
  'guilds, people': 'language grants_epoch last_ticket_number created_at left_at',
  'people, people': 'updated_at',
  'members, people': 'is_mirrored roles_seen_at access_epoch',
};
