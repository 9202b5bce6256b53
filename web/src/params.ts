import { defineParams } from '@sveltejs/kit/params';
import { isView } from '@ticketflow/supabase/contracts/views.ts';

export const params = defineParams({
  snowflake: (value) => (/^[0-9]{17,20}$/.test(value) ? value : undefined),
  view: (value) => (isView(value) ? value : undefined),
  uuid: (value) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined),
  number: (value) => (/^[1-9][0-9]{0,8}$/.test(value) ? value : undefined),
});
