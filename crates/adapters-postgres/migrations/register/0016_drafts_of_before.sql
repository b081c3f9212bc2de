-- A draft that is deleted is assessed no more. What was referred of it stays: who deletes a draft ends no concern.
create function causeway.want_no_approval() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update causeway.approval set wanted = version, again = null where uid = new.uid;
    return null;
end
$$;
revoke execute on function causeway.want_no_approval() from public;
create trigger want_no_approval after insert on causeway.lpa_version
    for each row when (new.kind = 'DELETE_DRAFT') execute function causeway.want_no_approval();

-- Drafts of before.
insert into causeway.approval (uid, wanted)
select uid, max(version) from causeway.draft_version as draft
where not exists (select from causeway.lpa_version where uid = draft.uid and kind = 'DELETE_DRAFT')
group by uid;
