-- What was done to the announced maintenance windows, and by whom. Added to, never changed.
create table causeway_journal.window_entry (
    number   bigint primary key check (number > 0),  -- the order of noting, without gaps
    id       uuid   not null,                        -- the window
    step     text   not null,                        -- announced, extended, ended, cancelled
    start_at bigint not null,
    end_at   bigint not null,
    reason   text   not null,
    author   text   not null,                        -- the URN of who did it
    at       bigint not null
);

create trigger append_only before update or delete or truncate on causeway_journal.window_entry
    for each statement execute function causeway_journal.refuse_change();

-- Which operations were accepted during a window. Small: they are recorded about in the order of this column.
create index operation_requested on causeway_journal.operation using brin (requested_at);

-- Adds to whatever was granted before.
alter function causeway_journal.grant_rights() rename to grant_rights_before_windows;
create function causeway_journal.grant_rights() returns void language sql as $$
    select causeway_journal.grant_rights_before_windows();
    grant select, insert on causeway_journal.window_entry to causeway_rw;
$$;
revoke execute on function causeway_journal.grant_rights() from public;

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway_journal.grant_rights();
    end if;
end
$$;
