-- As before, and: superseded while it was leased to nobody, it was not answered by its end, however soon that is.
drop trigger noted on causeway_journal.operation;
create trigger noted after update of state on causeway_journal.operation for each row
    when (new.state <> old.state and new.state <> 'held'
          and (new.attempts > 0 or new.changed_at - new.requested_at not between 0 and 99999999
               or (new.state = 'superseded' and old.token is null)))
    execute function causeway_journal.note();

-- What the role may do here, beside what it could before.
alter function causeway_journal.grant_rights() rename to grant_rights_before_0025;
create function causeway_journal.grant_rights() returns void language sql as $$
    select causeway_journal.grant_rights_before_0025();
    grant select, insert on causeway_journal.draft_state to causeway_rw;
$$;
revoke execute on function causeway_journal.grant_rights() from public;

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway_journal.grant_rights();
    end if;
end
$$;
