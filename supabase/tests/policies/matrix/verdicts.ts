import { listNames } from '../../../contracts/lists.ts';
import { shellsOfLists } from '../../../shells.ts';

/** The lists that a guild keeps are its managers', and the functions of them too: a line for each. */
const managers = (labels: string[], otherwise: string) =>
  labels
    .map(
      (label) =>
        `${label.padEnd(26)}${otherwise.padEnd(11)}!     -         -          -      -         -           -          -      home     home   stale      free       -          away    -        !    !`,
    )
    .join('\n');
const namesOf = (isReading: boolean) =>
  shellsOfLists.filter(({ isStable = false }) => isStable === isReading).map(({ name }) => name);

/**
 * Who may see and do what, measured by matrix.test.ts on the world of world.ts. Columns: people.ts. Words of the cells: words.ts.
 *
 *   !      no right at all: refused before any row is looked at
 *   -      nothing: every row hidden, every call refused as `else` says
 *   else   what meets anyone who is not meant: the row is hidden, null comes back, or a refusal of contracts/refusals.ts
 *          (TF001/5: of anyone who does not read the ticket, and of anyone who does; TF006/5/6: of anyone who does not
 *          read the message, of anyone who does, and of anyone who may answer in its ticket;
 *          ~: of nobody, it only says which tickets one could read;
 *          TF005/no, TF005/15: of anyone who may not ask, and of anyone who may)
 */
export const verdicts = `
READS                     else       anon  stranger  requester  other  viewer    agent       agentB     leadB  manager  admin  owner      roleless   agent'     admin'  demoted  bot  service
guilds                    hidden     !     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        all  !
roles                     hidden     !     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        all  !
members                   hidden     !     own       own        own    home+own  home+own    home       home   home     home   stale      away+free  away+own   away    own      all  !
people                    hidden     !     own       own        own    home      home        home       home   home     home   stale+own  away+free  away       away    own      all  !
categories                hidden     !     -         -          -      home      home        B          B      home     home   stale      away+free  away       away    -        all  !
tickets                   hidden     !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      all  !
ticket_heads              hidden     !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      all  !
messages                  hidden     !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      all  !
files                     hidden     !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    !
ticket_participants       hidden     !     -         -          -      crew      crew        crewB      B      home     home   stale      away+free  away       away    -        all  !
read_marks                hidden     !     own       own        own    own       own         own        own    own      own    own        own        own        own     own      !    !
panels                    hidden     !     -         -          -      -         -           -          -      home     home   stale      free       -          away    -        all  !
panel_categories          hidden     !     -         -          -      -         -           -          -      home     home   stale      free       -          away    -        all  !
${managers(listNames, 'hidden')}
rules                     hidden     !     -         -          -      -         -           -          -      home     home   stale      free       -          away    -        !    !
grants                    hidden     !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        all  !
audit_log                 hidden     !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
outbox                    hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
outbox_lanes              hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.settings          hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.interactions      hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.guild_pokes       hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.parked_echoes     hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.catch_up_marks    hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.shard_leases      hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.copies            hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.erasures          hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.preferences       hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.clock             hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.timers            hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.timer_ticks       hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
private.jobs              hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !
grants, as if viewing     hidden     !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        all  !
grants, as if vouched     hidden     !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        all  !
any table, written to     hidden     !     !         !          !      !         !           !          !      !        !      !          !          !          !       !        !    !

TOPICS                    else       anon  stranger  requester  other  viewer    agent       agentB     leadB  manager  admin  owner      roleless   agent'     admin'  demoted  bot  service
join guild:*              hidden     -     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        !    all
join ticket:*             hidden     -     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    all
join ticket:*:presence    hidden     -     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    all
join user:*               hidden     -     self      self       self   self      self        self       self   self     self   self       self       self       self    self     !    all
join otherwise            hidden     -     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    all
speak ticket:*:presence   42501      -     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    all
speak otherwise           42501      -     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    all

FILES                     else       anon  stranger  requester  other  viewer    agent       agentB     leadB  manager  admin  owner      roleless   agent'     admin'  demoted  bot  service
attachments, download     hidden     -     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    all
attachments, list         hidden     -     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    all
attachments, upload       42501      -     -         -          -      -         reserved    -          -      -        -      -          -          -          -       -        !    all
attachments, signed       42501      -     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    all
attachments, change       hidden     -     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    all
elsewhere, download       hidden     -     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    all
elsewhere, upload         42501      -     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    all

READING                   else       anon  stranger  requester  other  viewer    agent       agentB     leadB  manager  admin  owner      roleless   agent'     admin'  demoted  bot  service
find_ticket               null       !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    !
read_ticket               null       !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    !
read_ticket, its notes    null       !     -         -          -      crew      crew        crewB      B      home     home   stale      away+free  away       away    -        !    !
read_ticket, new notes    null       !     -         -          -      crew      crew        crewB      B      home     home   stale      away+free  away       away    -        !    !
read_ticket, who is in    null       !     -         -          -      crew      crew        crewB      B      home     home   stale      away+free  away       away    -        !    !
read_ticket, their names  null       !     -         -          -      crew      crew        crewB      B      home     home   stale      away+free  away       away    -        !    !
list_tickets              hidden     !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    !
list_tickets, its notes   hidden     !     -         -          -      crew      crew        crewB      B      home     home   stale      away+free  away       away    -        !    !
search_messages           hidden     !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    !
changes_since             hidden     !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    !
changes_since, answers    null       !     -         home       home   home      home        home       home   home     home   stale      away+free  away+home  away    home     !    !
my_guilds                 hidden     !     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        !    !
my_language               hidden     !     named     named      named  named     named       named      named  named    named  named      named      named      named   named    !    !
my_access                 null       !     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        !    !
my_access, why not        null       !     -         -          -      unseen    stale+left  -          -      -        -      left       -          -          -       -        !    !
my_access, their roles    null       !     -         -          -      holds     holds       holds      holds  holds    holds  -          -          holds      holds   -        !    !
read_guild                null       !     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        !    !
read_guild, its count     null       !     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        !    !
read_guild, categories    hidden     !     -         -          -      home      home        B          B      home     home   stale      away+free  away       away    -        !    !
find_people, for a ticket null      !     -         -          -      crew      crew        crewB      B      home     home   -          away+free  away       away    -        !    !
find_people               null       !     -         -          -      home      home        home       home   home     home   stale      away+free  away       away    -        !    !
${managers(namesOf(true), 'null')}
list_jobs                 null       !     -         -          -      -         -           -          -      home     home   stale      free       -          away    -        !    !
read_access               null       !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
read_audit_log            null       !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
view_as                   TF005      !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
list_tickets_as           TF005      !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
list_tickets_as, the crew TF005/no   !     -         -          -      -         -           -          -      -        plain  -          -          -          -       -        !    !

ACTING                    else       anon  stranger  requester  other  viewer    agent       agentB     leadB  manager  admin  owner      roleless   agent'     admin'  demoted  bot  service
mark_read                 TF001      !     -         own        own    crew      crew+own    crewB+own  B      home     home   stale      away+free  away+own   away    own      !    !
post_reply                TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
add_note                  TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
reserve_upload            TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
close_ticket              TF001/5    !     -         own        own    -         crew+own    crewB+own  B      home     home   stale      free       away+own   away    own      !    !
reopen_ticket             TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
claim_ticket              TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
release_ticket            TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
assign_ticket             TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
set_priority              TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
snooze_ticket             TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
add_person                TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
remove_person             TF001/5    !     -         -          -      -         crew        crewB      B      home     home   stale      free       away       away    -        !    !
restrict_ticket           TF001/5    !     -         -          -      -         -           -          B      home     home   stale      free       -          away    -        !    !
edit_message              TF006/5/6  !     -         -          -      -         mine        mine       mine   mine     mine   mine       mine       mine       mine    -        !    !
delete_message            TF006/5/6  !     -         -          -      -         mine        mine       B      home     home   stale      free       mine       away    -        !    !
retry_delivery            TF006/5/6  !     -         -          -      -         mine        mine       B      home     home   stale      free       mine       away    -        !    !
publish_panel             TF009      !     -         -          -      -         -           -          -      home     home   stale      free       -          away    -        !    !
${managers(namesOf(false), 'TF005')}
cancel_job                TF005      !     -         -          -      -         -           -          -      home     home   stale      free       -          away    -        !    !
set_level                 TF005      !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
set_level, their own role TF005/15   !     -         -          -      -         -           -          -      -        -      -          -          -          -       -        !    !
set_guild_language        TF005      !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
compare_access            TF005      !     -         -          -      -         -           -          -      -        home   stale      free       -          away    -        !    !
set_my_language           TF010      !     named     named      named  named     named       named      named  named    named  named      named      named      named   named    !    !
look_me_up                TF010      !     named     named      named  named     named       named      named  named    named  named      named      named      named   named    !    !

THROUGH THE BOT           else       requester~ viewer~    agent~     agentB~    leadB~     manager~   keeper~    blocked~   foreign~   direct~    stale~     owner~     left~
~                         null       own        crew       crew+own   crewB+own  B          home       home       own        away       own        -          stale      -
~close_ticket             TF001/5    own        -          crew+own   crewB+own  B          home       home       own        away       own        -          stale      -
~reopen_ticket            TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~claim_ticket             TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~release_ticket           TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~assign_ticket            TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~set_priority             TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~snooze_ticket            TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~add_person               TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~remove_person            TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~post_reply               TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~add_note                 TF001/5    -          -          crew       crewB      B          home       home       -          away       -          -          stale      -
~restrict_ticket          TF001/5    -          -          -          -          B          home       home       -          -          -          -          stale      -

BY A RULE                 else       rule~      ruleStale~
~rule                     null       plain      -
~rule close_ticket        TF001/5    plain      -
~rule reopen_ticket       TF001/5    plain      -
~rule set_priority        TF001/5    plain      -
~rule snooze_ticket       TF001/5    plain      -
~rule claim_ticket        TF005      -          -
~rule release_ticket      TF005      -          -
~rule assign_ticket       TF005      -          -
~rule add_person          TF005      -          -
~rule remove_person       TF005      -          -
~rule post_reply          TF005      -          -
~rule add_note            TF005      -          -
~rule restrict_ticket     TF005      -          -
`;
