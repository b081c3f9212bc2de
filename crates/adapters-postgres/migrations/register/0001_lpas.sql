-- The register: every version of every LPA. The latest is the LPA as it stands.
--
-- One append-only row serves five purposes: the LPA as it stood, its history entry, the static copy of the executed LPA
-- (version 1), the idempotency record (operation_id is unique) and the audit row. No row is ever changed: who wants to
-- make a version that somebody else has made meanwhile meets the primary key, and judges again on what is there.

create table causeway.lpa_version (
    uid          text        not null,
    version      bigint      not null,
    operation_id uuid        not null unique,
    kind         text        not null,              -- CREATE, or the update type as it was sent
    author       text        not null,              -- the URN of who asked
    applied      timestamptz not null,              -- to the microsecond; exactly: object ->> 'updatedAt'
    object       jsonb       not null,              -- the LPA Store object
    kept         jsonb       not null,              -- what the register keeps beside that object
    changes      json        not null,              -- as sent: json keeps order and digits, jsonb would not
    recorded_at  timestamptz not null default now(),-- this database's clock
    db_user      text        not null default session_user,
    client       inet        default inet_client_addr(),
    primary key (uid, version)
) with (toast_tuple_target = 8160);
-- jsonb, so that SQL can ask about what is inside: it costs a creation a tenth more server time than json.
-- toast_tuple_target: an ordinary LPA is just over 2 kB, where PostgreSQL would begin to compress, which costs more.
-- No CHECK, for PostgreSQL reads its text anew in every statement: versions come from the one statement that writes
-- them.
