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

/** Who may call a function, for every function there is: by schema, and by the role that may execute it. */
export const callers: Record<string, string> = {
  // Shells that the Data API shows; each has its line in verdicts.ts.
  'people in public': inOrder(shells.map(({ name }) => name)),
  // What those shells and the policies ask. The Data API does not show this schema.
  'people in private': inOrder([...shells.flatMap(behind), ...askedByPolicies]),
  'bot in private': `
    as_member as_rule beat_job begin_entry bind_channel claim_jobs claim_timers compare_thread
    count_marked end_catch_up erasures_due extend_lease fail_channel fail_timer fire_drop_upload
    fire_sweep hold_shard known_discord_ids known_messages lease_copies lease_lanes
    mark_absent_guilds mark_catch_up note_comparison open_ticket page_sweep_outbox panel_to_publish people_to_compare
    present_ids put_back_entry read_backlog record_channel_deleted record_deletions record_message
    record_page record_panels_gone record_reactions release_job release_lane release_shard
    remove_member report_catch_up set_guild_status set_member_roles settle_copy settle_entry
    settle_erasures settle_panel settle_reply stamp_access sync_guild threads_to_leave
    tickets_to_catch_up update_member`,
  // Called by functions above, under the verdict that those have asked.
  'nobody in private': `
    access_changed access_epoch access_of_holders_changed act act_on act_on_message acting_rule
    acting_where add_act_event add_event add_guild_poke_row asked_in audit begin_cause begin_page
    begin_save begin_timer can_read_ticket check_body check_unused check_version count_change
    count_heads count_views counts_in drop_timer end_cause end_job end_page end_timer enqueue
    enqueue_overwrites enqueue_panel erase_bytes files_to_attach files_to_send filter_flag
    filter_list filter_time find_tickets forget_files guilds_of_worker holds_level identity
    insert_messages is_blocked is_current is_discord_session is_first is_of_shard is_staff is_underway
    keep_files keep_lane_to_shard keep_version know_actor leave_threads let_in_discord level_rank
    levels_of levels_of_roles lock_ticket lock_tickets_of mark_attempt matches may_act may_open
    message_for_bot messages_json my_tickets my_verdict name_in_guild narrow newest_discord_id
    note_member note_setting now offered_categories offered_category opened opened_before opens
    opens_head opens_notes page_by_priority page_of_heads participant_changed people_json
    place_before poke poke_guild poke_person position_of priority_rank raise_grants_epoch
    read_filter read_own_ticket read_own_words read_place reading record_own recount_words
    refuse_row renew_lease requester_json save_author save_person set_open set_sweep set_timer
    set_vouch setting_facts shown_name snowflake_at staff_to_compare start_job take_keys
    tell_own_head tell_tickets_of tell_words ticket_for_bot ticket_level ticket_of_channel
    tickets_json tighten_filter time_of touch_ticket viewing_as vouched vouched_levels words_after
    words_of`,
};

export const schemas = { public: 'people bot anon service', private: 'people bot' };

/** Columns kept from whoever reads others of the table. */
export const hiddenColumns = {
  'guilds, people': 'grants_epoch last_ticket_number created_at left_at',
  'people, people': 'updated_at',
  'members, people': 'is_mirrored roles_seen_at access_epoch',
};
