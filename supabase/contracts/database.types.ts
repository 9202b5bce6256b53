export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  // Allows to automatically instantiate createClient with right options
  // instead of createClient<Database, { PostgrestVersion: 'XX' }>(URL, KEY)
  __InternalSupabase: {
    PostgrestVersion: '14';
  };
  public: {
    Tables: {
      audit_log: {
        Row: {
          action: string;
          actor_id: string | null;
          after: Json | null;
          at: string;
          before: Json | null;
          cause: string | null;
          caused_in: unknown;
          guild_id: string;
          id: number;
          target: string;
        };
        Insert: {
          action: string;
          actor_id?: string | null;
          after?: Json | null;
          at?: string;
          before?: Json | null;
          cause?: string | null;
          caused_in?: unknown;
          guild_id: string;
          id?: never;
          target: string;
        };
        Update: {
          action?: string;
          actor_id?: string | null;
          after?: Json | null;
          at?: string;
          before?: Json | null;
          cause?: string | null;
          caused_in?: unknown;
          guild_id?: string;
          id?: never;
          target?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'audit_log_actor_id_fkey';
            columns: ['actor_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'audit_log_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
        ];
      };
      blocks: {
        Row: {
          blocked_at: string;
          blocked_by: string | null;
          changed_at: string;
          changed_by: string | null;
          guild_id: string;
          id: string;
          name: string;
          person_id: string | null;
          reason: string;
          role_id: string | null;
          version: number;
        };
        Insert: {
          blocked_at?: string;
          blocked_by?: string | null;
          changed_at: string;
          changed_by?: string | null;
          guild_id: string;
          id: string;
          name: string;
          person_id?: string | null;
          reason?: string;
          role_id?: string | null;
          version: number;
        };
        Update: {
          blocked_at?: string;
          blocked_by?: string | null;
          changed_at?: string;
          changed_by?: string | null;
          guild_id?: string;
          id?: string;
          name?: string;
          person_id?: string | null;
          reason?: string;
          role_id?: string | null;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'blocks_blocked_by_fkey';
            columns: ['blocked_by'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'blocks_changed_by_fkey';
            columns: ['changed_by'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'blocks_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'blocks_guild_id_role_id_fkey';
            columns: ['guild_id', 'role_id'];
            referencedRelation: 'roles';
            referencedColumns: ['guild_id', 'id'];
          },
        ];
      };
      categories: {
        Row: {
          button_style: string;
          channel_name: string;
          channel_parent_id: string | null;
          emoji: string | null;
          form: NonNullable<Json>;
          guild_id: string;
          hue: number;
          icon: string;
          id: string;
          is_active: boolean;
          name: string;
          open_per_member: number;
          opening_text: string;
          opening_title: string;
          opens_as: string;
          place: number;
          reply_as: string;
        };
        Insert: {
          button_style?: string;
          channel_name?: string;
          channel_parent_id?: string | null;
          emoji?: string | null;
          form?: NonNullable<Json>;
          guild_id: string;
          hue?: number;
          icon?: string;
          id?: string;
          is_active?: boolean;
          name: string;
          open_per_member?: number;
          opening_text?: string;
          opening_title?: string;
          opens_as?: string;
          place?: number;
          reply_as?: string;
        };
        Update: {
          button_style?: string;
          channel_name?: string;
          channel_parent_id?: string | null;
          emoji?: string | null;
          form?: NonNullable<Json>;
          guild_id?: string;
          hue?: number;
          icon?: string;
          id?: string;
          is_active?: boolean;
          name?: string;
          open_per_member?: number;
          opening_text?: string;
          opening_title?: string;
          opens_as?: string;
          place?: number;
          reply_as?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'categories_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
        ];
      };
      files: {
        Row: {
          content_type: string;
          guild_id: string;
          id: string;
          message_id: string | null;
          name: string;
          path: string;
          place: number;
          reason: Json | null;
          reserved_at: string;
          sha256: string | null;
          size: number;
          source_id: string | null;
          state: string;
          ticket_id: string;
          uploader_id: string;
        };
        Insert: {
          content_type: string;
          guild_id: string;
          id?: string;
          message_id?: string | null;
          name: string;
          path?: never;
          place?: number;
          reason?: Json | null;
          reserved_at?: string;
          sha256?: string | null;
          size: number;
          source_id?: string | null;
          state?: string;
          ticket_id: string;
          uploader_id: string;
        };
        Update: {
          content_type?: string;
          guild_id?: string;
          id?: string;
          message_id?: string | null;
          name?: string;
          path?: never;
          place?: number;
          reason?: Json | null;
          reserved_at?: string;
          sha256?: string | null;
          size?: number;
          source_id?: string | null;
          state?: string;
          ticket_id?: string;
          uploader_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'files_guild_id_ticket_id_fkey';
            columns: ['guild_id', 'ticket_id'];
            referencedRelation: 'tickets';
            referencedColumns: ['guild_id', 'id'];
          },
          {
            foreignKeyName: 'files_guild_id_ticket_id_message_id_fkey';
            columns: ['guild_id', 'ticket_id', 'message_id'];
            referencedRelation: 'messages';
            referencedColumns: ['guild_id', 'ticket_id', 'id'];
          },
          {
            foreignKeyName: 'files_uploader_id_fkey';
            columns: ['uploader_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
        ];
      };
      grants: {
        Row: {
          category_id: string | null;
          guild_id: string;
          id: string;
          level: string;
          role_id: string;
        };
        Insert: {
          category_id?: string | null;
          guild_id: string;
          id?: string;
          level: string;
          role_id: string;
        };
        Update: {
          category_id?: string | null;
          guild_id?: string;
          id?: string;
          level?: string;
          role_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'grants_guild_id_category_id_fkey';
            columns: ['guild_id', 'category_id'];
            referencedRelation: 'categories';
            referencedColumns: ['guild_id', 'id'];
          },
          {
            foreignKeyName: 'grants_guild_id_role_id_fkey';
            columns: ['guild_id', 'role_id'];
            referencedRelation: 'roles';
            referencedColumns: ['guild_id', 'id'];
          },
        ];
      };
      guilds: {
        Row: {
          access_seen_at: string | null;
          catching_up: Json | null;
          compared_at: string | null;
          created_at: string;
          grants_epoch: number;
          icon_hash: string | null;
          id: string;
          language: string;
          last_ticket_number: number;
          left_at: string | null;
          name: string;
          owner_id: string;
          status: string;
        };
        Insert: {
          access_seen_at?: string | null;
          catching_up?: Json | null;
          compared_at?: string | null;
          created_at?: string;
          grants_epoch?: number;
          icon_hash?: string | null;
          id: string;
          language?: string;
          last_ticket_number?: number;
          left_at?: string | null;
          name: string;
          owner_id: string;
          status?: string;
        };
        Update: {
          access_seen_at?: string | null;
          catching_up?: Json | null;
          compared_at?: string | null;
          created_at?: string;
          grants_epoch?: number;
          icon_hash?: string | null;
          id?: string;
          language?: string;
          last_ticket_number?: number;
          left_at?: string | null;
          name?: string;
          owner_id?: string;
          status?: string;
        };
        Relationships: [];
      };
      labels: {
        Row: {
          changed_at: string;
          changed_by: string | null;
          guild_id: string;
          hue: number;
          id: string;
          name: string;
          position: number;
          version: number;
        };
        Insert: {
          changed_at: string;
          changed_by?: string | null;
          guild_id: string;
          hue: number;
          id: string;
          name: string;
          position: number;
          version: number;
        };
        Update: {
          changed_at?: string;
          changed_by?: string | null;
          guild_id?: string;
          hue?: number;
          id?: string;
          name?: string;
          position?: number;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'labels_changed_by_fkey';
            columns: ['changed_by'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'labels_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
        ];
      };
      members: {
        Row: {
          access_epoch: number;
          guild_id: string;
          is_mirrored: boolean;
          left_at: string | null;
          nick: string | null;
          person_id: string;
          role_ids: string[];
          roles_seen_at: string | null;
        };
        Insert: {
          access_epoch?: number;
          guild_id: string;
          is_mirrored?: boolean;
          left_at?: string | null;
          nick?: string | null;
          person_id: string;
          role_ids?: string[];
          roles_seen_at?: string | null;
        };
        Update: {
          access_epoch?: number;
          guild_id?: string;
          is_mirrored?: boolean;
          left_at?: string | null;
          nick?: string | null;
          person_id?: string;
          role_ids?: string[];
          roles_seen_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'members_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'members_person_id_fkey';
            columns: ['person_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
        ];
      };
      messages: {
        Row: {
          attachments: NonNullable<Json>;
          author_id: string | null;
          body: string;
          created_at: string;
          deleted_at: string | null;
          deleted_by: string | null;
          deleted_in: string | null;
          delivery: string | null;
          delivery_reason: Json | null;
          discord_message_id: string | null;
          edited_at: string | null;
          embeds: NonNullable<Json>;
          event: Json | null;
          guild_id: string;
          id: string;
          is_staff: boolean;
          kind: string;
          made_in: number;
          position: string;
          reactions: NonNullable<Json>;
          reply_to_discord_id: string | null;
          revision: number;
          stickers: NonNullable<Json>;
          ticket_id: string;
        };
        Insert: {
          attachments?: NonNullable<Json>;
          author_id?: string | null;
          body?: string;
          created_at: string;
          deleted_at?: string | null;
          deleted_by?: string | null;
          deleted_in?: string | null;
          delivery?: string | null;
          delivery_reason?: Json | null;
          discord_message_id?: string | null;
          edited_at?: string | null;
          embeds?: NonNullable<Json>;
          event?: Json | null;
          guild_id: string;
          id?: string;
          is_staff?: boolean;
          kind: string;
          made_in: number;
          position: string;
          reactions?: NonNullable<Json>;
          reply_to_discord_id?: string | null;
          revision: number;
          stickers?: NonNullable<Json>;
          ticket_id: string;
        };
        Update: {
          attachments?: NonNullable<Json>;
          author_id?: string | null;
          body?: string;
          created_at?: string;
          deleted_at?: string | null;
          deleted_by?: string | null;
          deleted_in?: string | null;
          delivery?: string | null;
          delivery_reason?: Json | null;
          discord_message_id?: string | null;
          edited_at?: string | null;
          embeds?: NonNullable<Json>;
          event?: Json | null;
          guild_id?: string;
          id?: string;
          is_staff?: boolean;
          kind?: string;
          made_in?: number;
          position?: string;
          reactions?: NonNullable<Json>;
          reply_to_discord_id?: string | null;
          revision?: number;
          stickers?: NonNullable<Json>;
          ticket_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'messages_author_id_fkey';
            columns: ['author_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'messages_deleted_by_fkey';
            columns: ['deleted_by'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'messages_guild_id_ticket_id_fkey';
            columns: ['guild_id', 'ticket_id'];
            referencedRelation: 'tickets';
            referencedColumns: ['guild_id', 'id'];
          },
        ];
      };
      outbox: {
        Row: {
          attempted_at: string | null;
          attempts: number;
          created_at: string;
          guild_id: string;
          id: string;
          kind: string;
          lane: string;
          message_id: string | null;
          outcome: string | null;
          payload: NonNullable<Json>;
          reason: Json | null;
          seq: number;
          settled_at: string | null;
          ticket_id: string | null;
        };
        Insert: {
          attempted_at?: string | null;
          attempts?: number;
          created_at?: string;
          guild_id: string;
          id?: string;
          kind: string;
          lane: string;
          message_id?: string | null;
          outcome?: string | null;
          payload?: NonNullable<Json>;
          reason?: Json | null;
          seq?: never;
          settled_at?: string | null;
          ticket_id?: string | null;
        };
        Update: {
          attempted_at?: string | null;
          attempts?: number;
          created_at?: string;
          guild_id?: string;
          id?: string;
          kind?: string;
          lane?: string;
          message_id?: string | null;
          outcome?: string | null;
          payload?: NonNullable<Json>;
          reason?: Json | null;
          seq?: never;
          settled_at?: string | null;
          ticket_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'outbox_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'outbox_guild_id_ticket_id_fkey';
            columns: ['guild_id', 'ticket_id'];
            referencedRelation: 'tickets';
            referencedColumns: ['guild_id', 'id'];
          },
          {
            foreignKeyName: 'outbox_lane_fkey';
            columns: ['guild_id', 'lane'];
            referencedRelation: 'outbox_lanes';
            referencedColumns: ['guild_id', 'lane'];
          },
          {
            foreignKeyName: 'outbox_message_fkey';
            columns: ['guild_id', 'ticket_id', 'message_id'];
            referencedRelation: 'messages';
            referencedColumns: ['guild_id', 'ticket_id', 'id'];
          },
        ];
      };
      outbox_lanes: {
        Row: {
          guild_id: string;
          lane: string;
          lease_until: string | null;
          leased_by: string | null;
          wake_at: string | null;
        };
        Insert: {
          guild_id: string;
          lane: string;
          lease_until?: string | null;
          leased_by?: string | null;
          wake_at?: string | null;
        };
        Update: {
          guild_id?: string;
          lane?: string;
          lease_until?: string | null;
          leased_by?: string | null;
          wake_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'outbox_lanes_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
        ];
      };
      panel_categories: {
        Row: {
          category_id: string;
          guild_id: string;
          panel_id: string;
          place: number;
        };
        Insert: {
          category_id: string;
          guild_id: string;
          panel_id: string;
          place?: number;
        };
        Update: {
          category_id?: string;
          guild_id?: string;
          panel_id?: string;
          place?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'panel_categories_guild_id_category_id_fkey';
            columns: ['guild_id', 'category_id'];
            referencedRelation: 'categories';
            referencedColumns: ['guild_id', 'id'];
          },
          {
            foreignKeyName: 'panel_categories_guild_id_panel_id_fkey';
            columns: ['guild_id', 'panel_id'];
            referencedRelation: 'panels';
            referencedColumns: ['guild_id', 'id'];
          },
        ];
      };
      panels: {
        Row: {
          body: string;
          channel_id: string;
          color: number;
          guild_id: string;
          id: string;
          image_url: string | null;
          message_id: string | null;
          publish_error: Json | null;
          published_at: string | null;
          title: string;
        };
        Insert: {
          body: string;
          channel_id: string;
          color?: number;
          guild_id: string;
          id?: string;
          image_url?: string | null;
          message_id?: string | null;
          publish_error?: Json | null;
          published_at?: string | null;
          title: string;
        };
        Update: {
          body?: string;
          channel_id?: string;
          color?: number;
          guild_id?: string;
          id?: string;
          image_url?: string | null;
          message_id?: string | null;
          publish_error?: Json | null;
          published_at?: string | null;
          title?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'panels_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
        ];
      };
      people: {
        Row: {
          avatar_hash: string | null;
          display_name: string;
          id: string;
          is_bot: boolean;
          updated_at: string;
          username: string;
        };
        Insert: {
          avatar_hash?: string | null;
          display_name: string;
          id: string;
          is_bot?: boolean;
          updated_at?: string;
          username: string;
        };
        Update: {
          avatar_hash?: string | null;
          display_name?: string;
          id?: string;
          is_bot?: boolean;
          updated_at?: string;
          username?: string;
        };
        Relationships: [];
      };
      read_marks: {
        Row: {
          person_id: string;
          revision: number;
          ticket_id: string;
        };
        Insert: {
          person_id: string;
          revision: number;
          ticket_id: string;
        };
        Update: {
          person_id?: string;
          revision?: number;
          ticket_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'read_marks_person_id_fkey';
            columns: ['person_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'read_marks_ticket_id_fkey';
            columns: ['ticket_id'];
            referencedRelation: 'tickets';
            referencedColumns: ['id'];
          },
        ];
      };
      roles: {
        Row: {
          can_manage_guild: boolean;
          color: number;
          guild_id: string;
          id: string;
          is_managed: boolean;
          member_count: number | null;
          name: string;
          position: number;
        };
        Insert: {
          can_manage_guild?: boolean;
          color?: number;
          guild_id: string;
          id: string;
          is_managed?: boolean;
          member_count?: number | null;
          name: string;
          position?: number;
        };
        Update: {
          can_manage_guild?: boolean;
          color?: number;
          guild_id?: string;
          id?: string;
          is_managed?: boolean;
          member_count?: number | null;
          name?: string;
          position?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'roles_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
        ];
      };
      rules: {
        Row: {
          acts: NonNullable<Json>;
          guild_id: string;
          id: string;
          is_active: boolean;
          name: string;
        };
        Insert: {
          acts?: NonNullable<Json>;
          guild_id: string;
          id?: string;
          is_active?: boolean;
          name: string;
        };
        Update: {
          acts?: NonNullable<Json>;
          guild_id?: string;
          id?: string;
          is_active?: boolean;
          name?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'rules_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
        ];
      };
      ticket_heads: {
        Row: {
          assignee_id: string | null;
          category_id: string | null;
          changed_in: unknown;
          first_reply_at: string | null;
          guild_id: string;
          has_unsent: boolean;
          is_open: boolean | null;
          is_restricted: boolean | null;
          label_ids: string[];
          last_activity_at: string;
          opened_at: string | null;
          priority: number | null;
          requester_id: string | null;
          requester_said_at: string | null;
          revision: number;
          said_in: number;
          snoozed_until: string | null;
          staff_said_at: string | null;
          status: string | null;
          ticket_id: string;
          waiting_since: string | null;
        };
        Insert: {
          assignee_id?: string | null;
          category_id?: string | null;
          changed_in?: unknown;
          first_reply_at?: string | null;
          guild_id: string;
          has_unsent?: boolean;
          is_open?: boolean | null;
          is_restricted?: boolean | null;
          label_ids?: string[];
          last_activity_at?: string;
          opened_at?: string | null;
          priority?: number | null;
          requester_id?: string | null;
          requester_said_at?: string | null;
          revision?: number;
          said_in?: number;
          snoozed_until?: string | null;
          staff_said_at?: string | null;
          status?: string | null;
          ticket_id: string;
          waiting_since?: string | null;
        };
        Update: {
          assignee_id?: string | null;
          category_id?: string | null;
          changed_in?: unknown;
          first_reply_at?: string | null;
          guild_id?: string;
          has_unsent?: boolean;
          is_open?: boolean | null;
          is_restricted?: boolean | null;
          label_ids?: string[];
          last_activity_at?: string;
          opened_at?: string | null;
          priority?: number | null;
          requester_id?: string | null;
          requester_said_at?: string | null;
          revision?: number;
          said_in?: number;
          snoozed_until?: string | null;
          staff_said_at?: string | null;
          status?: string | null;
          ticket_id?: string;
          waiting_since?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'ticket_heads_guild_id_ticket_id_fkey';
            columns: ['guild_id', 'ticket_id'];
            referencedRelation: 'tickets';
            referencedColumns: ['guild_id', 'id'];
          },
        ];
      };
      ticket_participants: {
        Row: {
          added_at: string;
          added_by: string | null;
          guild_id: string;
          person_id: string;
          ticket_id: string;
        };
        Insert: {
          added_at?: string;
          added_by?: string | null;
          guild_id: string;
          person_id: string;
          ticket_id: string;
        };
        Update: {
          added_at?: string;
          added_by?: string | null;
          guild_id?: string;
          person_id?: string;
          ticket_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'ticket_participants_added_by_fkey';
            columns: ['added_by'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'ticket_participants_guild_id_ticket_id_fkey';
            columns: ['guild_id', 'ticket_id'];
            referencedRelation: 'tickets';
            referencedColumns: ['guild_id', 'id'];
          },
          {
            foreignKeyName: 'ticket_participants_person_id_fkey';
            columns: ['person_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
        ];
      };
      tickets: {
        Row: {
          answers: NonNullable<Json>;
          assignee_id: string | null;
          category_id: string;
          channel_error: Json | null;
          channel_id: string | null;
          channel_kind: string;
          channel_state: string;
          close_reason: string | null;
          closed_at: string | null;
          closed_by: string | null;
          guild_id: string;
          id: string;
          interaction_id: string | null;
          is_restricted: boolean;
          number: number;
          opened_at: string;
          priority: string;
          requester_id: string;
          source: string;
          source_channel_id: string | null;
          status: string;
          subject: string;
        };
        Insert: {
          answers?: NonNullable<Json>;
          assignee_id?: string | null;
          category_id: string;
          channel_error?: Json | null;
          channel_id?: string | null;
          channel_kind?: string;
          channel_state?: string;
          close_reason?: string | null;
          closed_at?: string | null;
          closed_by?: string | null;
          guild_id: string;
          id?: string;
          interaction_id?: string | null;
          is_restricted?: boolean;
          number: number;
          opened_at?: string;
          priority?: string;
          requester_id: string;
          source?: string;
          source_channel_id?: string | null;
          status?: string;
          subject: string;
        };
        Update: {
          answers?: NonNullable<Json>;
          assignee_id?: string | null;
          category_id?: string;
          channel_error?: Json | null;
          channel_id?: string | null;
          channel_kind?: string;
          channel_state?: string;
          close_reason?: string | null;
          closed_at?: string | null;
          closed_by?: string | null;
          guild_id?: string;
          id?: string;
          interaction_id?: string | null;
          is_restricted?: boolean;
          number?: number;
          opened_at?: string;
          priority?: string;
          requester_id?: string;
          source?: string;
          source_channel_id?: string | null;
          status?: string;
          subject?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'tickets_assignee_id_fkey';
            columns: ['assignee_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'tickets_closed_by_fkey';
            columns: ['closed_by'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'tickets_guild_id_category_id_fkey';
            columns: ['guild_id', 'category_id'];
            referencedRelation: 'categories';
            referencedColumns: ['guild_id', 'id'];
          },
          {
            foreignKeyName: 'tickets_guild_id_fkey';
            columns: ['guild_id'];
            referencedRelation: 'guilds';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'tickets_requester_id_fkey';
            columns: ['requester_id'];
            referencedRelation: 'people';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      add_note: {
        Args: { body: string; files?: string[]; message: string; ticket: string };
        Returns: number;
      };
      add_person: { Args: { person: string; ticket: string }; Returns: undefined };
      assign_ticket: { Args: { person: string; ticket: string }; Returns: undefined };
      cancel_job: { Args: { guild: string; job: string }; Returns: boolean };
      changes_since: { Args: { cursor: string; epoch: number; guild: string }; Returns: Json };
      claim_ticket: { Args: { ticket: string }; Returns: string };
      close_ticket: { Args: { reason?: string; ticket: string }; Returns: boolean };
      compare_access: { Args: { guild: string }; Returns: undefined };
      delete_message: { Args: { message: string }; Returns: number };
      edit_message: { Args: { body: string; message: string }; Returns: number };
      find_people: { Args: { guild: string; search: string; ticket?: string }; Returns: Json };
      find_ticket: { Args: { guild: string; number: number }; Returns: string };
      list_jobs: { Args: { guild: string }; Returns: Json };
      list_tickets: {
        Args: { after?: Json; filter?: Json; guild: string; page_size?: number };
        Returns: Json;
      };
      list_tickets_as: { Args: { filter?: Json; guild: string; role: string }; Returns: Json };
      look_me_up: { Args: { guild_ids: string[] }; Returns: undefined };
      mark_read: { Args: { revision: number; ticket: string }; Returns: undefined };
      move_label: { Args: { before?: string; guild: string; id: string }; Returns: boolean };
      my_access: { Args: { guild: string }; Returns: Json };
      my_guilds: { Args: Record<PropertyKey, never>; Returns: Json };
      my_language: { Args: Record<PropertyKey, never>; Returns: string };
      post_reply: {
        Args: { body: string; files?: string[]; message: string; reply_to?: string; ticket: string };
        Returns: number;
      };
      publish_panel: { Args: { panel: string }; Returns: undefined };
      read_access: { Args: { guild: string }; Returns: Json };
      read_audit_log: {
        Args: { actions?: string[]; before_id?: number; guild: string; page_size?: number };
        Returns: Json;
      };
      read_blocks: { Args: { guild: string }; Returns: Json };
      read_guild: { Args: { guild: string; views?: Json }; Returns: Json };
      read_labels: { Args: { guild: string }; Returns: Json };
      read_ticket: {
        Args: { after_revision?: number; before_position?: string; page_size?: number; ticket: string };
        Returns: Json;
      };
      release_ticket: { Args: { ticket: string }; Returns: string };
      remove_block: { Args: { guild: string; id: string; version: number }; Returns: boolean };
      remove_label: {
        Args: { guild: string; id: string; replacement?: string; version: number };
        Returns: boolean;
      };
      remove_person: { Args: { person: string; ticket: string }; Returns: undefined };
      reopen_ticket: { Args: { ticket: string }; Returns: boolean };
      reserve_upload: {
        Args: { content_type: string; name: string; size: number; ticket: string };
        Returns: Json;
      };
      restrict_ticket: {
        Args: { even_in_thread?: boolean; is_restricted: boolean; ticket: string };
        Returns: undefined;
      };
      retry_delivery: { Args: { message: string }; Returns: number };
      save_block: { Args: { guild: string; id: string; setting: Json; version?: number }; Returns: number };
      save_label: { Args: { guild: string; id: string; setting: Json; version?: number }; Returns: number };
      search_messages: {
        Args: { before_at?: string; before_id?: string; guild: string; page_size?: number; words: string };
        Returns: Json;
      };
      set_guild_language: { Args: { guild: string; language: string }; Returns: string };
      set_level: {
        Args: { category?: string; guild: string; level?: string; role: string };
        Returns: string;
      };
      set_my_language: { Args: { language: string }; Returns: undefined };
      set_priority: { Args: { priority: string; ticket: string }; Returns: undefined };
      snooze_ticket: { Args: { stays?: boolean; ticket: string; until?: string }; Returns: undefined };
      view_as: { Args: { guild: string; role: string }; Returns: Json };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    keyof (DefaultSchema['Tables'] & DefaultSchema['Views']) | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
