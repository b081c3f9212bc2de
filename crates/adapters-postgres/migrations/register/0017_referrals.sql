-- Why case managers should look at a draft. Nothing here names anybody.
create table causeway.referral (
    id            uuid   not null primary key,      -- made of the draft, the rule, and a digest of what it looked at
    uid           text   not null,
    rule          text   not null,
    source        text   not null,                  -- where in the draft: a JSON pointer
    version       bigint not null,                  -- the state of the draft in which it was first found
    raised_at     bigint not null,
    gone_at       bigint,                           -- when it was found no more
    closed_at     bigint,
    closed_by     text,
    closed_reason text
);
create index referral_by_draft on causeway.referral (uid);
create index referral_in_order on causeway.referral (raised_at, id);

-- Who closed which referral, for ever.
create table causeway.referral_note (
    referral    uuid        not null,
    author      text        not null,
    recorded_at timestamptz not null default now(),
    db_user     text        not null default session_user,
    client      inet        default inet_client_addr()
);
create trigger append_only before update or delete or truncate on causeway.referral_note
    for each statement execute function causeway.refuse_change();
